using Aggregator.Gateway.Tests.Following;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>A command that is refused tells of no agreement that who sends it may not read.</summary>
public sealed class SharingOracleTests(FollowedHub hub) : IClassFixture<FollowedHub>
{
    [Fact]
    public async Task Whoever_may_not_record_for_an_agency_learns_by_no_refusal_what_was_agreed_about_its_records()
    {
        var before = await TryAsync();
        var agreed = await hub.AskAsync(
            "gp",
            """
            mutation { recordConsent(consent: {
                person: "P1", state: GIVEN, scope: [CSC], obtainedBy: GP, how: "asked" }) { id } }
            """);
        var read = await hub.AskAsync("therapist", """{ person(id: "P1") { consents { id } } }""");

        Assert.Single(agreed.Texts("recordConsent.id"));
        Assert.Empty(read.Texts("person.consents.id"));
        Assert.Equal(before, await TryAsync());
        Assert.All(before, problems => Assert.Equal("ONLY_OWN_RECORDS", problems));
    }

    private async Task<List<string>> TryAsync()
    {
        List<string> said = [];
        foreach (var agency in new[] { "POL", "CSC" })
        {
            var tried = await hub.AskAsync(
                "therapist",
                $$"""
                mutation { recordSharingDecision(decision: { person: "P1", decision: SHARE, to: [{{agency}}], from: GP,
                    records: ["X"], purpose: "x", authorisedBy: "x", reviewAt: "2026-01-01T00:00:00Z",
                    subjectTold: true, basis: ART6_1E, condition: ART9_2H, gateway: CA1989_S17,
                    confidentialityBasis: STATUTORY, channel: TELEPHONE }) { problems { code field } } }
                """);
            said.Add(string.Join(' ', tried.Texts("recordSharingDecision.problems.code")));
        }

        return said;
    }
}
