using Xunit;

namespace Aggregator.CaseView.Tests.Browser;

/// <summary>Opening an enquiry where nothing is shown of a child. It writes, as replies do.</summary>
[Collection(HubWithoutUrgentCareTests.Name)]
public class EnquiryTests(HubWithoutUrgentCare hub)
{
    [Fact]
    public async Task An_enquiry_that_lacks_something_is_refused_in_its_place_and_then_opens_the_child()
    {
        await using var page = await hub.OpenAsync();
        _ = await page.Page.SelectOptionAsync("#user", "analyst");
        await page.Page.FillAsync("#child-number", "P21");
        await page.PressShowAsync();
        Assert.Contains("the two look the same", await page.RefusalAsync(), StringComparison.Ordinal);
        await page.Page.Locator("#enquiry summary").ClickAsync();
        await page.Page.ClickAsync("#enquiry button");

        await page.Page.Locator("#enquiry .problems").WaitForAsync();
        Assert.Equal("enquiry-contact", await page.FocusAsync());
        Assert.Empty(await page.AxeAsync());
        await page.Page.FillAsync("#enquiry-contact", "Call from a nursery");
        await page.Page.ClickAsync("#enquiry button");
        await page.Page.Locator("#status", new() { HasText = "Enquiry opened. Shown: Robin Hale" }).WaitForAsync();

        Assert.Equal("child", await page.FocusAsync());
        Assert.Equal(0, await page.Page.Locator("#enquiry").CountAsync());
    }

    [Fact]
    public async Task Who_may_not_open_one_is_offered_none_and_told_who_does()
    {
        await using var page = await hub.OpenAsync();
        _ = await page.Page.SelectOptionAsync("#user", "gp-2");
        await page.Page.FillAsync("#child-number", "P21");
        await page.PressShowAsync();

        Assert.Contains("ask the hub to open an enquiry", await page.RefusalAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Page.Locator("#enquiry").CountAsync());
    }

    [Fact]
    public async Task A_role_that_may_not_do_it_is_told_so_in_words()
    {
        await using var page = await hub.OpenAsync();
        _ = await page.Page.SelectOptionAsync("#user", "analyst");
        await page.Page.FillAsync("#child-number", "P31");
        await page.PressShowAsync();
        _ = await page.RefusalAsync();
        await page.Page.Locator("#enquiry summary").ClickAsync();
        await page.Page.FillAsync("#enquiry-contact", "Call from a nursery");
        // Somebody else sits down, and the form is still there.
        _ = await page.Page.SelectOptionAsync("#user", "police-desk");
        await page.Page.ClickAsync("#enquiry button");

        await page.Page.Locator("#enquiry .problems").WaitForAsync();
        Assert.Equal(
            "Your role may not do this. Ask the hub: it can, or knows who can.",
            await page.TextAsync("#enquiry .problems"));
    }
}
