using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Aggregator.Load;

/// <summary>A process that is measured, with its children. Ended with the measurement.</summary>
internal sealed class RunningProcess : IAsyncDisposable
{
    private static readonly double TickSeconds = 1.0 / 100;

    private readonly Process _process;
    private readonly Queue<string> _lastLines = new();

    private RunningProcess(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    /// <summary>Where it listens on loopback.</summary>
    public int Port { get; }

    /// <summary>True when it ended by itself.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>The last lines that it wrote.</summary>
    public string LastLines
    {
        get
        {
            lock (_lastLines)
            {
                return string.Join('\n', _lastLines);
            }
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="contestant">What.</param>
    public static RunningProcess Start(Contestant contestant)
    {
        var port = FreePort();
        var start = contestant.Start(port);
        start.WorkingDirectory = contestant.Folder;
        foreach (var (name, value) in contestant.Environment)
        {
            start.Environment[name] = value;
        }

        var running = new RunningProcess(Process.Start(start)!, port);
        running._process.OutputDataReceived += (_, line) => running.Keep(line.Data);
        running._process.ErrorDataReceived += (_, line) => running.Keep(line.Data);
        running._process.BeginOutputReadLine();
        running._process.BeginErrorReadLine();
        return running;
    }

    /// <summary>A port that is free now, and so is the next one.</summary>
    public static int FreePort()
    {
        while (true)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            var port = ((IPEndPoint)first.LocalEndpoint).Port;
            try
            {
                using var second = new TcpListener(IPAddress.Loopback, port + 1);
                second.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: try another pair.
            }
        }
    }

    /// <summary>The processor time that it and its children have used, in seconds (user and system).</summary>
    public double CpuSeconds() => Tree().Sum(CpuOf);

    /// <summary>Resident memory of it and its children, in MB.</summary>
    public double ResidentMegabytes() => Tree().Sum(id =>
    {
        var line = Lines($"/proc/{id}/status")
            .FirstOrDefault(each => each.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kilobytes = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] ?? "0";
        return double.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024;
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_lastLines)
        {
            _lastLines.Enqueue(line ?? "");
            if (_lastLines.Count > 20)
            {
                _ = _lastLines.Dequeue();
            }
        }
    }

    private List<int> Tree()
    {
        var tree = new List<int> { _process.Id };
        for (var at = 0; at < tree.Count; at++)
        {
            foreach (var task in Directory.Exists($"/proc/{tree[at]}/task")
                ? Directory.GetDirectories($"/proc/{tree[at]}/task")
                : [])
            {
                tree.AddRange(Lines(task + "/children").SelectMany(line =>
                    line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(int.Parse));
            }
        }

        return tree;
    }

    // Fields 14 and 15 of stat, counted behind the name, which may hold spaces.
    private static double CpuOf(int id)
    {
        var stat = Lines($"/proc/{id}/stat").FirstOrDefault();
        if (stat is null)
        {
            return 0;
        }

        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture)
            + long.Parse(fields[12], CultureInfo.InvariantCulture)) * TickSeconds;
    }

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (IOException)
        {
            // The process or the thread has ended in between.
            return [];
        }
    }
}
