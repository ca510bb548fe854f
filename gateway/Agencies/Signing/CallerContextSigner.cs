using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Aggregator.Agencies;

/// <summary>What the gateway vouches for to the agencies.</summary>
/// <param name="RequestId">The request's id, the same for every agency it asks.</param>
/// <param name="Role">The caller's role.</param>
/// <param name="Organisation">The caller's agency code.</param>
/// <param name="Recipient">The agency code that receives the data, or <c>HUB</c>.</param>
/// <param name="Purpose">The stated purpose; empty when none was stated.</param>
/// <param name="Stage">The effective stage; empty when there is none.</param>
/// <param name="AsAt">The instant whose knowledge is asked for.</param>
public sealed record CallerClaims(
    string RequestId,
    string Role,
    string Organisation,
    string Recipient,
    string Purpose,
    string Stage,
    DateTimeOffset AsAt)
{
    /// <summary>The policy's smallest count that may be shown. 0 (default) names none: then nothing is counted.
    /// </summary>
    public int MinimumCellSize { get; init; }

    /// <summary>
    /// By stage, up to the effective one, the codes of agencies of which the caller must not learn that they are
    /// involved. Null (default) says nothing: then nothing of any other agency is worked out for the caller.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? HiddenAgencies { get; init; }

    /// <summary>
    /// The access log's last checkpoint, as text, for the agency to keep: whoever shortens or forks the log later is
    /// found by it. Null (default) for none.
    /// </summary>
    public string? LogCheckpoint { get; init; }

    /// <summary>The code of the agency that the answer is passed on to: of who is shielded nothing is, and nothing that
    /// the agency may not know. Null (default) for none.</summary>
    public string? OnwardTo { get; init; }

    /// <summary>The id of the broken glass that the request names; null (default) for none.</summary>
    public string? BreakGlass { get; init; }

    /// <summary>The worker or desk of the token, whom the hub's commands and looks are about; empty (default) for the
    /// gateway itself.</summary>
    public string Worker { get; init; } = "";
}

/// <summary>
/// Signs the caller context that goes to every agency: a compact JWS, ES256, valid for 60 seconds. One signature for a
/// request, however many agencies it asks. Safe for several threads.
/// </summary>
[SuppressMessage("Reliability", "CA2000", Justification = "keys belong to the ring")]
public sealed class CallerContextSigner : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    private readonly TimeProvider _time;
    private readonly Lock _change = new();
    private volatile KeyRing _ring;

    /// <summary>Makes a signer with a first key.</summary>
    /// <param name="keyId">The key's id.</param>
    /// <param name="privateKey">
    /// A P-256 private key, PKCS#8; null makes a new one that lives as long as the process.
    /// </param>
    /// <param name="time">The clock of the token's life.</param>
    public CallerContextSigner(string keyId, ReadOnlySpan<byte> privateKey, TimeProvider time)
    {
        _time = time;
        _ring = new KeyRing([new SigningKey(keyId, privateKey)]);
    }

    /// <summary>Signs with another key from now on; the keys before stay in the JWKS until they are retired.</summary>
    /// <param name="keyId">The key's id, unlike the others'.</param>
    /// <param name="privateKey">A P-256 private key, PKCS#8; empty makes a new one.</param>
    public void Rotate(string keyId, ReadOnlySpan<byte> privateKey)
    {
        var key = new SigningKey(keyId, privateKey);
        lock (_change)
        {
            if (_ring.Keys.Any(other => other.Id == keyId))
            {
                key.Dispose();
                throw new ArgumentException(
                    $"the key `{keyId}` is there already; give the new one its own id", nameof(keyId));
            }

            _ring = new KeyRing(_ring.Keys.Insert(0, key));
        }
    }

    /// <summary>Takes a key that no longer signs out of the JWKS: a minute after rotation nothing needs it.</summary>
    /// <param name="keyId">The key's id.</param>
    /// <returns>False when it is not there, or is the one that signs.</returns>
    public bool Retire(string keyId)
    {
        lock (_change)
        {
            var key = _ring.Keys.Skip(1).FirstOrDefault(other => other.Id == keyId);
            if (key is null)
            {
                return false;
            }

            _ring = new KeyRing(_ring.Keys.Remove(key));
            return true;
        }
    }

    /// <summary>Signs a context.</summary>
    /// <param name="claims">What is vouched for.</param>
    public string Sign(CallerClaims claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        var key = _ring.Keys[0];
        var now = _time.GetUtcNow();
        var payload = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(payload))
        {
            json.WriteStartObject();
            json.WriteString("iss", "aggregator-gateway");
            json.WriteString("aud", "agencies");
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + Life).ToUnixTimeSeconds());
            json.WriteString("jti", claims.RequestId);
            json.WriteString("role", claims.Role);
            json.WriteString("org", claims.Organisation);
            json.WriteString("recipient", claims.Recipient);
            if (claims.Worker.Length > 0)
            {
                json.WriteString("worker", claims.Worker);
            }

            json.WriteString("purpose", claims.Purpose);
            json.WriteString("stage", claims.Stage);
            json.WriteString("asAt", claims.AsAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            if (claims.MinimumCellSize > 0)
            {
                json.WriteNumber("minCell", claims.MinimumCellSize);
            }

            if (claims.OnwardTo is { } onward)
            {
                json.WriteString("onward", onward);
            }

            if (claims.BreakGlass is { } glass)
            {
                json.WriteString("glass", glass);
            }

            WriteHidden(json, claims.HiddenAgencies);
            if (claims.LogCheckpoint is { } checkpoint)
            {
                json.WriteString("log", checkpoint);
            }

            json.WriteEndObject();
        }

        var signed = key.Header + "." + Base64Url.EncodeToString(payload.WrittenSpan);
        return signed + "." + Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed)));
    }

    private static void WriteHidden(Utf8JsonWriter json, IReadOnlyDictionary<string, IReadOnlyList<string>>? hidden)
    {
        if (hidden is null)
        {
            return;
        }

        json.WriteStartObject("hidden");
        foreach (var (stage, codes) in hidden)
        {
            json.WriteStartArray(stage);
            foreach (var code in codes)
            {
                json.WriteStringValue(code);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>The public keys as a JWKS document: what agencies verify with.</summary>
    public string Jwks()
    {
        var output = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteStartArray("keys");
            foreach (var key in _ring.Keys)
            {
                key.WritePublic(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in _ring.Keys)
        {
            key.Dispose();
        }
    }

    private sealed record KeyRing(ImmutableArray<SigningKey> Keys);

    private sealed class SigningKey : IDisposable
    {
        private readonly ECDsa _key;
        private readonly Lock _use = new();

        public SigningKey(string id, ReadOnlySpan<byte> privateKey)
        {
            Id = id;
            _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            if (!privateKey.IsEmpty)
            {
                _key.ImportPkcs8PrivateKey(privateKey, out _);
            }

            if (_key.KeySize != 256)
            {
                throw new ArgumentException($"the key `{id}` is not on the curve P-256", nameof(privateKey));
            }

            var header = $$"""{"alg":"ES256","kid":{{JsonSerializer.Serialize(id)}},"typ":"JWT"}""";
            Header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header));
        }

        public string Id { get; }

        public string Header { get; }

        // An ECDsa is not safe for several threads; a signature takes less than a tenth of a millisecond.
        public byte[] Sign(ReadOnlySpan<byte> data)
        {
            lock (_use)
            {
                return _key.SignData(
                    data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            }
        }

        public void WritePublic(Utf8JsonWriter json)
        {
            var point = _key.ExportParameters(includePrivateParameters: false).Q;
            json.WriteStartObject();
            json.WriteString("kty", "EC");
            json.WriteString("crv", "P-256");
            json.WriteString("use", "sig");
            json.WriteString("alg", "ES256");
            json.WriteString("kid", Id);
            json.WriteString("x", Base64Url.EncodeToString(point.X));
            json.WriteString("y", Base64Url.EncodeToString(point.Y));
            json.WriteEndObject();
        }

        public void Dispose() => _key.Dispose();
    }
}
