using System.Security.Cryptography;
using Aggregator.Audit;

namespace Aggregator.Host.LocalHub;

/// <summary>
/// The key under which the access log names people, in a file of one line: the key's id, a colon, 32 bytes or more in
/// base64. Whoever has it can tell whom an entry is about.
/// </summary>
internal static class PseudonymKey
{
    private const string LocalId = "local";
    private const int MinBytes = 32;

    /// <summary>Reads the key from a file that only its owner can read, or makes one there.</summary>
    /// <param name="file">The file.</param>
    public static Pseudonyms Open(string file)
    {
        var text = OwnerOnly.ReadOrNew(
            file, () => $"{LocalId}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(MinBytes))}\n");
        return Parse(text)
            ?? throw new UnservableException($"{file}: not a pseudonym key: restore it, or take another data folder");
    }

    /// <summary>Reads a key's line; null when it is not one.</summary>
    /// <param name="text">The file's text.</param>
    public static Pseudonyms? Parse(string text)
    {
        var parts = text.Trim().Split(':');
        if (parts is not [{ Length: > 0 } id, var base64])
        {
            return null;
        }

        var key = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, key, out var length) && length >= MinBytes
            ? new Pseudonyms(key[..length], id)
            : null;
    }
}
