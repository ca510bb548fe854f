using System.Net.Http.Headers;
using System.Text.Json;
using Aggregator.Hub.Register;
using Aggregator.Kit;

namespace Aggregator.Hub.Worker;

/// <summary>An alert as the worker stores it: what, for whom and when; nothing of what it shows.</summary>
/// <param name="Id">The card's id.</param>
/// <param name="Rule">The rule.</param>
/// <param name="For">Whom it is for.</param>
/// <param name="From">Whose records it rests on.</param>
/// <param name="FiredAt">When.</param>
/// <param name="Shielded">Who around the child is shielded.</param>
/// <param name="StandsFor">For which sets of these it stands.</param>
internal sealed record RaisedAlert(
    string Id,
    string Rule,
    IReadOnlyList<string> For,
    IReadOnlyList<string> From,
    string? FiredAt,
    IReadOnlyList<string> Shielded,
    IReadOnlyList<string> StandsFor)
{
    /// <summary>The agencies that are hidden from somebody, where it stands only for who may know of them.</summary>
    public IReadOnlyList<string> OnlyKnowing { get; init; } = [];

    /// <summary>The same, where it stands only for who may not.</summary>
    public IReadOnlyList<string> OnlyNotKnowing { get; init; } = [];

    /// <summary>The entry in the register that it is: the same alert can stand for others without the shielded, or
    /// for who may not know of an agency.</summary>
    public string Entry => $"HUB-A-{Id}"
        + (Shielded.Count == 0 || StandsFor.Contains(OpenSets.NameOf(Shielded))
            ? "" : $"-without-{string.Join('-', For)}")
        + (OnlyNotKnowing.Count > 0 ? "-unknowing" : "");
}

/// <summary>What the gateway answered about a child.</summary>
/// <param name="Alerts">Alerts that stand now.</param>
/// <param name="NextDueAt">When to look again; null when only a change matters.</param>
/// <param name="Complete">
/// False when a source did not answer or people around the child were left out: nothing that is not there may be taken
/// as ended.
/// </param>
/// <param name="LacksSource">True when a source did not answer: asking again may tell more.</param>
/// <param name="Family">Who belongs to the child's case; null when it was not asked or not answered.</param>
internal sealed record ChildOutcome(
    IReadOnlyList<RaisedAlert> Alerts,
    DateTimeOffset? NextDueAt,
    bool Complete,
    bool LacksSource,
    IReadOnlyList<(string Person, string Part)>? Family);

/// <summary>What the gateway answered about some children.</summary>
/// <param name="Outcomes">By child; null stands for an id that is no child's. A child without a usable answer is left
/// out.</param>
/// <param name="Asked">Of whom it was asked whether they are shielded.</param>
/// <param name="Shielded">Those who are, of them and of the children's circles.</param>
internal sealed record GatewayAnswer(
    IReadOnlyDictionary<string, ChildOutcome?> Outcomes,
    IReadOnlyCollection<string> Asked,
    IReadOnlySet<string> Shielded);

/// <summary>Asks the gateway like any other client: with a token, a purpose and an entry in the access log.</summary>
/// <param name="http">Sends.</param>
/// <param name="options">Where and as whom.</param>
internal sealed class GatewayClient(HttpClient http, RuleWorkerOptions options)
{
    private const string Purpose = "RULE_EVALUATION";

    private static readonly GatewayAnswer None =
        new(new Dictionary<string, ChildOutcome?>(), [], new HashSet<string>());

    private const string Question = """
        query HubRules($ids: [ID!]!, $families: [ID!]!, $asksFamilies: Boolean!, $persons: [ID!]!) {
          children(ids: $ids) {
            id circleLeftOut nextRuleDueAt
            alerts { id rule for because { agency } firedAt mayBeIncomplete shielded standsFor
              onlyKnowing onlyNotKnowing }
          }
          families: children(ids: $families) @include(if: $asksFamilies) { id circle { reasons person { id } } }
          shielded(around: $persons)
        }
        """;

    /// <summary>
    /// The outcomes for some children, and who around them is shielded, in one request. Where that is not told there is
    /// no outcome: a case whose members are stored may be opened to them.
    /// </summary>
    /// <param name="children">Their ids.</param>
    /// <param name="families">Of them, those whose family is asked for too.</param>
    /// <param name="persons">The children, and who else belongs to their cases.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<GatewayAnswer> AskAsync(
        IReadOnlyCollection<string> children,
        IReadOnlyCollection<string> families,
        IReadOnlyCollection<string> persons,
        CancellationToken cancellation)
    {
        var variables = new { ids = children, families, asksFamilies = families.Count > 0, persons };
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Gateway)
        {
            Content = JsonContent.Create(new { query = Question, variables }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer", await options.Token(cancellation).ConfigureAwait(false));
        request.Headers.Add("Access-Purpose", Purpose);
        try
        {
            using var answer = await http.SendAsync(request, cancellation).ConfigureAwait(false);
            return answer.IsSuccessStatusCode
                ? Answer(
                    await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation).ConfigureAwait(false),
                    children, persons)
                : None;
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or TaskCanceledException &&
            !cancellation.IsCancellationRequested)
        {
            return None;
        }
    }

    private static GatewayAnswer Answer(
        JsonElement answer, IReadOnlyCollection<string> asked, IReadOnlyCollection<string> persons) =>
        answer.Field("data") is { } data
            && data.Field("children") is { ValueKind: JsonValueKind.Array } list
            && data.Field("shielded") is { ValueKind: JsonValueKind.Array }
            && data.Texts("shielded").ToHashSet(StringComparer.Ordinal) is var shielded
                ? new(Outcomes(answer, list, asked, shielded), persons, shielded)
                : None;

    private static Dictionary<string, ChildOutcome?> Outcomes(
        JsonElement answer, JsonElement list, IReadOnlyCollection<string> asked, IReadOnlySet<string> shielded)
    {
        var everybodyAnswered = answer.Field("extensions")?.Field("disclosure")?.Truth("complete") is not false;
        var faults = answer.Items("errors").Select(PlaceOf).ToHashSet();
        var families = answer.Field("data")!.Value.Items("families").Where(child => child.Text("id") is not null)
            .ToDictionary(child => child.Text("id")!, child => child.Field("circle"), StringComparer.Ordinal);
        var outcomes = new Dictionary<string, ChildOutcome?>(StringComparer.Ordinal);
        JsonElement[] children = [.. list.EnumerateArray()];
        for (var place = 0; place < children.Length; place++)
        {
            // Withheld alerts are no alerts that ended: without the list there is no outcome.
            if (children[place].Text("id") is { } id && children[place].Field("alerts") is not null)
            {
                outcomes[id] = Outcome(
                    children[place],
                    everybodyAnswered && !faults.Contains(place) && !faults.Contains(null),
                    IndexedCase.Members(id, families.GetValueOrDefault(id), shielded));
            }
        }

        // Whom the index left out is no child, unless a child is in the answer without alerts or something failed.
        if (everybodyAnswered && faults.Count == 0 && outcomes.Count == children.Length)
        {
            foreach (var nobody in asked.Where(id => !outcomes.ContainsKey(id)).ToList())
            {
                outcomes[nobody] = null;
            }
        }

        return outcomes;
    }

    // The place in the list that an error is about; null for all of them.
    private static int? PlaceOf(JsonElement error) =>
        error.Field("path") is { ValueKind: JsonValueKind.Array } path && path.GetArrayLength() > 1
            && path[1].ValueKind == JsonValueKind.Number && path[1].TryGetInt32(out var place) ? place : null;

    private static ChildOutcome Outcome(
        JsonElement child, bool everybodyAnswered, IReadOnlyList<(string Person, string Part)>? family)
    {
        JsonElement[] alerts = [.. child.Items("alerts")];

        // Of a circle that was cut every alert may be incomplete: then the sources alone tell whether to ask again.
        var isCut = child.Number("circleLeftOut") > 0;
        var lacksSource = !everybodyAnswered
            || (!isCut && alerts.Any(alert => alert.Truth("mayBeIncomplete") is not false));
        return new ChildOutcome(
            [.. alerts.Select(Alert).OfType<RaisedAlert>().DistinctBy(alert => alert.Entry)],
            child.Text("nextRuleDueAt") is { } due && LondonTime.TryInstant(due, out var instant) ? instant : null,
            !lacksSource && !isCut,
            lacksSource,
            family);
    }

    private static RaisedAlert? Alert(JsonElement alert) =>
        alert.Text("id") is { } id && alert.Text("rule") is { } rule
            ? new RaisedAlert(
                id,
                rule,
                alert.Texts("for"),
                [.. alert.Items("because").Select(cause => cause.Text("agency")).OfType<string>().Distinct().Order()],
                alert.Text("firedAt"),
                alert.Texts("shielded"),
                alert.Texts("standsFor"))
            {
                OnlyKnowing = alert.Texts("onlyKnowing"),
                OnlyNotKnowing = alert.Texts("onlyNotKnowing"),
            }
            : null;
}
