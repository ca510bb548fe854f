using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Garnet;

namespace Aggregator.State.Tests;

/// <summary>A server that speaks Redis's protocol, on loopback: Garnet in this process, or Debian's redis-server.
/// </summary>
internal sealed class RunningRedis : IAsyncDisposable
{
    private const int MostAttempts = 5;

    private readonly GarnetServer? _garnet;
    private readonly Process? _process;

    private RunningRedis(int port, GarnetServer? garnet, Process? process)
    {
        Port = port;
        _garnet = garnet;
        _process = process;
    }

    public int Port { get; }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>The installed redis-server; null where there is none.</summary>
    public static string? Installed { get; } = new[] { "/usr/bin/redis-server", "/usr/local/bin/redis-server" }
        .FirstOrDefault(File.Exists);

    public static RunningRedis StartGarnet()
    {
        for (var attempt = 0; ; attempt++)
        {
            var port = FreePort();
            var server = new GarnetServer(
            [
                "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--memory", "64m",
                "--index", "8m", "--page", "1m", "--pubsub-pagesize", "64k", "--lua", "true", "-q",
                "--logger-level", "Error",
            ]);
            try
            {
                server.Start();
                return new RunningRedis(port, server, null);
            }
            catch (SocketException) when (attempt < MostAttempts)
            {
                // Somebody took the port in between.
                server.Dispose();
            }
        }
    }

    public static async Task<RunningRedis> StartInstalledAsync()
    {
        var port = FreePort();
        var process = Process.Start(new ProcessStartInfo(Installed!)
        {
            ArgumentList =
            {
                "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "",
                "--appendonly", "no", "--loglevel", "warning",
            },
            RedirectStandardOutput = true,
        })!;
        for (var attempt = 0; attempt < 100; attempt++)
        {
            using var probe = new TcpClient();
            var connecting = probe.ConnectAsync(IPAddress.Loopback, port);
            await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (connecting.IsCompletedSuccessfully)
            {
                return new RunningRedis(port, null, process);
            }

            await Task.Delay(50);
        }

        process.Kill();
        throw new InvalidOperationException("redis-server did not start");
    }

    public async ValueTask DisposeAsync()
    {
        _garnet?.Dispose();
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
