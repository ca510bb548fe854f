using System.Collections.Immutable;

namespace Aggregator.Audit;

/// <summary>Deletes payloads from a log's segments.</summary>
internal static class PayloadDeletion
{
    /// <summary>Puts a digest in the place of each payload; a segment is replaced as a whole or not at all.</summary>
    /// <param name="folder">The log's folder, locked by the caller.</param>
    /// <param name="places">The payloads' places, rising.</param>
    public static void Delete(LogFolder folder, ImmutableArray<long> places)
    {
        foreach (var segment in places.GroupBy(place => place / LogFolder.SegmentSize))
        {
            var gone = segment.Select(place => place % LogFolder.SegmentSize).ToHashSet();
            var file = folder.Segment(segment.Key);
            OwnerOnly.File(file + ".new");
            using (var draft = new FileStream(file + ".new", FileMode.Create, FileAccess.Write))
            {
                var place = 0L;
                foreach (var line in EntryReader.Lines(File.ReadAllBytes(file)))
                {
                    draft.Write(gone.Contains(place++) ? StoredEntry.Deleted(line) : line);
                    draft.WriteByte((byte)'\n');
                }

                draft.Flush(flushToDisk: true);
            }

            File.Move(file + ".new", file, overwrite: true);
        }
    }
}
