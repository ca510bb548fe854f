using System.Text.Json;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>How far the withdrawal of an agreement reaches, and until when.</summary>
public sealed partial class CommandTests
{
    private const string OfAll = "HUB CSC";

    private static readonly Who Practice = new("gp", "GP", "GP");
    private static readonly Who Social = new("social-worker", "CSC", "SOCIAL_WORKER");

    [Theory]
    [InlineData("GIVEN", "2025-05-01T00:00:00Z", "IN_THE_PAST")]
    [InlineData("REFUSED", "NOW", "IN_THE_PAST")]
    [InlineData("EXPIRED", "2025-05-01T00:00:00Z", "")]
    [InlineData("GIVEN", "2030-01-01T00:00:00Z", "")]
    public async Task What_was_agreed_does_not_end_before_it_is_recorded(string state, string ends, string code)
    {
        var at = ends == "NOW" ? LondonTime.Print(_hub.Clock.GetUtcNow()) : ends;
        var payload = await DoAsync(
            $$"""
            recordConsent(consent: { person: "P2", state: {{state}}, scope: [HV], obtainedBy: HUB, how: "telephone",
              expiresAt: "{{at}}" })
            """,
            Dm);

        var problem = Problems(payload).Select(each => $"{each.Field} {each.Code}").SingleOrDefault() ?? "";
        Assert.Equal(code.Length == 0 ? "" : "expiresAt " + code, problem);
        Assert.Equal(code.Length > 0, payload.GetProperty("id").ValueKind == JsonValueKind.Null);
    }

    // A decision to share that has ended says what was handed over, and opens nothing: it is not looked at again.
    [Theory]
    [InlineData("SHARE_PART", "reviewAt", "reviewAt")]
    [InlineData("SHARE_PART", "expiresAt", "")]
    [InlineData("SHARE_PART", "expiresAt reviewAt", "")]
    [InlineData("DO_NOT_SHARE", "reviewAt", "reviewAt")]
    [InlineData("DO_NOT_SHARE", "expiresAt", "expiresAt")]
    public async Task Decision_in_force_is_looked_at_again_later_and_one_that_keeps_back_has_not_ended(
        string decision, string past, string refused)
    {
        var fields = past.Split(' ').Append("decision");
        var kept = string.Join(", ", Shared.Split(",").Where(part => !fields.Any(name => part.Contains(name + ":"))));
        var why = decision == "DO_NOT_SHARE" ? "notSharedBecause: NOT_RELEVANT" : "overrideReason: SAFETY_OF_CHILD";
        var times = string.Join(", ", past.Split(' ').Select(name => $"{name}: \"2025-05-01T00:00:00Z\""));
        var payload = await DoAsync(
            $"recordSharingDecision(decision: {{ {kept}, decision: {decision}, {why}, {times} }})", Dm);

        Assert.Equal(
            refused.Length == 0 ? "" : $"({refused}, IN_THE_PAST)",
            string.Join(' ', Problems(payload).Select(problem => $"({problem.Field}, {problem.Code})")));
    }

    [Theory]
    [InlineData("GP", null)]
    [InlineData("CSC", "WITHDRAWN")]
    [InlineData("HUB", "WITHDRAWN")]
    [InlineData("GP HUB", "WITHDRAWN")]
    [InlineData("HUB GP", "WITHDRAWN")]
    public async Task Withdrawal_counts_as_refusal_where_who_asked_or_works_on_enquiries_was_told_and_else_ends_it(
        string told, string? counted)
    {
        var id = await SayAsync(Dm, "GIVEN", OfAll);
        foreach (var agency in told.Split(' '))
        {
            await WithdrawAsync(agency switch { "GP" => Practice, "CSC" => Social, _ => Dm }, id);
        }

        Assert.Equal(counted is null ? null : $"{counted} {OfAll}", await CountedAsync(id));
    }

    [Theory]
    [InlineData("HUB", OfAll, null)]
    [InlineData("HUB", "CSC", "WITHDRAWN HUB")]
    [InlineData("CSC", OfAll, "WITHDRAWN HUB CSC")]
    public async Task Agreement_that_the_person_gives_again_to_who_asked_stands_for_the_recipients_it_names(
        string asked, string scope, string? counted)
    {
        var id = await SayAsync(Dm, "GIVEN", OfAll);
        await WithdrawAsync(Dm, id);

        var again = await SayAsync(asked == "HUB" ? Dm : Social, "GIVEN_WITH_RELUCTANCE", scope);

        Assert.Equal(counted, await CountedAsync(id));
        Assert.Equal($"GIVEN_WITH_RELUCTANCE {scope}", await CountedAsync(again));
    }

    [Fact]
    public async Task Agreement_given_again_that_has_ended_leaves_the_person_where_the_withdrawal_did()
    {
        var id = await SayAsync(Dm, "GIVEN", OfAll);
        await WithdrawAsync(Dm, id);
        var again = await SayAsync(Dm, "GIVEN", OfAll);
        await WithdrawAsync(Practice, again);

        Assert.Equal($"WITHDRAWN {OfAll}", await CountedAsync(id));
        Assert.Null(await CountedAsync(again));
    }

    [Fact]
    public async Task Refusal_is_no_agreement_to_withdraw_and_holds_beside_a_later_agreement()
    {
        var id = await SayAsync(Dm, "REFUSED", OfAll);

        var withdrawn = await DoAsync($"""withdrawConsent(consent: "{id}", how: "x")""", Dm);
        _ = await SayAsync(Dm, "GIVEN", OfAll);

        Assert.Equal([("NOT_AN_AGREEMENT", "consent")], Problems(withdrawn));
        Assert.Equal($"REFUSED {OfAll}", await CountedAsync(id));
    }

    private async Task<string> SayAsync(Who who, string state, string scope)
    {
        var said = await DoAsync(
            $$"""
            recordConsent(consent: { person: "P2", state: {{state}}, scope: [{{scope}}], obtainedBy: {{who.Agency}},
              how: "by telephone" })
            """,
            who);
        Assert.Empty(Problems(said));
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        return said.GetProperty("id").GetString()!;
    }

    private async Task WithdrawAsync(Who who, string id)
    {
        Assert.Empty(Problems(await DoAsync($"""withdrawConsent(consent: "{id}", how: "at the door")""", who)));
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    private async Task<string?> CountedAsync(string id) => (await DecideAsync(Dm, "P2")).GetProperty("consents")
        .EnumerateArray().Where(consent => consent.GetProperty("id").GetString() == id)
        .Select(consent => $"{consent.GetProperty("state").GetString()} "
            + string.Join(' ', consent.GetProperty("scope").EnumerateArray().Select(code => code.GetString())))
        .SingleOrDefault();
}
