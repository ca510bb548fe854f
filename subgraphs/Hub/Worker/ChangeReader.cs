using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Aggregator.Hub.Worker;

/// <summary>A page of an outbox: who changed, and where to go on.</summary>
internal sealed record ChangePage(IReadOnlyList<string> Persons, long Next);

/// <summary>Reads outboxes, a page at a time.</summary>
/// <param name="http">Sends.</param>
internal sealed class ChangeReader(HttpClient http)
{
    private const int PageSize = 1_000;

    /// <summary>The next page; null when the agency did not answer.</summary>
    public async Task<ChangePage?> ReadAsync(ChangeFeed feed, long after, CancellationToken cancellation)
    {
        var address = new UriBuilder(feed.Changes)
        {
            Query = string.Create(CultureInfo.InvariantCulture, $"after={after}&limit={PageSize}"),
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, address.Uri)
        {
            // Clear-text HTTP/2 is spoken from the first byte: there is nothing to fall back to.
            Version = feed.UsesHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = feed.UsesHttp2
                ? HttpVersionPolicy.RequestVersionExact
                : HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.Add("Aggregator-Caller", await feed.CallerContext(cancellation).ConfigureAwait(false));
        try
        {
            using var answer = await http.SendAsync(request, cancellation).ConfigureAwait(false);
            return answer.IsSuccessStatusCode
                ? Page(await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation).ConfigureAwait(false), after)
                : null;
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or TaskCanceledException &&
            !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static ChangePage Page(JsonElement page, long after) => new(
        [.. page.Items("changes").Select(change => change.Text("person")).OfType<string>().Distinct()],
        page.Field("next") is { ValueKind: JsonValueKind.Number } next ? next.GetInt64() : after);
}
