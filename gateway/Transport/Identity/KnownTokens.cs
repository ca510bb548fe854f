using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Aggregator.Transport.Identity;

/// <summary>
/// Validates tokens as the library does, and remembers for a minute which held: a dashboard sends the same token with
/// every request, and checking its signature is the dearest part of a small one. A token is known by its SHA-256; one
/// that does not hold is not remembered, nor one longer than it is valid.
/// </summary>
/// <param name="time">The clock that the minute and the token's end are measured with.</param>
public sealed class KnownTokens(TimeProvider time) : JsonWebTokenHandler, IDisposable
{
    private const int MostTokens = 10_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly MemoryCache _held = new(new MemoryCacheOptions { SizeLimit = MostTokens });

    /// <inheritdoc/>
    public override async Task<TokenValidationResult> ValidateTokenAsync(
        string token, TokenValidationParameters validationParameters)
    {
        var key = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_held.Get<Held>(key) is { } held && time.GetUtcNow() < held.Until)
        {
            return Again(held.Result);
        }

        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (result.IsValid)
        {
            Remember(key, result);
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _held.Dispose();

    private void Remember(string key, TokenValidationResult result)
    {
        var until = new DateTimeOffset(result.SecurityToken.ValidTo, TimeSpan.Zero);
        var minute = time.GetUtcNow() + Remembered;
        _ = _held.Set(
            key,
            new Held(Again(result), until < minute ? until : minute),
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Remembered });
    }

    // Claims can be added to an identity, so each request has its own.
    private static TokenValidationResult Again(TokenValidationResult result) => new()
    {
        IsValid = true,
        ClaimsIdentity = result.ClaimsIdentity.Clone(),
        SecurityToken = result.SecurityToken,
        Issuer = result.Issuer,
        TokenType = result.TokenType,
    };

    private sealed record Held(TokenValidationResult Result, DateTimeOffset Until);
}
