using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>What is handed on for alerts brings nothing into the lists that stand beside them.</summary>
[Collection(LocalHubTests.Name)]
public sealed class ListsBesideAlertsTests(LocalHubFixture hub)
{
    private const string Lists = """
        chronology { nodes { id } } incidents { nodes { id } } consultations { nodes { id } } referrals { nodes { id } }
        involvements { id } markers { id }
        """;

    private static readonly string[] Fields =
        ["chronology.nodes", "incidents.nodes", "consultations.nodes", "referrals.nodes", "involvements", "markers"];

    [Theory]
    [InlineData("midwife")]
    [InlineData("gp")]
    [InlineData("gp-2")]
    [InlineData("health-visitor")]
    [InlineData("social-worker")]
    [InlineData("police-desk")]
    [InlineData("health-desk")]
    [InlineData("therapist")]
    [InlineData("ambulance")]
    [InlineData("decision-maker")]
    public async Task Lists_are_the_same_with_alerts_beside_them_and_without(string user)
    {
        foreach (var child in (string[])["P1", "P4"])
        {
            Assert.Equal(await IdsAsync(user, child, ""), await IdsAsync(user, child, "alerts { rule }"));
            Assert.Equal(await IdsAsync(user, child, ""), await IdsAsync(user, child, "knowledgeMatrix { title }"));
        }
    }

    private async Task<string[]> IdsAsync(string user, string child, string beside)
    {
        var answer = await hub.AskAsync(user, $$"""{ child(id: "{{child}}") { {{Lists}} {{beside}} } }""");
        return [.. Fields.Select(field => $"{field}: {string.Join(' ', answer.Texts($"child.{field}.id"))}")];
    }
}
