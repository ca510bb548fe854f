using Xunit;

namespace Aggregator.CaseView.Tests.Browser;

/// <summary>Looking back is one change of one control, and leaves no trace in the browser.</summary>
[Collection(HubInBrowserTests.Name)]
public class AsAtTests(HubInBrowser hub)
{
    [Fact]
    public async Task What_was_known_on_an_earlier_day_is_one_change_of_the_control()
    {
        await using var page = await hub.OpenAsync();
        await page.ShowAsync("analyst");
        var rows = await page.Page.Locator("#knowledge tbody tr").CountAsync();

        await page.Page.FillAsync("#date", "2025-06-04");
        await page.Page.FillAsync("#time", "18:00");
        await page.PressShowAsync();
        await page.ShownAsKnownOnAsync("4 June 2025 at 18:00");

        Assert.Contains("Not what is known now", await page.TextAsync("#child"), StringComparison.Ordinal);
        Assert.True(await page.Page.Locator("#knowledge tbody tr").CountAsync() < rows);
        var row = await page.KnowledgeAsync("Parent: self-harm risk");
        Assert.Contains("2 Jun", row["Police"], StringComparison.Ordinal);
        Assert.Contains("considered 4 Jun", row["Social care"], StringComparison.Ordinal);
        Assert.Equal("GP, Health visiting", row["Involved and not told"]);
    }

    [Fact]
    public async Task Showing_again_with_nothing_changed_is_now_again()
    {
        await using var page = await hub.OpenAsync();
        await page.ShowAsync("decision-maker");
        await page.PressShowAsync();
        await page.ShownAsync();

        Assert.StartsWith("Now", await page.TextAsync("#child .as-known"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("", await page.Page.InputValueAsync("#date"));
    }

    [Fact]
    public async Task Steps_go_a_day_back_and_on_and_now_returns_to_the_hubs_clock()
    {
        await using var page = await hub.OpenAsync();
        await page.ShowAsync("decision-maker", "2025-06-13");

        await page.Page.ClickAsync("#earlier");
        await page.ShownAsKnownOnAsync("12 June 2025 at 18:00");
        Assert.Equal("earlier", await page.FocusAsync());
        await page.Page.ClickAsync("#later");
        await page.ShownAsKnownOnAsync("13 June 2025 at 18:00");
        await page.Page.ClickAsync("#now");
        await page.ShownAsKnownOnAsync("21 July 2025");

        Assert.StartsWith("Now", (await page.TextAsync("#child .as-known")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_day_alone_means_its_last_second_in_London_wherever_the_browser_is()
    {
        await using var page = await hub.OpenAsync();

        await page.ShowAsync("decision-maker", "2025-06-04", "");

        Assert.Contains("4 June 2025 at 23:59", await page.TextAsync("#status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_stays_in_the_address_the_history_the_storage_or_the_page_behind()
    {
        await using var page = await hub.OpenAsync();
        var address = page.Page.Url;
        await page.ShowAsync("decision-maker");
        await page.Page.ClickAsync("#earlier");
        await page.ShownAsKnownOnAsync("20 July 2025");
        await page.Page.ClickAsync(".contents a >> nth=3");

        Assert.Equal(address, page.Page.Url);
        Assert.Equal(0, await page.Page.EvaluateAsync<int>(
            "async () => localStorage.length + sessionStorage.length + document.cookie.length"
            + " + (await caches.keys()).length + (await indexedDB.databases()).length"));
        _ = await page.Page.GotoAsync("about:blank");
        _ = await page.Page.GoBackAsync();

        Assert.Equal("", await page.TextAsync("#case"));
        Assert.DoesNotContain("Marlow", await page.TextAsync("body"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_pages_the_gateway_and_the_demonstrations_tokens_are_asked_for_anything()
    {
        await using var page = await hub.OpenAsync();
        await page.ShowAsync("decision-maker");
        await page.Page.ClickAsync("#more");
        await page.Page.Locator("#chronology .more .quiet", new() { HasText = "all that is shared" }).WaitForAsync();

        Assert.Equal(
            ["/", "/graphql", "/issuer/v2.0/token"],
            page.Requested.Where(path => !path.StartsWith("/pages/", StringComparison.Ordinal)));
        Assert.Empty(page.Faults);
    }
}
