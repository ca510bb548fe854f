using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Who can end what a person agreed to with somebody else, and how far.</summary>
public sealed class WithdrawnAgreementTests
{
    private const string Query = """
        { child(id: "P1") { consultations { nodes { id ... on Consultation { narrative } } } } }
        """;

    private const string Given = """
        recordConsent(consent: { person: "P2", state: GIVEN, scope: [HUB], obtainedBy: HUB, how: "by telephone" })
        """;

    [Theory]
    [InlineData("gp", true, "null")]
    [InlineData("decision-maker", false, "\"decision-maker\"")]
    public async Task Agreement_ends_whoever_is_told_and_closes_no_more_than_it_opened_unless_who_asked_was(
        string told, bool isAsBefore, string shownTo)
    {
        await using var hub = await OtherHub.StartAsync();
        var before = await SeenAsync(hub);
        var agreed = await DoAsync(hub, "decision-maker", Given);
        var open = await UntilAsync(hub, seen => seen != before);

        _ = await DoAsync(hub, told, $"""withdrawConsent(consent: "{agreed}", how: "at the surgery")""");
        var ended = await UntilAsync(hub, seen => seen != open);
        var shown = await hub.AskAsync(
            "decision-maker", """{ person(id: "P2") { consents { id state changedBy } } }""");
        _ = await DoAsync(hub, "decision-maker", Given);
        var again = await UntilAsync(hub, seen => seen == open);

        Assert.NotEqual(before, open);
        Assert.NotEqual(open, ended);
        Assert.Equal(isAsBefore, before == ended);
        Assert.Contains(
            $$"""{"id":"{{agreed}}","state":"WITHDRAWN","changedBy":{{shownTo}}}""",
            shown.All("person.consents").Select(consent => consent!.ToJsonString()));
        Assert.Equal(open, again);
    }

    private static async Task<string> SeenAsync(OtherHub hub) =>
        (await hub.AskAsync("decision-maker", Query))["data"]!.ToJsonString();

    private static async Task<string> UntilAsync(OtherHub hub, Func<string, bool> isIt)
    {
        var seen = await SeenAsync(hub);
        for (var attempt = 0; attempt < 50 && !isIt(seen); attempt++)
        {
            await Task.Delay(100);
            seen = await SeenAsync(hub);
        }

        return seen;
    }

    private static async Task<string> DoAsync(OtherHub hub, string user, string command)
    {
        var answer = await hub.AskAsync(user, $"mutation {{ it: {command} {{ id problems {{ code field }} }} }}");
        Assert.Empty(answer.Texts("it.problems.code"));
        return answer.Texts("it.id").Single();
    }
}
