using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Aggregator.Audit;

/// <summary>
/// A signed statement of a log's size and root, in the checkpoint form of the transparency-log ecosystem (C2SP
/// tlog-checkpoint) with a P-256 signature, which that form leaves to the application.
/// </summary>
/// <param name="Origin">The log's name: one for each gateway instance.</param>
/// <param name="Size">How many entries the log had.</param>
/// <param name="Root">The root of its tree.</param>
/// <param name="Signature">The signature over the body, DER.</param>
public sealed record Checkpoint(string Origin, long Size, MerkleHash Root, ReadOnlyMemory<byte> Signature)
{
    private const string SignatureMark = "— ";

    /// <summary>Signs a statement.</summary>
    /// <param name="origin">The log's name; one line.</param>
    /// <param name="size">How many entries.</param>
    /// <param name="root">The root.</param>
    /// <param name="key">The instance's key, P-256.</param>
    public static Checkpoint Sign(string origin, long size, MerkleHash root, ECDsa key) => new(
        origin,
        size,
        root,
        key.SignData(Body(origin, size, root), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    /// <summary>True when the key signed this statement.</summary>
    /// <param name="key">The instance's public key.</param>
    public bool IsSignedBy(ECDsa key) => key.VerifyData(
        Body(Origin, Size, Root), Signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>The checkpoint's text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Body(Origin, Size, Root))
        + "\n" + SignatureMark + Origin + " " + Convert.ToBase64String(Signature.Span) + "\n";

    /// <summary>Reads a checkpoint's text; null when it is not one. Does not check the signature.</summary>
    /// <param name="text">The text.</param>
    public static Checkpoint? Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length < 5 || lines[3].Length != 0 || !lines[4].StartsWith(SignatureMark, StringComparison.Ordinal)
            || !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            return null;
        }

        var root = Decode(lines[2]);
        var signature = Decode(lines[4][(lines[4].LastIndexOf(' ') + 1)..]);
        return root is not { Length: MerkleHash.Size } || signature is null
            ? null
            : new Checkpoint(lines[0], size, new MerkleHash(root), signature);
    }

    private static byte[] Body(string origin, long size, MerkleHash root) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{origin}\n{size}\n{root}\n"));

    private static byte[]? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }
}
