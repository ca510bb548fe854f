using Xunit;

namespace Aggregator.CaseView.Tests.Browser;

/// <summary>Replies to cards. They write, so they have a hub in which nobody only reads.</summary>
[Collection(HubWithoutUrgentCareTests.Name)]
public class ReplyTests(HubWithoutUrgentCare hub)
{
    private const string Card = "#alerts article:has(h3:text-is('Police domestic incident around a child under two'))";

    [Fact]
    public async Task A_reply_that_lacks_something_is_refused_in_its_place_and_then_recorded_and_shown()
    {
        await using var page = await hub.OpenAsync();
        await page.ShowAsync("health-visitor");
        var card = page.Page.Locator(Card);
        await card.Locator(".reply summary").ClickAsync();
        await card.GetByLabel("What was done").FillAsync("Talked to the police desk; visit arranged");
        await card.GetByText("Record reply").ClickAsync();

        await card.Locator(".problems", new() { HasText = "why it was not reviewed" }).WaitForAsync();
        Assert.StartsWith("level-", await page.FocusAsync(), StringComparison.Ordinal);
        Assert.Empty(await page.AxeAsync());
        _ = await card.GetByLabel("Level of your service").SelectOptionAsync("UNIVERSAL_PLUS");
        await card.GetByText("Record reply").ClickAsync();
        await page.Page.Locator("#status", new() { HasText = "Reply recorded." }).WaitForAsync();

        Assert.Equal("alerts", await page.FocusAsync());
        var row = await page.KnowledgeAsync("Alleged domestic abuse");
        Assert.Contains("Acted on", row["Health visiting"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_back_offers_no_reply()
    {
        await using var page = await hub.OpenAsync();
        await page.ShowAsync("health-visitor", "2025-06-04");

        Assert.NotEqual(0, await page.Page.Locator("#alerts article").CountAsync());
        Assert.Equal(0, await page.Page.Locator("#alerts .reply").CountAsync());
    }
}
