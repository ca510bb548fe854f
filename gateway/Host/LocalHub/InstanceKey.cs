using System.Security.Cryptography;

namespace Aggregator.Host.LocalHub;

/// <summary>The key that an instance signs its access log's checkpoints with.</summary>
internal static class InstanceKey
{
    /// <summary>
    /// Reads the key from a PEM file that only its owner can read, or makes one there. The public key is kept beside
    /// it, as <c>.pub.pem</c>, for whoever verifies the log.
    /// </summary>
    /// <param name="file">The file, <c>.pem</c>.</param>
    public static ECDsa Open(string file)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        key.ImportFromPem(OwnerOnly.ReadOrNew(file, key.ExportPkcs8PrivateKeyPem));
        File.WriteAllText(Path.ChangeExtension(file, ".pub.pem"), key.ExportSubjectPublicKeyInfoPem());
        return key;
    }
}
