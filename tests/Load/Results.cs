using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Aggregator.Load;

/// <summary>What a run gave: a table for people, and every round as JSON.</summary>
internal sealed class Results
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly List<(string Workload, List<Measured> Measured)> _workloads = [];
    private readonly List<string> _skipped = [];

    /// <summary>Adds a workload.</summary>
    public void Add(string workload, List<Measured> measured) => _workloads.Add((workload, measured));

    /// <summary>Notes who was not measured.</summary>
    public void Skip(string reason)
    {
        _skipped.Add(reason);
        Console.WriteLine($"not measured: {reason}");
    }

    /// <summary>The results as Markdown.</summary>
    public string Table()
    {
        var text = new StringBuilder();
        _ = text.AppendLine(
            CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, {Machine()}");
        foreach (var (workload, measured) in _workloads)
        {
            var floor = measured.FirstOrDefault(each => each.Name == "floor");
            var empty = measured.FirstOrDefault(each => each.Name == "empty");
            _ = text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"**{workload}**").AppendLine()
                .AppendLine("| | CPU ms/request | × floor | requests/s | p50 ms | p99 ms | RSS MB | above empty "
                    + "| start s | upstream | bytes | same data |")
                .AppendLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
            foreach (var each in measured)
            {
                _ = text.AppendLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {each.Name} | {Median(each.CpuMilliseconds):F3} | {Ratio(each, floor)} "
                    + $"| {Median(each.PerSecond):F0} | {Median(each.P50):F1} | {Median(each.P99):F1} "
                    + $"| {each.ResidentMegabytes:F0} | {each.ResidentMegabytes - empty?.ResidentMegabytes:F0} "
                    + $"| {each.StartSeconds.Min():F2} | {each.UpstreamRequests} | {each.AnswerBytes} "
                    + $"| {(each.IsSameAnswer ? "yes" : "no")} |"));
            }
        }

        foreach (var reason in _skipped)
        {
            _ = text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Not measured: {reason}");
        }

        return text.ToString();
    }

    /// <summary>Writes the table and the rounds.</summary>
    /// <param name="path">Without ending.</param>
    public async Task WriteAsync(string path)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await File.WriteAllTextAsync(path + ".md", Table());
        await File.WriteAllTextAsync(path + ".json", JsonSerializer.Serialize(
            _workloads.Select(each => new { each.Workload, each.Measured }), Indented));
    }

    /// <summary>The middle value.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }

    private static string Ratio(Measured each, Measured? floor) => floor is null
        ? ""
        : Median(each.CpuMilliseconds.Zip(floor.CpuMilliseconds, (own, least) => own / least))
            .ToString("F2", CultureInfo.InvariantCulture);

    private static string Machine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
                ?.Split(':')[1].Trim()
            : null;
        return $"{Environment.ProcessorCount} × {model ?? "unknown processor"}, {RuntimeInformation.OSDescription}, "
            + RuntimeInformation.FrameworkDescription;
    }
}
