using Xunit;

namespace Aggregator.Gateway.Tests.CaseView;

/// <summary>Whichever agency is down, the rest of the view is answered and the agency's codes are named.</summary>
public class AnyAgencyDownTests
{
    private const string Query = """
        { child(id: "P1") { name circle { relation person { name } }
            chronology { nodes { id } missing { agency state } } } }
        """;

    [Theory]
    [InlineData("police", "POL")]
    [InlineData("social-care", "CSC")]
    [InlineData("primary-care", "GP")]
    [InlineData("community-health", "HV")]
    [InlineData("talking-therapies", "THX")]
    [InlineData("urgent-care", "AMB")]
    public async Task The_rest_is_answered(string agency, string code)
    {
        await using var hub = await OtherHub.StartAsync(down: agency);

        var answer = await hub.AskAsync("decision-maker", Query);

        Assert.Equal(["Ash Marlow"], answer.Texts("child.name"));
        Assert.Equal(5, answer.Texts("child.circle.person.name").Length);
        Assert.NotEmpty(answer.Texts("child.chronology.nodes.id"));
        Assert.Contains(code, answer.Texts("child.chronology.missing.agency"));
        Assert.Equal("UNAVAILABLE", answer.Sources()[code]);
    }

    [Fact]
    public async Task Without_the_hubs_register_nothing_about_persons_is_given()
    {
        await using var hub = await OtherHub.StartAsync(down: "hub");

        var answer = await hub.AskAsync("decision-maker", Query);

        Assert.DoesNotContain("Marlow", answer.ToJsonString(), StringComparison.Ordinal);
        Assert.False((bool)answer["extensions"]!["disclosure"]!["complete"]!);
    }
}
