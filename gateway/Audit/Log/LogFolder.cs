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

    private const string PartialMark = ".p";
    private const int TileAttempts = 10;

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

    /// <summary>
    /// The bytes of a tile, or of another of the same place, the widest first: one that is not full grows while the log
    /// does. Null when there is none.
    /// </summary>
    /// <param name="name">As <see cref="Tile.Name"/> gives it.</param>
    public byte[]? ReadTile(string name)
    {
        // A gateway that appends replaces them meanwhile: what is gone has a wider one by then.
        for (var attempt = 0; attempt < TileAttempts; attempt++)
        {
            try
            {
                return TileOrOther(Tile(name)) is { } file ? File.ReadAllBytes(file) : null;
            }
            catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
            {
                // Look again.
            }
        }

        return null;
    }

    private static string? TileOrOther(string file)
    {
        if (File.Exists(file))
        {
            return file;
        }

        var place = Path.GetDirectoryName(file)!;
        var full = place.EndsWith(PartialMark, StringComparison.Ordinal) ? place[..^PartialMark.Length] : file;
        var partial = full + PartialMark;
        return Directory.Exists(partial) && Widest(partial) is { } widest ? widest
            : File.Exists(full) ? full
            : null;
    }

    private static string? Widest(string partial) => Directory.EnumerateFiles(partial)
        .Where(file => int.TryParse(Path.GetFileName(file), CultureInfo.InvariantCulture, out _))
        .MaxBy(file => int.Parse(Path.GetFileName(file), CultureInfo.InvariantCulture));

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
