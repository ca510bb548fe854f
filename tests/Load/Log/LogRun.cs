using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Aggregator.Audit;

namespace Aggregator.Load;

/// <summary><c>log</c>: durable entries a second of the access log, with real flushes to a folder's disk.</summary>
internal static class LogRun
{
    public static Command Make()
    {
        var folder = new Option<string>("--folder")
        {
            Description = "A folder on the disk to measure; a scratch folder is made in it.",
            DefaultValueFactory = _ => "artifacts",
        };
        var writers = new Option<int>("--writers")
        {
            Description = "Requests under way at a time, each with an intent and then an outcome.",
            DefaultValueFactory = _ => 64,
        };
        var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 10 };
        var output = new Option<string?>("--output") { Description = "Where to write the result." };
        var command = new Command("log", "Measure the access log.") { folder, writers, seconds, output };
        command.SetAction(async (parsed, _) =>
        {
            var text = await RunAsync(
                parsed.GetValue(folder)!, parsed.GetValue(writers), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
            Console.WriteLine(text);
            if (parsed.GetValue(output) is { } file)
            {
                await File.WriteAllTextAsync(file, text, CancellationToken.None);
            }
        });
        return command;
    }

    private static async Task<string> RunAsync(string folder, int writers, TimeSpan length)
    {
        var scratch = Directory.CreateDirectory(
            Path.Combine(Path.GetFullPath(folder), "log-" + Path.GetRandomFileName()));
        try
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var entries = 0L;
            await using (var log = new FileAccessLog(
                new AccessLogOptions(scratch.FullName, "benchmark"), key, TimeProvider.System))
            {
                _ = await WriteAsync(log, writers, TimeSpan.FromSeconds(1));
                var cpu = Environment.CpuUsage.TotalTime;
                var clock = Stopwatch.StartNew();
                entries = await WriteAsync(log, writers, length);
                var wall = clock.Elapsed.TotalSeconds;
                cpu = Environment.CpuUsage.TotalTime - cpu;
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{entries / wall:F0} durable entries a second from {writers} writers, "
                    + $"{cpu.TotalMicroseconds / entries:F0} µs of processor time each");
            }
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static async Task<long> WriteAsync(FileAccessLog log, int writers, TimeSpan length)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var count = 0L;
            while (clock.Elapsed < length)
            {
                var begun = await log.AppendIntentAsync(LogEntries.Intent, CancellationToken.None);
                _ = await log.AppendOutcomeAsync(begun, LogEntries.Outcome, CancellationToken.None);
                count += 2;
            }

            return count;
        })));
        return counts.Sum();
    }
}
