using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Aggregator.Audit;

/// <summary>
/// A line of a segment: an entry's payload, or, after its retention, the digest that its leaf commits to. The tree is
/// the same either way.
/// </summary>
internal static class StoredEntry
{
    private static readonly byte[] DeletedMark = "{\"kind\":\"deleted\","u8.ToArray();

    /// <summary>True when the payload was deleted.</summary>
    /// <param name="line">The line.</param>
    public static bool IsDeleted(ReadOnlySpan<byte> line) => line.StartsWith(DeletedMark);

    /// <summary>The digest that the entry's leaf commits to.</summary>
    /// <param name="line">The line.</param>
    public static byte[] DigestOf(ReadOnlySpan<byte> line)
    {
        if (IsDeleted(line) && Kept(line) is { } digest)
        {
            return digest;
        }

        return SHA256.HashData(line);
    }

    /// <summary>The line that stands for a deleted payload.</summary>
    /// <param name="line">The line with the payload.</param>
    public static byte[] Deleted(ReadOnlySpan<byte> line) => Encoding.UTF8.GetBytes(
        $$"""{"kind":"deleted","digest":"{{Convert.ToBase64String(DigestOf(line))}}"}""");

    private static byte[]? Kept(ReadOnlySpan<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line.ToArray());
            return json.RootElement.TryGetProperty("digest", out var text)
                && text.TryGetBytesFromBase64(out var digest) && digest.Length == SHA256.HashSizeInBytes
                    ? digest
                    : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
