using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

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
        var own = File.Exists(log.Checkpoint) ? Checkpoint.Parse(File.ReadAllText(log.Checkpoint)) : null;
        var tree = new MerkleFrontier();
        var open = new HashSet<string>(StringComparer.Ordinal);
        Check(own, "the log's checkpoint");
        Check(against, "the outside checkpoint");
        foreach (var entry in EntryReader.Read(log))
        {
            tree.Append(MerkleHash.OfEntry(entry));
            Follow(entry, open, tree.Size, faults);
            Check(own, "the log's checkpoint");
            Check(against, "the outside checkpoint");
        }

        AddMissing(own, against, tree.Size, key, faults);
        return new LogFindings(tree.Size, tree.Root(), against is not null && faults.Count == 0,
            faults.ToImmutable(), [.. open.Order(StringComparer.Ordinal)])
        {
            Unsigned = Math.Max(0, tree.Size - (own?.Size ?? 0)),
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

    private static void Follow(byte[] entry, HashSet<string> open, long number, ImmutableArray<string>.Builder faults)
    {
        try
        {
            using var json = JsonDocument.Parse(entry);
            var id = json.RootElement.GetProperty("id").GetString()!;
            switch (json.RootElement.GetProperty("kind").GetString())
            {
                case "intent": _ = open.Add(id); break;
                case "outcome" when !open.Remove(id):
                    faults.Add(Text($"entry {number}: an outcome without an intent before it"));
                    break;
            }
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            faults.Add(Text($"entry {number}: not an entry of an access log"));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
