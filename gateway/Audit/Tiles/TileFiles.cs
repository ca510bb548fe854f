namespace Aggregator.Audit;

/// <summary>Keeps the tree's tiles beside the entries, from which they can be worked out again at any time.</summary>
/// <param name="folder">The log's folder.</param>
internal sealed class TileFiles(LogFolder folder)
{
    private readonly TileTree _tree = new();
    private Dictionary<string, string> _partial = new(StringComparer.Ordinal);

    /// <summary>Adds a leaf and writes what it fills.</summary>
    /// <param name="digest">The digest of its entry.</param>
    public void Append(byte[] digest)
    {
        foreach (var tile in _tree.Append(digest))
        {
            if (!File.Exists(folder.Tile(tile.Name)))
            {
                Write(tile);
            }

            var partial = folder.Tile(tile.Name) + ".p";
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }
        }
    }

    /// <summary>Writes what is not full, as a checkpoint of this size needs it, and removes what it replaces.</summary>
    public void WritePartial()
    {
        var written = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tile in _tree.Partial())
        {
            var file = folder.Tile(tile.Name);
            var place = Path.GetDirectoryName(file)!;
            written[place] = file;
            if (_partial.GetValueOrDefault(place) == file)
            {
                continue;
            }

            Write(tile);
            if (_partial.TryGetValue(place, out var before))
            {
                File.Delete(before);
            }
        }

        _partial = written;
    }

    private void Write(Tile tile)
    {
        var file = folder.Tile(tile.Name);
        OwnerOnly.Folder(Path.GetDirectoryName(file)!);
        OwnerOnly.File(file + ".new");
        File.WriteAllBytes(file + ".new", tile.Bytes);
        File.Move(file + ".new", file, overwrite: true);
    }
}
