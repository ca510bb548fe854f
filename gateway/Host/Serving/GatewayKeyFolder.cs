using System.Security.Cryptography;
using Aggregator.Agencies;
using Aggregator.Audit;
using Aggregator.Engine;
using Aggregator.Host.LocalHub;

namespace Aggregator.Host.Serving;

/// <summary>
/// The keys of an instance, in files that only their owner can read; made where they are missing. Instances of one
/// gateway share <c>caller-key.pem</c>, <c>pseudonym-key</c> and <c>cursor-key</c>; each has an own
/// <c>log-key.pem</c>.
/// </summary>
internal sealed class GatewayKeyFolder : IDisposable
{
    private const int CursorKeyBytes = 32;

    private GatewayKeyFolder(DirectoryInfo folder)
    {
        folder.Create();
        Log = InstanceKey.Open(Path.Combine(folder.FullName, "log-key.pem"));
        using var caller = InstanceKey.Open(Path.Combine(folder.FullName, "caller-key.pem"));
        Signer = SignerWith(caller);
        Pseudonyms = PseudonymKey.Open(Path.Combine(folder.FullName, "pseudonym-key"));
        Cursors = new CursorKeys([(1, CursorKey(Path.Combine(folder.FullName, "cursor-key")))]);
        JwksFile = Path.Combine(folder.FullName, "gateway-keys.json");
        File.WriteAllText(JwksFile, Signer.Jwks());
    }

    /// <summary>Signs the access log's checkpoints.</summary>
    public ECDsa Log { get; }

    /// <summary>Signs the caller context that agencies get.</summary>
    public CallerContextSigner Signer { get; }

    /// <summary>Names people in the access log.</summary>
    public Pseudonyms Pseudonyms { get; }

    /// <summary>Seals cursors.</summary>
    public CursorKeys Cursors { get; }

    /// <summary>The public keys that agencies verify the caller context with: their <c>Gateway:Keys</c>.</summary>
    public string JwksFile { get; }

    /// <summary>Opens a folder's keys.</summary>
    public static GatewayKeyFolder Open(DirectoryInfo folder) => new(folder);

    /// <summary>Vouches to the agencies with a key, under its name in <c>gateway-keys.json</c>.</summary>
    public static CallerContextSigner SignerWith(ECDsa key) => new(
        Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 8)),
        key.ExportPkcs8PrivateKey(),
        TimeProvider.System);

    /// <inheritdoc/>
    public void Dispose()
    {
        Log.Dispose();
        Signer.Dispose();
    }

    private static byte[] CursorKey(string file)
    {
        var text = OwnerOnly.ReadOrNew(
            file, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(CursorKeyBytes)) + "\n");
        var key = new byte[CursorKeyBytes];
        return Convert.TryFromBase64String(text.Trim(), key, out var length)
            && length == CursorKeyBytes
                ? key
                : throw new UnservableException($"{file}: not a cursor key: restore it, or delete it for a new one");
    }
}
