using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Gateway.Tests.Identity;

/// <summary>Whoever is refused before anything is asked for reads what to change.</summary>
[Collection(LocalHubTests.Name)]
public sealed class RefusalCureTests(LocalHubFixture hub)
{
    private const string Ask = """{ child(id: "P1") { name } }""";

    [Fact]
    public async Task Whose_role_the_policy_does_not_know_reads_what_to_ask_for()
    {
        var nobody = new DemonstrationUser("somebody", "NO_SUCH_ROLE", "HUB", "SAFEGUARD_ENQUIRY");

        var answer = await hub.AskAsync(nobody, Ask);

        Assert.Equal(["ROLE_UNKNOWN"], answer.Codes());
        Assert.Equal(
            "the token's role is not in the policy: ask for a token with a role of schema/policy/roles.yaml",
            answer["errors"]![0]!["message"]!.ToString());
    }

    [Theory]
    [InlineData("decision-maker", "name one of CSC, GP, HST, HV, MID, POL")]
    [InlineData("analyst", "it may pass data on to none, so leave the recipient out")]
    public async Task Who_may_not_pass_data_on_to_an_agency_reads_to_which_the_own_role_may(string user, string cure)
    {
        var answer = await hub.AskAsync(user, Ask, new Access(Recipient: "THX"));

        Assert.Equal(["RECIPIENT_NOT_PERMITTED"], answer.Codes());
        Assert.Equal(
            "the role may not pass data on to that agency: " + cure, answer["errors"]![0]!["message"]!.ToString());
    }
}
