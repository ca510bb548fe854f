using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace Aggregator.Kit;

/// <summary>
/// Verifies the caller context: a compact JWS, ES256, from `aggregator-gateway` to `agencies`, at most 60 seconds long,
/// with 5 seconds of clock skew. A verified token is remembered until it expires, since one view sends many requests.
/// </summary>
/// <param name="keys">The gateway's public keys.</param>
/// <param name="clock">The wall clock: a token's life is real time whatever the demonstration clock says.</param>
internal sealed class CallerContextVerifier(GatewayKeys keys, TimeProvider clock)
{
    public const string Header = "Aggregator-Caller";

    private const int MaxTokenLength = 4096;
    private const int MaxRemembered = 4096;
    private const int SignatureLength = 64;
    private static readonly TimeSpan MaxLife = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, CallerContext> _verified = new(StringComparer.Ordinal);

    /// <summary>The context a request carries.</summary>
    /// <exception cref="AgencyException">It carries none, or one that does not hold.</exception>
    public CallerContext Verify(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            throw new AgencyException(
                AgencyErrors.CallerContextRequired, $"send the gateway's signed context in the header `{Header}`");
        }

        var now = clock.GetUtcNow();
        if (!_verified.TryGetValue(token, out var context))
        {
            context = Read(token, now);
            if (_verified.Count >= MaxRemembered)
            {
                _verified.Clear();
            }

            _verified[token] = context;
        }

        return now <= context.ExpiresAt + Skew ? context : throw Invalid("it has expired");
    }

    private static AgencyException Invalid(string why) =>
        new(AgencyErrors.CallerContextInvalid, $"the caller context is refused: {why}");

    private CallerContext Read(string token, DateTimeOffset now)
    {
        var parts = token.Split('.');
        if (token.Length > MaxTokenLength || parts.Length != 3)
        {
            throw Invalid("it is not a compact signed token");
        }

        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
            var signature = Base64Url.DecodeFromChars(parts[2]);
            // Invariant: the algorithm is ours to name, never the token's.
            if (Text(header.RootElement, "alg") != "ES256"
                || signature.Length != SignatureLength
                || header.RootElement.TryGetProperty("crit", out _)
                || !keys.Verify(
                    Text(header.RootElement, "kid"),
                    Encoding.ASCII.GetBytes(token, 0, parts[0].Length + 1 + parts[1].Length),
                    signature))
            {
                throw Invalid("its signature is not one of the gateway's");
            }

            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return Read(claims.RootElement, now);
        }
        catch (Exception fault) when (fault is FormatException or JsonException or InvalidOperationException)
        {
            throw Invalid("it cannot be read");
        }
    }

    private static CallerContext Read(JsonElement claims, DateTimeOffset now)
    {
        if (Text(claims, "iss") != "aggregator-gateway" || Text(claims, "aud") != "agencies")
        {
            throw Invalid("it is not from the gateway to the agencies");
        }

        var issued = Seconds(claims, "iat");
        var expires = Seconds(claims, "exp");
        if (expires - issued > MaxLife || expires < issued || issued > now + Skew)
        {
            throw Invalid("its life is not within 60 seconds from now");
        }

        if (!LondonTime.TryInstant(Text(claims, "asAt"), out var asAt))
        {
            throw Invalid("`asAt` is not an instant");
        }

        return new CallerContext(
            Text(claims, "jti"), Text(claims, "role"), Text(claims, "org"), Text(claims, "recipient"),
            Text(claims, "purpose"), Text(claims, "stage"), asAt, expires)
        {
            IssuedAt = issued,
            LogCheckpoint = claims.TryGetProperty("log", out _) ? Text(claims, "log") : null,
            MinimumCellSize = claims.TryGetProperty("minCell", out var size) && size.TryGetInt32(out var least)
                ? least
                : 0,
            HiddenAgencies = claims.TryGetProperty("hidden", out var hidden) ? Hidden(hidden) : null,
            OnwardTo = claims.TryGetProperty("onward", out _) ? Text(claims, "onward") : null,
            BreakGlass = claims.TryGetProperty("glass", out _) ? Text(claims, "glass") : null,
            Worker = claims.TryGetProperty("worker", out _) ? Text(claims, "worker") : "",
        };
    }

    private static Dictionary<string, IReadOnlyList<string>> Hidden(JsonElement hidden) => hidden.EnumerateObject()
        .ToDictionary(
            stage => stage.Name,
            stage => (IReadOnlyList<string>)[.. stage.Value.EnumerateArray().Select(code => code.GetString() ?? "")],
            StringComparer.Ordinal);

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw Invalid($"`{name}` is missing");

    private static DateTimeOffset Seconds(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var seconds)
        && seconds is > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw Invalid($"`{name}` is missing");
}
