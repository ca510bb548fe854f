using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>A list that is withheld as a whole, in a child's view that is open to the caller in part.</summary>
public sealed class WithheldPageTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    [Theory]
    [InlineData("ambulance", "P1")]
    [InlineData("midwife", "P4")]
    public async Task Where_a_withheld_page_ends_is_not_told(string user, string child)
    {
        var answer = await hub.AskAsync(user, $$"""
            { child(id: "{{child}}") { referrals(first: 1) { nodes { id } pageInfo { hasNextPage endCursor } } } }
            """);

        Assert.Empty(answer.Texts("child.referrals.nodes.id"));
        Assert.Equal(["false"], answer.Texts("child.referrals.pageInfo.hasNextPage"));
        Assert.Empty(answer.Texts("child.referrals.pageInfo.endCursor"));
    }

    // What others hold of the same kind comes after it.
    [Fact]
    public async Task Where_a_page_of_ones_own_records_ends_tells_of_no_others()
    {
        const string Query = """
            { child(id: "P1") { referrals(first: 2) { nodes { id } pageInfo { hasNextPage endCursor } } } }
            """;
        var seen = await hub.AskAsync("police-desk", Query);
        var passedOn = await hub.AskAsync("police-desk", Query, new Access(Recipient: "CSC"));
        var everybodys = await hub.AskAsync("analyst", Query);

        Assert.Equal(["true"], everybodys.Texts("child.referrals.pageInfo.hasNextPage"));
        Assert.Equal(["POL-F1", "POL-F2"], passedOn.Texts("child.referrals.nodes.id"));
        Assert.Equal(["false"], passedOn.Texts("child.referrals.pageInfo.hasNextPage"));
        Assert.Equal(["POL-F1", "POL-F2"], seen.Texts("child.referrals.nodes.id"));
    }
}
