using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Aggregator.Agencies;

/// <summary>
/// How every question to the hub's own pages travels: with a signed caller context, a bounded wait and a bounded
/// answer, following no redirect.
/// </summary>
[SuppressMessage("Reliability", "CA2000", Justification = "the client owns its handler")]
internal sealed class HubConnection : IDisposable
{
    private readonly HttpClient _http;
    private readonly Func<string> _sign;

    /// <summary>Makes it.</summary>
    /// <param name="usesHttp2">True when the hub speaks clear-text HTTP/2.</param>
    /// <param name="timeout">How long one question may take, connecting included.</param>
    /// <param name="maxAnswerBytes">The largest answer that is read.</param>
    /// <param name="sign">Signs a caller context for each question.</param>
    public HubConnection(bool usesHttp2, TimeSpan timeout, int maxAnswerBytes, Func<string> sign)
    {
        _sign = sign;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = timeout,
            MaxResponseContentBufferSize = maxAnswerBytes,
            DefaultRequestVersion = usesHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    /// <summary>True for what a hub that does not answer, or not in time, throws; not for a wait that its caller ended.
    /// </summary>
    public static bool IsSilence(Exception fault, CancellationToken cancellationToken) =>
        fault is HttpRequestException { HttpRequestError: not HttpRequestError.ConfigurationLimitExceeded }
        || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>True for what a hub throws that is silent, or whose answer is none.</summary>
    public static bool IsNoAnswer(Exception fault, CancellationToken cancellationToken) =>
        IsSilence(fault, cancellationToken)
        || fault is HttpRequestException or JsonException or KeyNotFoundException
            or InvalidOperationException or FormatException;

    /// <summary>Gets a page.</summary>
    public Task<HttpResponseMessage> GetAsync(Uri url, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, url, null, cancellationToken);

    /// <summary>Posts JSON.</summary>
    public Task<HttpResponseMessage> PostAsync(Uri url, byte[] json, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, url, json, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, Uri url, byte[]? json, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, url)
        {
            Version = _http.DefaultRequestVersion,
            VersionPolicy = _http.DefaultVersionPolicy,
        };
        if (json is not null)
        {
            request.Content = new ByteArrayContent(json);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        request.Headers.Add("Aggregator-Caller", _sign());
        return await _http.SendAsync(request, cancellationToken);
    }
}
