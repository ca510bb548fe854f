using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Aggregator.Policy;

namespace Aggregator.Agencies;

/// <summary>The hub's own list of changes (<c>GET /changes</c>), as the register's.</summary>
public sealed class HubChanges : IRegisterChanges, IDisposable
{
    private const int PageSize = 1_000;
    private const int MaxAnswerBytes = 1024 * 1024;

    // What is not read in this time is read with the next round; until then nothing remembered is relied on.
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(500);

    private readonly HubConnection _hub;
    private readonly Uri _url;

    /// <summary>Makes it.</summary>
    /// <param name="url">The hub's <c>/changes</c>.</param>
    /// <param name="usesHttp2">True when the hub speaks clear-text HTTP/2 there.</param>
    /// <param name="sign">Signs a caller context with the role that may read changes.</param>
    public HubChanges(Uri url, bool usesHttp2, Func<string> sign)
    {
        _url = url;
        _hub = new HubConnection(usesHttp2, Timeout, MaxAnswerBytes, sign);
    }

    /// <inheritdoc/>
    public ValueTask<RegisterChangePage?> ReadAsync(long after, CancellationToken cancellationToken) => GetAsync(
        FormattableString.Invariant($"?after={after}&limit={PageSize}"), PageOf, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> LastAsync(CancellationToken cancellationToken) => GetAsync<long?>(
        "?after=last", answer => answer.GetProperty("next").GetInt64(), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _hub.Dispose();

    private static RegisterChangePage PageOf(JsonElement answer)
    {
        var changes = answer.GetProperty("changes").EnumerateArray()
            .Select(change => new RegisterChange(
                change.GetProperty("sequence").GetInt64(),
                change.GetProperty("person").GetString() ?? "",
                change.GetProperty("kind").GetString() ?? ""))
            .ToImmutableArray();
        return new RegisterChangePage(changes, changes.Length == PageSize);
    }

    private async ValueTask<T?> GetAsync<T>(
        string query, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _hub.GetAsync(new Uri(_url, query), cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return default;
            }

            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return read(answer.RootElement);
        }
        catch (Exception fault) when (HubConnection.IsNoAnswer(fault, cancellationToken))
        {
            return default;
        }
    }
}
