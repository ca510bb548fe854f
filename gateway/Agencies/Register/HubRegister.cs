using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
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

    /// <summary>The hub does not answer.</summary>
    Unknown,
}

/// <summary>The hub's register over HTTP (docs/hub-register.md).</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "the client owns its handler")]
public sealed class HubRegister : IDecisionSource, IDisposable
{
    /// <summary>How long one question may take; after that nothing is known and everything about persons is withheld.
    /// </summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    private readonly HttpClient _http;
    private readonly Uri _url;
    private readonly Func<string> _sign;

    /// <summary>Makes it.</summary>
    /// <param name="url">The hub's <c>/register/decisions</c>.</param>
    /// <param name="usesHttp2">True when the hub speaks clear-text HTTP/2 there.</param>
    /// <param name="sign">Signs a caller context for the gateway itself.</param>
    public HubRegister(Uri url, bool usesHttp2, Func<string> sign)
    {
        _url = url;
        _sign = sign;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = Timeout,
            MaxResponseContentBufferSize = MaxAnswerBytes,
            DefaultRequestVersion = usesHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    /// <inheritdoc/>
    public async ValueTask<RegisterAnswer> AskAsync(RegisterQuestion question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        try
        {
            using var request = Ask(_url, RegisterJson.Write(question));
            using var response = await _http.SendAsync(request, cancellationToken);
            return response.StatusCode == HttpStatusCode.OK
                ? RegisterJson.Read(await response.Content.ReadAsByteArrayAsync(cancellationToken))
                : RegisterAnswer.Unavailable;
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or KeyNotFoundException
            or InvalidOperationException or FormatException
            || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Fail closed: what cannot be known is withheld.
            return RegisterAnswer.Unavailable;
        }
    }

    /// <summary>Registers this instance's access log, so that auditors know that it is there.</summary>
    /// <param name="origin">Its name.</param>
    /// <param name="publicKey">The key that its checkpoints are verified with, PEM.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<LogRegistration> RegisterLogAsync(
        string origin, string publicKey, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Ask(
                new Uri(_url, "origins"), JsonSerializer.SerializeToUtf8Bytes(new { origin, publicKey }));
            using var response = await _http.SendAsync(request, cancellationToken);
            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return answer.RootElement.TryGetProperty("state", out var state)
                ? state.ValueEquals("REGISTERED") ? LogRegistration.Registered : LogRegistration.KeyDiffers
                : LogRegistration.Unknown;
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or InvalidOperationException
            || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return LogRegistration.Unknown;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Ask(Uri url, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Version = _http.DefaultRequestVersion,
            VersionPolicy = _http.DefaultVersionPolicy,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("Aggregator-Caller", _sign());
        return request;
    }
}
