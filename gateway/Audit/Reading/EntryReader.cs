namespace Aggregator.Audit;

/// <summary>Reads the entries of a log's folder.</summary>
internal static class EntryReader
{
    /// <summary>
    /// The entries in order, each without its line end. A last line without line end was torn by a crash before it was
    /// acknowledged and is not given.
    /// </summary>
    /// <param name="folder">The log's folder.</param>
    public static IEnumerable<byte[]> Read(LogFolder folder) =>
        folder.Segments().SelectMany(number => Lines(File.ReadAllBytes(folder.Segment(number))));

    /// <summary>The complete lines of a segment.</summary>
    /// <param name="bytes">The segment.</param>
    public static IEnumerable<byte[]> Lines(byte[] bytes)
    {
        var start = 0;
        for (var end = Array.IndexOf(bytes, (byte)'\n'); end >= 0; end = Array.IndexOf(bytes, (byte)'\n', start))
        {
            yield return bytes[start..end];
            start = end + 1;
        }
    }
}
