using System.Security.Cryptography;
using System.Text;

namespace Aggregator.Kit;

/// <summary>The agency's own systems that may record, each known by a key of its own.</summary>
internal sealed class RecorderKeys
{
    private const int HashLength = 32;
    private const string Bearer = "Bearer ";

    private readonly (string System, byte[] Hash)[] _systems;

    /// <param name="sha256">SHA-256 (hex) of each key, by the system's name.</param>
    /// <exception cref="FormatException">One is no such hash, or two systems share a key.</exception>
    public RecorderKeys(IReadOnlyDictionary<string, string> sha256)
    {
        _systems = [.. sha256.Select(entry => (entry.Key, Read(entry.Key, entry.Value)))];
        if (_systems.DistinctBy(system => Convert.ToHexString(system.Hash)).Count() < _systems.Length)
        {
            throw new FormatException("two systems of `Recorder:Keys` share a key; give each its own");
        }
    }

    /// <summary>The system whose key the header holds; null for none. Every key is compared, whichever fits.</summary>
    /// <param name="authorization">The header `Authorization`.</param>
    public string? SystemOf(string authorization)
    {
        if (!authorization.StartsWith(Bearer, StringComparison.Ordinal))
        {
            return null;
        }

        var given = SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Bearer.Length..]));
        string? found = null;
        foreach (var (system, hash) in _systems)
        {
            found = CryptographicOperations.FixedTimeEquals(given, hash) ? system : found;
        }

        return found;
    }

    private static byte[] Read(string system, string hex)
    {
        try
        {
            var hash = Convert.FromHexString(hex);
            return hash.Length == HashLength ? hash : throw new FormatException();
        }
        catch (FormatException)
        {
            throw new FormatException(
                $"`Recorder:Keys:{system}` is no SHA-256 of a key: give 64 hexadecimal digits");
        }
    }
}
