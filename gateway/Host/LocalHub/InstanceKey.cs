using System.Security.Cryptography;

namespace Aggregator.Host.LocalHub;

/// <summary>The key that an instance signs its access log's checkpoints with.</summary>
internal static class InstanceKey
{
    /// <summary>Reads the key from a PEM file that only its owner can read, or makes one there.</summary>
    /// <param name="file">The file.</param>
    public static ECDsa Open(string file)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(file))
        {
            key.ImportFromPem(File.ReadAllText(file));
            return key;
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(key.ExportPkcs8PrivateKeyPem());
        return key;
    }
}
