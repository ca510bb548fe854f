using Xunit;

namespace Aggregator.CaseView.Tests.Browser;

/// <summary>A hub in which the urgent-care agency is down.</summary>
public sealed class HubWithoutUrgentCare : HubInBrowser
{
    protected override IReadOnlySet<string> Down => new HashSet<string> { "urgent-care" };
}

/// <summary>One such hub for all tests that may write, too.</summary>
[CollectionDefinition(Name)]
public sealed class HubWithoutUrgentCareTests : ICollectionFixture<HubWithoutUrgentCare>
{
    public const string Name = "hub without urgent care";
}

/// <summary>An agency that does not answer is named at the top, and no negative is said of it.</summary>
[Collection(HubWithoutUrgentCareTests.Name)]
public class SilentAgencyTests(HubWithoutUrgentCare hub)
{
    [Fact]
    public async Task It_is_named_before_anything_else_and_its_negatives_become_cannot_tell()
    {
        await using var page = await hub.OpenAsync();
        await page.ShowAsync("decision-maker");

        var first = await page.TextAsync("#case > :first-child");
        Assert.StartsWith("3 agencies did not answer", first, StringComparison.Ordinal);
        foreach (var agency in new[] { "Ambulance", "Advice line", "Emergency dept" })
        {
            Assert.Contains(agency, first, StringComparison.Ordinal);
        }

        var row = await page.KnowledgeAsync("Parent: self-harm risk");
        Assert.Contains("Cannot tell", row["Ambulance"], StringComparison.Ordinal);
        Assert.Contains("Cannot tell", row["Advice line"], StringComparison.Ordinal);
        var source = await page.TextAsync("#sources tr:has-text('(AMB)')");
        Assert.Contains("Did not answer", source, StringComparison.Ordinal);
        Assert.Contains("Not in this list", await page.TextAsync("#chronology"), StringComparison.Ordinal);
        Assert.Empty(await page.AxeAsync());
    }
}
