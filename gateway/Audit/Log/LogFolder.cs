using System.Globalization;

namespace Aggregator.Audit;

/// <summary>
/// A log's folder: <c>entries/000000.jsonl</c> …, one entry a line and <see cref="SegmentSize"/> a file, so that people
/// read it with ordinary tools; <c>checkpoint</c>, the last signed statement of size and root.
/// </summary>
/// <param name="path">The folder.</param>
internal sealed class LogFolder(string path)
{
    /// <summary>How many entries a file holds.</summary>
    public const int SegmentSize = 16_384;

    public string Checkpoint => Path.Combine(path, "checkpoint");

    public string Segment(long number) => Path.Combine(
        path, "entries", number.ToString("d6", CultureInfo.InvariantCulture) + ".jsonl");

    public void Create() => Directory.CreateDirectory(Path.Combine(path, "entries"));

    /// <summary>The segments that exist, in order.</summary>
    public IEnumerable<long> Segments()
    {
        for (var number = 0L; File.Exists(Segment(number)); number++)
        {
            yield return number;
        }
    }
}
