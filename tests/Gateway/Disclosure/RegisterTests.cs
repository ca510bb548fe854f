using Xunit;

namespace Aggregator.Gateway.Tests.Disclosure;

/// <summary>What the hub's register says counts, never what the caller says; and what counts when it is silent.
/// </summary>
[Collection(LocalHubTests.Name)]
public class RegisterTests(LocalHubFixture hub)
{
    private const string Query = """
        { child(id: "P1") { name incidents { nodes { id narrative } }
            consultations { nodes { id ... on Consultation { narrative } } } } }
        """;

    [Theory]
    [InlineData("social-worker", "S17")]
    [InlineData("decision-maker", "S47")]
    [InlineData("police-desk", "S47")]
    public async Task Stage_typed_by_the_caller_reveals_nothing(string user, string stage)
    {
        var typed = await hub.AskAsync(user, Query, new Access(Stage: stage, Purpose: PurposeOf(user)));

        Assert.Equal(["STAGE_NOT_RECORDED"], typed.Codes());
        Assert.Null(typed["data"]);
    }

    [Theory]
    [InlineData("gp-2", "P2")]
    [InlineData("health-visitor-3", "P1")]
    [InlineData("therapist", "P3")]
    public async Task Link_and_referral_claimed_in_headers_or_words_are_no_link(string user, string person)
    {
        var answer = await hub.AskAsync(
            user, $$"""{ person(id: "{{person}}") { name incidents { nodes { id } } } }""",
            new Access(Purpose: "REFERRAL_FOLLOW_UP"));

        Assert.DoesNotContain("Marlow", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_person_and_one_without_a_link_look_the_same()
    {
        var unlinked = await hub.AskAsync(
            "health-visitor-3", """{ child(id: "P1") { name } person(id: "P3") { name } }""");
        var unknown = await hub.AskAsync(
            "health-visitor-3", """{ child(id: "X1") { name } person(id: "X3") { name } }""");

        Assert.Equal(unknown["data"]!.ToJsonString(), unlinked["data"]!.ToJsonString());
        Assert.Equal(unknown.Withheld(), unlinked.Withheld());
    }

    [Fact]
    public async Task Register_that_was_never_heard_of_opens_nothing_and_a_broken_glass_one_person()
    {
        await using var silent = await OtherHub.StartAsync(down: "hub");

        var closed = await silent.AskAsync("social-worker", Query);
        var broken = await silent.AskAsync(
            "health-desk",
            """
            { one: child(id: "P1") { name incidents { nodes { incidentType narrative } } }
              other: child(id: "P21") { name }
              disclosure { complete register } }
            """,
            new Access(BreakGlass: "offline:P1", Reason: "RISK_OF_SERIOUS_HARM"));
        var without = await silent.AskAsync(
            "health-desk", Query, new Access(BreakGlass: "offline:P1", Reason: "because I want to"));
        var another = await silent.AskAsync(
            "gp", Query, new Access(BreakGlass: "offline:P1", Reason: "RISK_OF_SERIOUS_HARM"));
        var named = await silent.AskAsync("health-desk", Query, new Access(BreakGlass: "HUB-B-1"));

        Assert.Null(closed["data"]!["child"]);
        Assert.Contains("Query.child OMIT REGISTER_UNAVAILABLE", closed.Withheld());
        Assert.Equal("Ash Marlow", broken.Texts("one.name").Single());
        Assert.Null(broken["data"]!["other"]);
        Assert.Equal("false", broken["data"]!["disclosure"]!["complete"]!.ToString());
        Assert.Null(without["data"]!["child"]);
        Assert.Null(another["data"]!["child"]);
        Assert.Contains("Query.child OMIT REGISTER_UNAVAILABLE", named.Withheld());
    }

    private static string PurposeOf(string user) => user == "social-worker" ? "S17_ASSESSMENT" : "S47_ENQUIRY";
}
