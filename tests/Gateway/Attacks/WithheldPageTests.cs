using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>A list that is withheld as a whole, in a child's view that is open to the caller in part.</summary>
public sealed class WithheldPageTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    [Theory]
    [InlineData("ambulance", "P1")]
    [InlineData("police-desk", "P4")]
    public async Task Where_a_withheld_page_ends_is_not_told(string user, string child)
    {
        var answer = await hub.AskAsync(user, $$"""
            { child(id: "{{child}}") { referrals(first: 1) { nodes { id } pageInfo { hasNextPage endCursor } } } }
            """);

        Assert.Empty(answer.Texts("child.referrals.nodes.id"));
        Assert.Equal(["false"], answer.Texts("child.referrals.pageInfo.hasNextPage"));
        Assert.Empty(answer.Texts("child.referrals.pageInfo.endCursor"));
    }
}
