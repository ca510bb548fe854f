using System.Net.Http.Headers;
using System.Text.Json;
using Aggregator.Kit;

namespace Aggregator.Hub.Worker;

/// <summary>An alert as the worker stores it: what, for whom and when; nothing of what it shows.</summary>
internal sealed record RaisedAlert(string Id, string Rule, IReadOnlyList<string> For, string? FiredAt);

/// <summary>What the gateway answered about a child.</summary>
/// <param name="Alerts">Alerts that stand now.</param>
/// <param name="NextDueAt">When to look again; null when only a change matters.</param>
/// <param name="Complete">False when a source did not answer: nothing that is not there may be taken as ended.</param>
internal sealed record ChildOutcome(
    IReadOnlyList<RaisedAlert> Alerts, DateTimeOffset? NextDueAt, bool Complete);

/// <summary>Asks the gateway like any other client: with a token, a purpose and an entry in the access log.</summary>
/// <param name="http">Sends.</param>
/// <param name="options">Where and as whom.</param>
internal sealed class GatewayClient(HttpClient http, RuleWorkerOptions options)
{
    private const string Purpose = "RULE_EVALUATION";

    private const string Question = """
        query HubRules($id: ID!) {
          child(id: $id) { id nextRuleDueAt alerts { id rule for firedAt mayBeIncomplete } }
        }
        """;

    /// <summary>The outcome for a child; null when there is no usable answer.</summary>
    public async Task<ChildOutcome?> AskAsync(string child, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Gateway)
        {
            Content = JsonContent.Create(new { query = Question, variables = new { id = child } }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer", await options.Token(cancellation).ConfigureAwait(false));
        request.Headers.Add("Access-Purpose", Purpose);
        try
        {
            using var answer = await http.SendAsync(request, cancellation).ConfigureAwait(false);
            return answer.IsSuccessStatusCode
                ? Read(await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation).ConfigureAwait(false))
                : null;
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or TaskCanceledException &&
            !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static ChildOutcome? Read(JsonElement answer)
    {
        // Withheld alerts are no alerts that ended: without the list there is no outcome.
        if (answer.Field("data")?.Field("child") is not { } child || child.Field("alerts") is null)
        {
            return null;
        }

        JsonElement[] alerts = [.. child.Items("alerts")];
        var complete = answer.Field("errors") is null && alerts.All(alert => alert.Truth("mayBeIncomplete") is false) &&
            answer.Field("extensions")?.Field("disclosure")?.Truth("complete") is not false;
        return new ChildOutcome(
            [.. alerts.Select(Alert).OfType<RaisedAlert>().GroupBy(alert => alert.Id).Select(same => same.First())],
            child.Text("nextRuleDueAt") is { } due && LondonTime.TryInstant(due, out var instant) ? instant : null,
            complete);
    }

    private static RaisedAlert? Alert(JsonElement alert) =>
        alert.Text("id") is { } id && alert.Text("rule") is { } rule
            ? new RaisedAlert(id, rule, alert.Texts("for"), alert.Text("firedAt"))
            : null;
}
