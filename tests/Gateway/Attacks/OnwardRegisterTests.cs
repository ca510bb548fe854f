using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>What is of whoever passes an answer on, and nobody else's: their broken glass, and whom they may find by
/// what.</summary>
public sealed class OnwardRegisterTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    [Theory]
    [InlineData("decision-maker", "GP")]
    [InlineData("health-desk", "POL")]
    public async Task Broken_glass_of_whoever_passes_on_is_not_passed_on(string user, string recipient)
    {
        const string Query = "{ breakGlasses { person holder text } notices { id } }";
        _ = await hub.AskAsync(user, """
            mutation {
              openBreakGlass(person: "P22", reason: RISK_OF_SERIOUS_HARM, text: "brought in alone") { id } }
            """);
        Assert.Contains("P22", (await hub.AskAsync(user, Query)).Texts("breakGlasses.person"));

        var passedOn = await hub.AskAsync(user, Query, new Access(Recipient: recipient));

        Assert.Empty(passedOn.Codes());
        Assert.Equal("""{"breakGlasses":[],"notices":[]}""", passedOn["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("decision-maker")]
    [InlineData("health-desk")]
    [InlineData("social-worker")]
    public async Task Nobody_is_found_for_an_agency_by_what_that_agency_is_not_given(string user)
    {
        const string ByNumber = """{ searchPersons(nhsNumber: "9990001006") { id name } }""";
        Assert.Equal(["P1"], (await hub.AskAsync(user, ByNumber)).Texts("searchPersons.id"));

        var passedOn = await hub.AskAsync(user, ByNumber, new Access(Recipient: "POL"));

        Assert.Equal(["ARGUMENT_NOT_PERMITTED"], passedOn.Codes());
    }
}
