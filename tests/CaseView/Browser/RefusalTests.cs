using Xunit;

namespace Aggregator.CaseView.Tests.Browser;

/// <summary>Errors that teach: what happened, what to do, and the control that it is about in focus.</summary>
[Collection(HubInBrowserTests.Name)]
public class RefusalTests(HubInBrowser hub)
{
    [Fact]
    public async Task An_unknown_child_and_one_without_a_relationship_look_the_same()
    {
        await using var page = await hub.OpenAsync();

        _ = await page.Page.SelectOptionAsync("#user", "health-visitor-3");
        await page.Page.FillAsync("#child-number", "P999");
        await page.PressShowAsync();
        var unknown = await page.RefusalAsync();
        Assert.Equal("child-number", await page.FocusAsync());
        await page.GoAsync();
        _ = await page.Page.SelectOptionAsync("#user", "health-visitor-3");
        await page.PressShowAsync();

        Assert.Equal(unknown, await page.RefusalAsync());
        Assert.Contains("the two look the same", unknown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_not_valid_asks_to_sign_in_again()
    {
        await using var page = await hub.OpenAsync();
        _ = await page.Page.SelectOptionAsync("#user", "");
        await page.Page.FillAsync("#token", "not.a.token");
        await page.PressShowAsync();

        Assert.Contains("sign-in is missing, has ended", await page.RefusalAsync(), StringComparison.Ordinal);
        Assert.Equal("token", await page.FocusAsync());
        Assert.Equal("true", await page.Page.GetAttributeAsync("#token", "aria-invalid"));
    }

    [Theory]
    [InlineData("one.tok…en.two")]
    [InlineData("eyJ.ключ.x")]
    [InlineData("Bearer one.two.three")]
    public async Task A_text_that_can_be_no_token_is_said_where_it_was_pasted(string pasted)
    {
        await using var page = await hub.OpenAsync();
        _ = await page.Page.SelectOptionAsync("#user", "");
        await page.Page.FillAsync("#token", pasted);
        await page.PressShowAsync();

        Assert.Contains("no token", await page.RefusalAsync(), StringComparison.Ordinal);
        Assert.Equal("token", await page.FocusAsync());
        Assert.DoesNotContain(page.Requested, address => address.Contains("graphql", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_purpose_that_the_role_cannot_state_is_refused_at_the_purpose()
    {
        await using var page = await hub.OpenAsync();
        _ = await page.Page.SelectOptionAsync("#user", "gp");
        _ = await page.Page.SelectOptionAsync("#purpose", "AUDIT");
        await page.PressShowAsync();

        var refusal = await page.RefusalAsync();
        Assert.Contains("cannot ask for that purpose", refusal, StringComparison.Ordinal);
        Assert.Contains("Safeguarding my own patients and caseload", refusal, StringComparison.Ordinal);
        Assert.Equal("purpose", await page.FocusAsync());
    }

    [Fact]
    public async Task A_date_after_the_hubs_clock_is_refused_at_the_date_and_takes_the_case_away()
    {
        await using var page = await hub.OpenAsync();
        await page.ShowAsync("decision-maker");
        await page.Page.FillAsync("#date", "2030-01-01");
        await page.PressShowAsync();

        Assert.Contains("lies after the hub's clock", await page.RefusalAsync(), StringComparison.Ordinal);
        Assert.Equal("date", await page.FocusAsync());
        Assert.Equal("", await page.TextAsync("#case"));
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_is_said_and_nothing_old_stays_on_the_screen()
    {
        await using var page = await hub.OpenAsync();
        await page.ShowAsync("decision-maker");
        await page.Page.RouteAsync("**/graphql", route => route.AbortAsync());
        await page.Page.ClickAsync("#now");

        Assert.Contains("The gateway does not answer", await page.RefusalAsync(), StringComparison.Ordinal);
        Assert.Equal("", await page.TextAsync("#case"));
    }

    [Fact]
    public async Task Clearing_the_screen_forgets_the_case_and_what_was_typed()
    {
        await using var page = await hub.OpenAsync();
        await page.ShowAsync("decision-maker", "2025-06-04");
        await page.Page.ClickAsync("#leave");

        Assert.Equal("", await page.TextAsync("#case"));
        Assert.Equal("", await page.Page.InputValueAsync("#date"));
        Assert.Equal("child-number", await page.FocusAsync());
    }
}
