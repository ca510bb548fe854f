using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Aggregator.Policy;

namespace Aggregator.Agencies;

/// <summary>What came of registering an access log.</summary>
public enum LogRegistration
{
    /// <summary>The hub knows it.</summary>
    Registered,

    /// <summary>The hub knows a log of that name with another key.</summary>
    KeyDiffers,

    /// <summary>The hub does not take contexts that this gateway signs.</summary>
    Refused,

    /// <summary>The hub does not answer.</summary>
    Unknown,
}

/// <summary>The hub's register over HTTP (docs/hub-register.md).</summary>
public sealed class HubRegister : IDecisionSource, IDisposable
{
    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    private readonly HubConnection _hub;
    private readonly Uri _url;

    /// <summary>Makes it.</summary>
    /// <param name="register">
    /// The hub's <c>/register/decisions</c>. <see cref="AgencyEndpoint.AttemptTimeout"/> is how long one question may
    /// take; after that nothing is known and everything about persons is withheld.
    /// </param>
    /// <param name="sign">Signs a caller context for the gateway itself.</param>
    public HubRegister(AgencyEndpoint register, Func<string> sign)
    {
        ArgumentNullException.ThrowIfNull(register);
        _url = register.Url;
        _hub = new HubConnection(register.UsesHttp2, register.AttemptTimeout, MaxAnswerBytes, sign);
    }

    /// <inheritdoc/>
    public async ValueTask<RegisterAnswer> AskAsync(RegisterQuestion question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);

        // Fail closed: what cannot be known is withheld.
        try
        {
            using var response = await _hub.PostAsync(_url, RegisterJson.Write(question), cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => RegisterJson.Read(
                    await response.Content.ReadAsByteArrayAsync(cancellationToken), question),
                var status when IsDown(status) => RegisterAnswer.Unavailable,
                _ => RegisterAnswer.Refused,
            };
        }
        catch (Exception fault) when (HubConnection.IsSilence(fault, cancellationToken))
        {
            return RegisterAnswer.Unavailable;
        }
        catch (Exception fault) when (HubConnection.IsNoAnswer(fault, cancellationToken))
        {
            return RegisterAnswer.Refused;
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool?> IsInForceAsync(
        RegisterQuestion question, string glass, CancellationToken cancellationToken) =>
        ReadAsync(_url, RegisterJson.Write(question, glass), RegisterJson.IsInForce, cancellationToken);

    /// <summary>Registers this instance's access log, so that auditors know that it is there.</summary>
    /// <param name="origin">Its name.</param>
    /// <param name="publicKey">The key that its checkpoints are verified with, PEM.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<LogRegistration> RegisterLogAsync(
        string origin, string publicKey, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _hub.PostAsync(
                new Uri(_url, "origins"),
                JsonSerializer.SerializeToUtf8Bytes(new { origin, publicKey }),
                cancellationToken);
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                return LogRegistration.Refused;
            }

            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return answer.RootElement.TryGetProperty("state", out var state)
                ? state.ValueEquals("REGISTERED") ? LogRegistration.Registered : LogRegistration.KeyDiffers
                : LogRegistration.Unknown;
        }
        catch (Exception fault) when (HubConnection.IsNoAnswer(fault, cancellationToken))
        {
            return LogRegistration.Unknown;
        }
    }

    /// <summary>Everybody over whom a legal hold stands now; null when that cannot be known for certain.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<ImmutableArray<string>?> HeldAsync(CancellationToken cancellationToken) =>
        ReadAsync<ImmutableArray<string>?>(new Uri(_url, "holds"), "{}"u8.ToArray(), Held, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _hub.Dispose();

    private static ImmutableArray<string>? Held(byte[] bytes)
    {
        using var answer = JsonDocument.Parse(bytes);
        return
        [
            .. answer.RootElement.GetProperty("held").EnumerateArray().Select(one =>
                one.GetString() ?? throw new FormatException("a held person has no id")),
        ];
    }

    // Null where the hub does not say, for whatever reason.
    private async ValueTask<T?> ReadAsync<T>(
        Uri url, byte[] question, Func<byte[], T?> read, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _hub.PostAsync(url, question, cancellationToken);
            return response.StatusCode == HttpStatusCode.OK
                ? read(await response.Content.ReadAsByteArrayAsync(cancellationToken))
                : default;
        }
        catch (Exception fault) when (HubConnection.IsNoAnswer(fault, cancellationToken))
        {
            return default;
        }
    }

    // What stands before a hub that is down says so; a hub that fails over one question is not down.
    private static bool IsDown(HttpStatusCode status) => status
        is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
}
