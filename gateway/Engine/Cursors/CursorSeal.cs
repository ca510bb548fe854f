using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aggregator.Execution;
using Aggregator.Policy;

namespace Aggregator.Engine;

/// <summary>The keys that cursors are sealed with: the first seals, all open. Instances share them.</summary>
/// <param name="keys">Key ids, one byte each, with 32-byte keys; at least one.</param>
public sealed class CursorKeys(IReadOnlyList<(byte Id, byte[] Key)> keys)
{
    internal (byte Id, byte[] Key) Sealing => keys[0];

    internal byte[]? Find(byte id) => keys.FirstOrDefault(entry => entry.Id == id).Key;
}

/// <summary>
/// Seals positions with AES-GCM, bound to the caller and the list. The nonce is derived from the content, so that the
/// same answer has the same cursor; it can repeat only for the same content, which gives nothing away. Its length is
/// rounded up: a page can end at a hidden record, and whose it is, or what kind of number it has, is not to be told.
/// </summary>
/// <param name="keys">The key ring.</param>
/// <param name="binding">Whose cursors they are: another caller cannot open them.</param>
internal sealed class CursorSeal(CursorKeys keys, string binding) : ICursorSeal
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private const int LengthStep = 256;

    /// <summary>The longest cursor looked at, in characters: one with 500 keys of an instant is shorter.</summary>
    private const int MaxLength = 96 * 1024;

    /// <summary>Cursors of one caller in one role for one purpose.</summary>
    /// <param name="keys">The key ring.</param>
    /// <param name="caller">Whose.</param>
    public static CursorSeal For(CursorKeys keys, Caller caller) =>
        new(keys, string.Join('\n', caller.Subject, caller.Role, caller.Purpose, caller.OnwardTo));

    /// <inheritdoc/>
    public string Seal(string coordinate, ListPosition position)
    {
        var (id, key) = keys.Sealing;
        var json = JsonSerializer.SerializeToUtf8Bytes(position);
        var plain = new byte[(json.Length + LengthStep - 1) / LengthStep * LengthStep];
        json.CopyTo(plain, 0);
        plain.AsSpan(json.Length).Fill((byte)' ');
        var context = Context(coordinate);
        var sealedBytes = new byte[1 + NonceSize + TagSize + plain.Length];
        sealedBytes[0] = id;
        var nonce = sealedBytes.AsSpan(1, NonceSize);
        HMACSHA256.HashData(key, (byte[])[.. context, .. plain]).AsSpan(0, NonceSize).CopyTo(nonce);
        using var cipher = new AesGcm(key, TagSize);
        cipher.Encrypt(
            nonce,
            plain,
            sealedBytes.AsSpan(1 + NonceSize + TagSize),
            sealedBytes.AsSpan(1 + NonceSize, TagSize),
            context);
        return Base64Url.EncodeToString(sealedBytes);
    }

    /// <inheritdoc/>
    public ListPosition? Open(string coordinate, string cursor)
    {
        if (cursor.Length > MaxLength || !Base64Url.IsValid(cursor))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes.Length <= 1 + NonceSize + TagSize || keys.Find(bytes[0]) is not { } key)
        {
            return null;
        }

        var plain = new byte[bytes.Length - 1 - NonceSize - TagSize];
        try
        {
            using var cipher = new AesGcm(key, TagSize);
            cipher.Decrypt(
                bytes.AsSpan(1, NonceSize),
                bytes.AsSpan(1 + NonceSize + TagSize),
                bytes.AsSpan(1 + NonceSize, TagSize),
                plain,
                Context(coordinate));
            return JsonSerializer.Deserialize<ListPosition>(plain);
        }
        catch (Exception fault) when (fault is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private byte[] Context(string coordinate) => Encoding.UTF8.GetBytes(binding + "\n" + coordinate);
}
