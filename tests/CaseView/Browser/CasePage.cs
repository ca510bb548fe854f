using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Aggregator.CaseView.Tests.Browser;

/// <summary>The page, as somebody uses it.</summary>
internal sealed partial class CasePage : IAsyncDisposable
{
    private readonly Uri _address;
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<string> _faults = new();

    public CasePage(IPage page, Uri address)
    {
        (Page, _address) = (page, address);
        page.Request += (_, request) => _requests.Enqueue(request.Url);
        page.PageError += (_, fault) => _faults.Enqueue(fault);
        page.Console += (_, message) =>
        {
            // What the page says aloud about a refused request is not a fault of the page.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load", StringComparison.Ordinal))
            {
                _faults.Enqueue(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Faults that the browser reported of the page.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>The addresses asked for, without what varies, each once.</summary>
    public IEnumerable<string> Requested => _requests
        .Select(url => Varying().Replace(url, "").Replace(_address.ToString(), "/", StringComparison.Ordinal))
        .Distinct().Order(StringComparer.Ordinal);

    public Task GoAsync() => Page.GotoAsync(_address.ToString());

    /// <summary>Chooses who asks, about P1, and shows.</summary>
    public async Task ShowAsync(string user, string? date = null, string time = "18:00")
    {
        _ = await Page.SelectOptionAsync("#user", user);
        await Page.FillAsync("#date", date ?? "");
        await Page.FillAsync("#time", date is null ? "" : time);
        await PressShowAsync();
        await ShownAsync();
    }

    public Task PressShowAsync() => Page.ClickAsync("#show");

    /// <summary>Waits until a case is on the screen.</summary>
    public Task ShownAsync() => Page.Locator("#status", new() { HasTextRegex = Shown() }).WaitForAsync();

    /// <summary>Waits until the case is shown as known on a day, written as in "4 June 2025 at 18:00".</summary>
    public Task ShownAsKnownOnAsync(string day) =>
        Page.Locator("#status", new() { HasText = day }).WaitForAsync();

    /// <summary>Waits for a refusal and gives its words.</summary>
    public async Task<string> RefusalAsync()
    {
        await Page.Locator("#problem .error").WaitForAsync();
        return await Page.InnerTextAsync("#problem");
    }

    /// <summary>The words of a part of the page.</summary>
    public Task<string> TextAsync(string selector) => Page.InnerTextAsync(selector);

    /// <summary>A row of the knowledge matrix by its concern: agency to cell.</summary>
    public async Task<IReadOnlyDictionary<string, string>> KnowledgeAsync(string concern)
    {
        var heads = await Page.Locator("#knowledge thead th").AllInnerTextsAsync();
        var row = Page.Locator("#knowledge tbody tr", new() { HasText = concern });
        var cells = await row.Locator("th, td").AllInnerTextsAsync();
        return heads.Zip(cells).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal);
    }

    /// <summary>What axe finds against WCAG 2.2 A and AA and its best practices.</summary>
    public async Task<string[]> AxeAsync()
    {
        // Without its tag, axe leaves out what WCAG 2.2 added.
        var result = await Page.RunAxe(new AxeRunOptions
        {
            RunOnly = new RunOnlyOptions
            {
                Type = "tag",
                Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
            },
        });
        return [.. result.Violations.Select(violation =>
            $"{violation.Id}: {string.Join("; ", violation.Nodes.Take(3).Select(node => node.Html))}")];
    }

    /// <summary>Which element has the focus: its id, or that of the nearest element around it that has one.</summary>
    public Task<string> FocusAsync() =>
        Page.EvaluateAsync<string>("() => document.activeElement.closest('[id]')?.id ?? ''");

    public async ValueTask DisposeAsync() => await Page.CloseAsync();

    [GeneratedRegex(@"\?.*$")]
    private static partial Regex Varying();

    [GeneratedRegex("^Shown: ")]
    private static partial Regex Shown();
}
