using System.Globalization;
using System.Text;

namespace Aggregator.Audit;

/// <summary>Shows that one entry is under the log's signed checkpoint, without showing any other entry.</summary>
/// <param name="Entry">The entry as stored: one line of JSON.</param>
/// <param name="Inclusion">The proof; its tree is the checkpoint's.</param>
/// <param name="Checkpoint">The signed statement that the proof leads to.</param>
public sealed record LogProof(string Entry, InclusionProof Inclusion, Checkpoint Checkpoint)
{
    /// <summary>Makes the proof of one entry.</summary>
    /// <param name="folder">The log's folder.</param>
    /// <param name="index">The entry's place, from 0.</param>
    /// <returns>The proof, or why there is none.</returns>
    public static (LogProof? Proof, string? Fault) Of(string folder, long index)
    {
        var log = new LogFolder(folder);
        var checkpoint = log.ReadCheckpoint();
        if (checkpoint is null)
        {
            return (null, "the log has no readable checkpoint, so nothing can be proven: verify the log");
        }

        if (index < 0 || index >= checkpoint.Size)
        {
            return (null, string.Create(
                CultureInfo.InvariantCulture,
                $"entry {index} is not under the checkpoint, which is over {checkpoint.Size} entries: "
                + $"name one from 0 to {checkpoint.Size - 1}"));
        }

        var leaves = new List<MerkleHash>();
        byte[] found = [];
        foreach (var entry in EntryReader.Read(log))
        {
            if (leaves.Count == checkpoint.Size)
            {
                break;
            }

            found = leaves.Count == index ? entry : found;
            leaves.Add(MerkleHash.OfEntry(entry));
        }

        // Invariant: a proof that does not hold is never given out.
        var inclusion = leaves.Count == checkpoint.Size ? InclusionProof.Of(leaves, (int)index) : null;
        return inclusion?.Proves(leaves[(int)index], checkpoint.Root) == true
            ? (new LogProof(Encoding.UTF8.GetString(found), inclusion, checkpoint), null)
            : (null, "the entries are not those that the checkpoint was signed over: verify the log");
    }

    /// <summary>The proof as text, in the form of C2SP tlog-proof: index, path, then the checkpoint.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("c2sp.org/tlog-proof@v1\n")
            .Append(CultureInfo.InvariantCulture, $"index {Inclusion.Index}\n");
        foreach (var sibling in Inclusion.Path)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"{sibling}\n");
        }

        return text.Append('\n').Append(Checkpoint).ToString();
    }
}
