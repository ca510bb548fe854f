using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Aggregator.State.Tests;

/// <summary>A way to a server on loopback that can be cut, or that can swallow everything without a word.</summary>
internal sealed class CutConnection : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private Task _accepting = Task.CompletedTask;
    private volatile bool _isCut;
    private volatile bool _isStalled;

    private CutConnection(int target) => _target = target;

    public string Address => string.Create(
        CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public static CutConnection To(int port)
    {
        var way = new CutConnection(port);
        way._listener.Start();
        way._accepting = Task.Run(way.AcceptAsync);
        return way;
    }

    /// <summary>Closes what is open and refuses what comes.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var client in _clients)
        {
            client.Close();
        }
    }

    /// <summary>Keeps everything open and lets nothing through any more.</summary>
    public void Stall() => _isStalled = true;

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _clients.Add(client);
            if (_isCut)
            {
                client.Close();
                continue;
            }

            var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, _target);
            _clients.Add(server);
            _ = PumpAsync(client, server);
            _ = PumpAsync(server, client);
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer, _stop.Token)) > 0)
            {
                if (!_isStalled)
                {
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or InvalidOperationException
            or OperationCanceledException)
        {
            // The other end went away, or the way was cut.
        }

        from.Close();
        to.Close();
    }
}
