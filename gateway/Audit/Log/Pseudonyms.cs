using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Aggregator.Audit;

/// <summary>Makes the pseudonyms under which the log names people: a keyed hash that only the key's holder can match.
/// </summary>
/// <param name="key">The key, 32 bytes or more.</param>
/// <param name="keyId">The key's id, which stands in every pseudonym.</param>
public sealed class Pseudonyms(byte[] key, string keyId)
{
    /// <summary>The most pseudonyms that are remembered; beyond it all are made again.</summary>
    public const int MaxKnown = 10_000;

    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>The pseudonym of an id: the same for the same id and key.</summary>
    /// <param name="id">A person's or caller's id.</param>
    public string Of(string id)
    {
        // The same few persons are named several times in one request.
        if (!_known.TryGetValue(id, out var name))
        {
            if (_known.Count >= MaxKnown)
            {
                _known.Clear();
            }

            name = Make(id);
            _known[id] = name;
        }

        return name;
    }

    private string Make(string id)
    {
        Span<byte> hash = stackalloc byte[32];
        _ = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(id), hash);
        return keyId + ":" + Convert.ToHexStringLower(hash[..16]);
    }
}
