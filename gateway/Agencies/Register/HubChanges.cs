using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;
using Aggregator.Policy;

namespace Aggregator.Agencies;

/// <summary>The hub's own list of changes (<c>GET /changes</c>), as the register's.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "the client owns its handler")]
public sealed class HubChanges : IRegisterChanges, IDisposable
{
    private const int PageSize = 1_000;
    private const int MaxAnswerBytes = 1024 * 1024;

    // What is not read in this time is read with the next round; until then nothing remembered is relied on.
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _http;
    private readonly Uri _url;
    private readonly Func<string> _sign;

    /// <summary>Makes it.</summary>
    /// <param name="url">The hub's <c>/changes</c>.</param>
    /// <param name="usesHttp2">True when the hub speaks clear-text HTTP/2 there.</param>
    /// <param name="sign">Signs a caller context with the role that may read changes.</param>
    public HubChanges(Uri url, bool usesHttp2, Func<string> sign)
    {
        _url = url;
        _sign = sign;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            Timeout = Timeout,
            MaxResponseContentBufferSize = MaxAnswerBytes,
            DefaultRequestVersion = usesHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    /// <inheritdoc/>
    public async ValueTask<RegisterChangePage?> ReadAsync(long after, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get, new Uri(_url, FormattableString.Invariant($"?after={after}&limit={PageSize}")))
            {
                Version = _http.DefaultRequestVersion,
                VersionPolicy = _http.DefaultVersionPolicy,
            };
            request.Headers.Add("Aggregator-Caller", _sign());
            using var response = await _http.SendAsync(request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return null;
            }

            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            var changes = document.RootElement.GetProperty("changes").EnumerateArray()
                .Select(change => new RegisterChange(
                    change.GetProperty("sequence").GetInt64(),
                    change.GetProperty("person").GetString() ?? "",
                    change.GetProperty("kind").GetString() ?? ""))
                .ToList();
            return new RegisterChangePage([.. changes], changes.Count == PageSize);
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or KeyNotFoundException
            or InvalidOperationException or FormatException
            || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
