using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;

namespace Aggregator.Audit;

/// <summary>What verifying a log found.</summary>
/// <param name="Size">How many entries it has.</param>
/// <param name="Root">The root over them.</param>
/// <param name="IsProvenComplete">True when an outside checkpoint was given and the log continues it.</param>
/// <param name="Faults">Everything that is wrong, each naming its place; empty when nothing is.</param>
/// <param name="OpenIntents">Ids of intents without an outcome: asked, and nothing says what was shown.</param>
public sealed record LogFindings(
    long Size,
    MerkleHash Root,
    bool IsProvenComplete,
    ImmutableArray<string> Faults,
    ImmutableArray<string> OpenIntents)
{
    /// <summary>Entries after the log's own checkpoint: nothing signed covers them yet.</summary>
    public long Unsigned { get; init; }

    /// <summary>Entries whose payload was deleted when their retention ended.</summary>
    public long Deleted { get; init; }
}

/// <summary>Checks a log's folder: entries against its checkpoint, and against one that somebody else kept.</summary>
public static class LogVerifier
{
    /// <summary>
    /// Verifies. A flipped, deleted, inserted or moved entry breaks the root of the log's own checkpoint; a truncated,
    /// rolled back or forked log breaks an outside checkpoint. Without one the log is at best self-consistent.
    /// </summary>
    /// <param name="folder">The log's folder.</param>
    /// <param name="key">The instance's public key.</param>
    /// <param name="against">A checkpoint kept elsewhere, or null.</param>
    public static LogFindings Verify(string folder, ECDsa key, Checkpoint? against)
    {
        var log = new LogFolder(folder);
        var faults = ImmutableArray.CreateBuilder<string>();
        var own = log.ReadCheckpoint();
        var tree = new MerkleFrontier();
        var tiles = new TileCheck(log);
        var entries = new EntryCheck();
        var logged = new LoggedDigests(log);
        Check(own, "the log's checkpoint");
        Check(against, "the outside checkpoint");
        foreach (var entry in EntryReader.Read(log))
        {
            var digest = StoredEntry.DigestOf(entry);
            tree.Append(MerkleHash.OfLeaf(digest));
            tiles.Append(digest);
            entries.Add(entry, tree.Size);
            logged.Add(digest, tree.Size);
            if (own?.Size == tree.Size)
            {
                tiles.AtCheckpoint();
            }

            Check(own, "the log's checkpoint");
            Check(against, "the outside checkpoint");
        }

        if (faults.Count > 0 && logged.Finding is { } which)
        {
            faults.Add(which);
        }

        AddMissing(own, against, tree.Size, key, faults);
        faults.AddRange(entries.Faults());
        faults.AddRange(tiles.Faults);
        return new LogFindings(tree.Size, tree.Root(), against is not null && faults.Count == 0,
            faults.ToImmutable(), entries.OpenIntents())
        {
            Unsigned = Math.Max(0, tree.Size - (own?.Size ?? 0)),
            Deleted = entries.Deleted,
        };

        void Check(Checkpoint? checkpoint, string whose)
        {
            if (checkpoint?.Size == tree.Size && checkpoint.Root != tree.Root())
            {
                faults.Add(Text($"the first {tree.Size} entries are not those that {whose} was signed over"));
            }
        }
    }

    private static void AddMissing(
        Checkpoint? own, Checkpoint? against, long size, ECDsa key, ImmutableArray<string>.Builder faults)
    {
        if (own is null && size > 0)
        {
            faults.Add("the log has entries but no readable checkpoint");
        }

        (Checkpoint?, string)[] both = [(own, "the log's checkpoint"), (against, "the outside checkpoint")];
        foreach (var (checkpoint, whose) in both)
        {
            if (checkpoint?.Size > size)
            {
                faults.Add(Text($"{whose} is over {checkpoint.Size} entries and the log has {size}: entries are gone"));
            }

            if (checkpoint is not null && !checkpoint.IsSignedBy(key))
            {
                faults.Add($"{whose} is not signed by the instance's key");
            }
        }

        if (own is not null && against is not null && own.Origin != against.Origin)
        {
            faults.Add("the outside checkpoint is another log's");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
