using System.Net;
using System.Net.Sockets;

namespace Aggregator.Host.LocalHub;

/// <summary>
/// A port of this machine's loopback address, held from the start: what serves there is named by its address (an
/// issuer) before it listens, and nobody else can take the port in between.
/// </summary>
internal sealed class LoopbackPort : IDisposable
{
    private readonly Socket _bound;

    private LoopbackPort(Socket bound) => _bound = bound;

    /// <summary>Its address.</summary>
    public Uri Address => new($"http://{_bound.LocalEndPoint}");

    /// <summary>Takes a port.</summary>
    /// <param name="number">Which; 0 for any that is free.</param>
    /// <exception cref="IOException">It cannot be had; the message says how to go on.</exception>
    public static LoopbackPort Take(int number)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, number));

            // A port that is only bound may be bound again: it is nobody else's once it listens.
            socket.Listen();
            return new LoopbackPort(socket);
        }
        catch (SocketException fault)
        {
            socket.Dispose();
            throw new IOException($"cannot listen on port {number}: {fault.Message}; name another with `--port`");
        }
    }

    /// <summary>Lets a web server listen here, and nowhere else. The server closes the socket when it stops.</summary>
    public void Serve(IWebHostBuilder server) =>
        server.UseUrls(Address.ToString()).UseSockets(sockets => sockets.CreateBoundListenSocket = _ => _bound);

    /// <inheritdoc/>
    public void Dispose() => _bound.Dispose();
}
