using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;

namespace Aggregator.Agencies;

/// <summary>The way to the hub's <c>/register/shown</c> (docs/hub-register.md).</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "the client owns its handler")]
public sealed class HubShownLine : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private readonly Uri _url;
    private readonly Func<string> _sign;

    /// <summary>Makes it.</summary>
    /// <param name="url">The hub's <c>/register/shown</c>.</param>
    /// <param name="usesHttp2">True when the hub speaks clear-text HTTP/2 there.</param>
    /// <param name="sign">Signs a caller context for the gateway itself.</param>
    public HubShownLine(Uri url, bool usesHttp2, Func<string> sign)
    {
        _url = url;
        _sign = sign;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            Timeout = Timeout,
            DefaultRequestVersion = usesHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    /// <summary>Sends a body; false when the hub did not take it.</summary>
    /// <param name="body">JSON.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<bool> SendAsync(byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _url)
            {
                Version = _http.DefaultRequestVersion,
                VersionPolicy = _http.DefaultVersionPolicy,
                Content = new ByteArrayContent(body),
            };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Add("Aggregator-Caller", _sign());
            using var response = await _http.SendAsync(request, cancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception fault) when (fault is HttpRequestException
            || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
