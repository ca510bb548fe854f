using System.Globalization;

namespace Aggregator.Audit;

/// <summary>
/// A log's folder: <c>entries/000000.jsonl</c> …, the payloads, one a line and <see cref="SegmentSize"/> a file, so
/// that people read them with ordinary tools; <c>tile</c>, the tree in the layout of C2SP tlog-tiles;
/// <c>checkpoint</c>, the last signed statement of size and root; <c>lock</c>, held by the one process that appends.
/// </summary>
/// <param name="path">The folder.</param>
internal sealed class LogFolder(string path)
{
    /// <summary>How many entries a file holds.</summary>
    public const int SegmentSize = 16_384;

    public string Checkpoint => Path.Combine(path, "checkpoint");

    public string Lock => Path.Combine(path, "lock");

    public string Segment(long number) => Path.Combine(
        path, "entries", number.ToString("d6", CultureInfo.InvariantCulture) + ".jsonl");

    /// <summary>A file of the tree, under <c>tile</c>.</summary>
    /// <param name="name">As <see cref="Tile.Name"/> gives it.</param>
    public string Tile(string name) => Path.Combine(path, "tile", name);

    public void Create()
    {
        OwnerOnly.Folder(path);
        OwnerOnly.Folder(Path.Combine(path, "entries"));
        OwnerOnly.Folder(Path.Combine(path, "tile"));
        foreach (var number in Segments())
        {
            OwnerOnly.File(Segment(number));
        }
    }

    /// <summary>The signed statement of size and root; null when there is none that can be read.</summary>
    public Checkpoint? ReadCheckpoint() =>
        File.Exists(Checkpoint) ? Audit.Checkpoint.Parse(File.ReadAllText(Checkpoint)) : null;

    /// <summary>True when there is any entry, of whatever place.</summary>
    public bool HasEntries => new DirectoryInfo(Path.Combine(path, "entries")).EnumerateFiles("*.jsonl")
        .Any(segment => segment.Length > 0);

    /// <summary>The segments that exist, in order.</summary>
    public IEnumerable<long> Segments()
    {
        for (var number = 0L; File.Exists(Segment(number)); number++)
        {
            yield return number;
        }
    }
}
