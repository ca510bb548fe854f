using Microsoft.Playwright;
using Xunit;

namespace Aggregator.CaseView.Tests.Browser;

/// <summary>WCAG 2.2 AA, as far as a machine can tell: axe, the keyboard alone, 400 % zoom, print.</summary>
[Collection(HubInBrowserTests.Name)]
public class AccessibilityTests(HubInBrowser hub)
{
    [Theory]
    [InlineData("decision-maker")]
    [InlineData("health-visitor")]
    [InlineData("gp")]
    public async Task Axe_finds_nothing_on_the_first_screen(string user)
    {
        await using var page = await hub.OpenAsync();
        await page.ShowAsync(user);

        Assert.Empty(await page.AxeAsync());
    }

    [Fact]
    public async Task Axe_finds_nothing_before_anything_is_shown_and_after_a_refusal()
    {
        await using var page = await hub.OpenAsync();
        Assert.Empty(await page.AxeAsync());
        await page.Page.FillAsync("#child-number", "");
        await page.PressShowAsync();
        _ = await page.RefusalAsync();

        Assert.Empty(await page.AxeAsync());
    }

    [Fact]
    public async Task At_400_percent_zoom_nothing_but_wide_tables_scrolls_sideways()
    {
        // 1280 pixels at 400 % are 320.
        await using var page = await hub.OpenAsync(width: 320);
        await page.ShowAsync("decision-maker");

        Assert.Equal(0, await page.Page.EvaluateAsync<int>(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.Empty(await page.AxeAsync());
    }

    [Fact]
    public async Task The_keyboard_alone_opens_a_case_goes_to_a_part_and_asks_for_more()
    {
        await using var page = await hub.OpenAsync();
        var keyboard = page.Page.Keyboard;

        await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("Enter");
        Assert.Equal("content", await page.FocusAsync());
        await TabToAsync(page, "#child-number");
        await keyboard.PressAsync("Enter");
        await page.ShownAsync();
        Assert.Equal("child", await page.Page.EvaluateAsync<string>("() => document.activeElement.id"));
        Assert.Equal("SECTION", await page.Page.EvaluateAsync<string>("() => document.activeElement.tagName"));

        await TabToAsync(page, "a[href='#chronology']", backwards: true);
        await keyboard.PressAsync("Enter");
        Assert.Equal("chronology", await page.FocusAsync());
        await TabToAsync(page, "#more");
        await keyboard.PressAsync("Enter");
        await page.Page.Locator("#chronology .more .quiet", new() { HasText = "all that is shared" }).WaitForAsync();
        Assert.StartsWith("event-", await page.FocusAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_table_has_a_caption_and_headings_go_down_one_level_at_a_time()
    {
        await using var page = await hub.OpenAsync();
        await page.ShowAsync("decision-maker");

        Assert.Equal(0, await page.Page.Locator("table:not(:has(caption))").CountAsync());
        Assert.Equal(0, await page.Page.Locator("th:not([scope])").CountAsync());
        var levels = await page.Page.EvaluateAsync<int[]>(
            "() => [...document.querySelectorAll('h1, h2, h3, h4')].map(heading => Number(heading.tagName[1]))");
        Assert.Equal(1, levels[0]);
        Assert.DoesNotContain(levels.Zip(levels.Skip(1)), pair => pair.Second > pair.First + 1);
    }

    [Fact]
    public async Task A_screen_reader_is_told_while_it_waits_and_when_it_is_shown()
    {
        await using var page = await hub.OpenAsync();
        var release = new TaskCompletionSource();
        await page.Page.RouteAsync("**/graphql", async route =>
        {
            await release.Task;
            await route.ContinueAsync();
        });
        await page.PressShowAsync();

        var status = page.Page.GetByRole(AriaRole.Status);
        await status.And(page.Page.Locator("#status", new() { HasText = "Asking the agencies" })).WaitForAsync();
        Assert.Equal("true", await page.Page.GetAttributeAsync("#case", "aria-busy"));
        release.SetResult();
        await page.ShownAsync();

        Assert.Null(await page.Page.GetAttributeAsync("#case", "aria-busy"));
    }

    [Fact]
    public async Task Print_leaves_the_controls_out_and_the_case_in()
    {
        await using var page = await hub.OpenAsync();
        await page.ShowAsync("decision-maker");
        await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        Assert.False(await page.Page.IsVisibleAsync("#ask"));
        Assert.True(await page.Page.IsVisibleAsync("#knowledge"));
        Assert.True(await page.Page.IsVisibleAsync("#withheld"));
    }

    private static async Task TabToAsync(CasePage page, string selector, bool backwards = false)
    {
        for (var presses = 0; presses < 80; presses++)
        {
            if (await page.Page.Locator(selector).EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await page.Page.Keyboard.PressAsync(backwards ? "Shift+Tab" : "Tab");
        }

        Assert.Fail($"the keyboard does not reach {selector}");
    }
}
