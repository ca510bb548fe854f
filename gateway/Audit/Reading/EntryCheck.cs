using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Aggregator.Audit;

/// <summary>Checks what a log's entries say of each other: outcomes of intents, payloads gone by retention.</summary>
internal sealed class EntryCheck
{
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];
    private readonly List<long> _deleted = [];
    private readonly List<(long First, long Last)> _retained = [];

    /// <summary>How many payloads were deleted.</summary>
    public long Deleted => _deleted.Count;

    /// <summary>Ids of intents without an outcome.</summary>
    public ImmutableArray<string> OpenIntents() => [.. _open.Order(StringComparer.Ordinal)];

    /// <summary>Everything that is wrong.</summary>
    public IEnumerable<string> Faults() => _faults.Concat(_deleted
        .Where(place => !_retained.Exists(range => range.First <= place && place <= range.Last))
        .Select(place => Text($"entry {place}: its payload is gone and no entry says that its retention ended")));

    /// <summary>Reads an entry.</summary>
    /// <param name="entry">Its line.</param>
    /// <param name="number">Its number, from 1.</param>
    public void Add(byte[] entry, long number)
    {
        if (StoredEntry.IsDeleted(entry))
        {
            _deleted.Add(number);
            return;
        }

        try
        {
            using var json = JsonDocument.Parse(entry);
            Add(json.RootElement, number);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException
            or IndexOutOfRangeException or FormatException)
        {
            _faults.Add(Text($"entry {number}: not an entry of an access log"));
        }
    }

    private void Add(JsonElement entry, long number)
    {
        var id = entry.GetProperty("id").GetString()!;
        switch (entry.GetProperty("kind").GetString())
        {
            case "intent":
                _ = _open.Add(id);
                break;

            // Where payloads were deleted, an intent's is deleted with its outcome's.
            case "outcome" when !_open.Remove(id):
                _faults.Add(Text($"entry {number}: an outcome without an intent before it"));
                break;

            case "retention":
                foreach (var range in entry.GetProperty("deleted").EnumerateArray())
                {
                    _retained.Add((range[0].GetInt64() + 1, range[1].GetInt64() + 1));
                }

                break;
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Checks a log's tiles against its entries.</summary>
/// <param name="folder">The log's folder.</param>
internal sealed class TileCheck(LogFolder folder)
{
    private readonly TileTree _tree = new();
    private readonly List<string> _faults = [];

    /// <summary>The tiles that are missing or hold something else.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Adds an entry.</summary>
    /// <param name="digest">Its digest.</param>
    public void Append(byte[] digest)
    {
        foreach (var tile in _tree.Append(digest))
        {
            var file = folder.Tile(tile.Name);
            Compare(tile, File.Exists(file) ? File.ReadAllBytes(file) : null);
        }
    }

    /// <summary>Checks the tiles that are not full at a size that a checkpoint was signed over: they were written
    /// before it.</summary>
    public void AtCheckpoint()
    {
        foreach (var tile in _tree.Partial())
        {
            Compare(tile, folder.ReadTile(tile.Name));
        }
    }

    // A wider one begins with what the narrower holds.
    private void Compare(Tile tile, byte[]? found)
    {
        if (found is null)
        {
            _faults.Add($"tile/{tile.Name} is missing");
        }
        else if (!found.AsSpan().StartsWith(tile.Bytes) || (tile.IsFull && found.Length > tile.Bytes.Length))
        {
            _faults.Add($"tile/{tile.Name} is not of these entries");
        }
    }
}
