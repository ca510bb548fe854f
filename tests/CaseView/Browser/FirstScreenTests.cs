using Xunit;

namespace Aggregator.CaseView.Tests.Browser;

/// <summary>What a decision-maker, a health visitor and a GP see first, from a really running hub.</summary>
[Collection(HubInBrowserTests.Name)]
public class FirstScreenTests(HubInBrowser hub)
{
    private const string PoliceNarrative = "next door";

    [Fact]
    public async Task The_decision_maker_sees_who_knows_what_and_who_was_not_told()
    {
        await using var page = await hub.OpenAsync();

        // As known before another test opens the case as the health visitor, to whom it is then shown.
        await page.ShowAsync("decision-maker", "2025-07-16", "18:00");

        Assert.StartsWith("Ash Marlow", await page.TextAsync("#child"), StringComparison.Ordinal);
        Assert.Contains("5 months 6 days", await page.TextAsync("#child"), StringComparison.Ordinal);
        Assert.Contains("999 000 1006", await page.TextAsync("#child"), StringComparison.Ordinal);
        Assert.Equal(11, await page.Page.Locator("#knowledge tbody tr").CountAsync());
        var row = await page.KnowledgeAsync("Parent: thoughts of self-harm");
        Assert.Contains("Held", row["Advice line"], StringComparison.Ordinal);
        Assert.Contains("15 Jul", row["Advice line"], StringComparison.Ordinal);
        Assert.Contains("Not told", row["Health visiting"], StringComparison.Ordinal);
        Assert.Contains("Health visiting", row["Involved and not told"], StringComparison.Ordinal);
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task The_decision_maker_sees_alerts_addresses_and_three_referrals_side_by_side()
    {
        await using var page = await hub.OpenAsync();
        await page.ShowAsync("decision-maker");

        var alert = await page.TextAsync("#alerts .card-immediate");
        Assert.Contains("Check on the child", alert, StringComparison.Ordinal);
        Assert.Contains("15 Jul 2025 Advice line", alert, StringComparison.Ordinal);
        Assert.Contains("No record of telling: GP, Health visiting, Health desk", alert, StringComparison.Ordinal);
        Assert.Contains("Do not disclose to Sam Marlow", await page.TextAsync("#home"), StringComparison.Ordinal);
        var services = page.Page.Locator("#family tr", new() { HasText = "GP: registered patient" });
        Assert.Equal(
            ["Jo Marlow (mother)", "Sam Marlow (father)", "The child"],
            await services.Locator("td:nth-child(2)").AllInnerTextsAsync());
        Assert.Equal(
            ["Police → Social care", "Police → Social care", "Talking therapies → Social care"],
            (await page.Page.Locator("#referrals thead th").AllInnerTextsAsync()).Select(FirstLine));
        var missing = await page.TextAsync("#referrals tr:has(th:text-is('Missing from the decision'))");
        Assert.Contains("No checks with other agencies", missing, StringComparison.Ordinal);
        Assert.Contains("not reviewed before sending", await page.TextAsync("#referrals"), StringComparison.Ordinal);
        Assert.Contains("Overdue", await page.TextAsync("#referrals"), StringComparison.Ordinal);
        Assert.Contains(PoliceNarrative, await page.TextAsync("#chronology"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_health_visitor_sees_what_was_never_shown_before_and_no_narrative_of_others()
    {
        await using var page = await hub.OpenAsync();
        await page.ShowAsync("health-visitor");

        Assert.Equal(6, await page.Page.Locator("#unseen li").CountAsync());
        var all = await page.TextAsync("#case");
        Assert.DoesNotContain(PoliceNarrative, all, StringComparison.Ordinal);
        Assert.DoesNotContain("Reed", all, StringComparison.Ordinal);
        var withheld = await page.TextAsync("#withheld tr:has-text('Police narrative')");
        Assert.Contains("Withheld", withheld, StringComparison.Ordinal);
        Assert.Contains("Not shared with your role for this purpose", withheld, StringComparison.Ordinal);
        Assert.Contains("Police, Safeguarding desk, 01632 960110", withheld, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_that_was_matched_as_probable_only_says_so_and_no_other_does()
    {
        await using var page = await hub.OpenAsync();
        await page.ShowAsync("analyst");
        await page.Page.ClickAsync("#more");
        await page.Page.Locator("#chronology .more .quiet", new() { HasText = "all that is shared" }).WaitForAsync();

        const string Doubt = "Matched as probable only: it may be about somebody else";
        Assert.Contains(Doubt, await page.TextAsync("#event-MID-B2"), StringComparison.Ordinal);
        Assert.Equal(1, await page.Page.Locator("#chronology tr", new() { HasText = Doubt }).CountAsync());
    }

    [Fact]
    public async Task The_surgery_reads_its_own_consultation_and_is_told_of_the_rest_that_it_exists()
    {
        await using var page = await hub.OpenAsync();
        await page.ShowAsync("gp", "2025-06-13");

        Assert.Contains("Looking back", await page.TextAsync("#child"), StringComparison.Ordinal);
        Assert.Equal(1, await page.Page.Locator("#event-GP-C1 blockquote").CountAsync());
        Assert.Equal(0, await page.Page.Locator("#event-POL-I1 blockquote").CountAsync());
        Assert.Contains("Police", await page.TextAsync("#event-POL-I1"), StringComparison.Ordinal);
        Assert.Contains("Withheld; ask ", await page.TextAsync("#family"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_chronology_goes_on_to_its_end_with_the_focus_on_what_is_new()
    {
        await using var page = await hub.OpenAsync();
        await page.ShowAsync("decision-maker");
        var first = await page.Page.Locator("#chronology tbody tr").CountAsync();

        await page.Page.ClickAsync("#more");
        await page.Page.Locator("#chronology .more .quiet", new() { HasText = "all that is shared" }).WaitForAsync();

        var all = await page.Page.Locator("#chronology tbody tr").CountAsync();
        Assert.True(all > first, $"{first} entries, then {all}");
        Assert.Equal(
            await page.Page.Locator("#chronology tbody tr").Nth(first).GetAttributeAsync("id"),
            await page.FocusAsync());
        Assert.False(await page.Page.IsVisibleAsync("#more"));
    }

    [Fact]
    public async Task Every_source_says_how_fresh_it_is_and_what_it_covers()
    {
        await using var page = await hub.OpenAsync();
        await page.ShowAsync("decision-maker");

        var row = await page.TextAsync("#sources tr:has-text('(AMB)')");
        Assert.Contains("Answered", row, StringComparison.Ordinal);
        Assert.Contains("2 Jun 2025", row, StringComparison.Ordinal);
        Assert.Contains("from 1 Jan 2021", row, StringComparison.Ordinal);
    }

    private static string FirstLine(string text) => text.Split('\n')[0];
}
