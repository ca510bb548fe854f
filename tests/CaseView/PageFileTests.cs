using System.Text.RegularExpressions;
using Xunit;

namespace Aggregator.CaseView.Tests;

/// <summary>What the files themselves may hold.</summary>
public partial class PageFileTests
{
    // What could carry people's data or a token out of the page's memory, or turn an agency's text into markup.
    private static readonly string[] Banned =
    [
        "localStorage", "sessionStorage", "indexedDB", "document.cookie", "pushState", "replaceState", "location.hash",
        "location.href", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
        "XMLHttpRequest", "WebSocket", "EventSource", "sendBeacon", "importScripts", "window.open",
    ];

    public static TheoryData<string> Scripts =>
        [.. Repository.Pages.Keys.Where(name => name.EndsWith(".js", StringComparison.Ordinal))];

    public static TheoryData<string> All => [.. Repository.Pages.Keys];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Script_keeps_data_in_memory_and_out_of_markup(string name) =>
        Assert.DoesNotContain(Banned, word => Repository.Pages[name].Contains(word, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Script_imports_only_files_that_are_there(string name) =>
        Assert.All(
            Import().Matches(Repository.Pages[name]).Select(match => match.Groups[1].Value),
            imported =>
            {
                Assert.StartsWith("./", imported, StringComparison.Ordinal);
                Assert.Contains(imported[2..], Repository.Pages.Keys);
            });

    [Fact]
    public void Only_the_gateway_and_the_demonstrations_token_address_are_asked_for_anything()
    {
        var callers = Repository.Pages.Where(page => Fetch().IsMatch(page.Value)).Select(page => page.Key);

        Assert.Equal(["gateway.js", "session.js"], callers.Order(StringComparer.Ordinal));
        Assert.Contains("fetch(address, {", Repository.Pages["gateway.js"], StringComparison.Ordinal);
        Assert.Contains(
            "fetchToken(userControl.dataset.tokens", Repository.Pages["session.js"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void File_names_no_other_address(string name) =>
        Assert.DoesNotContain(
            OtherAddress().Matches(Repository.Pages[name]).Select(match => match.Value),
            address => address != "http://www.w3.org/2000/svg");

    [Fact]
    public void Page_has_nothing_inline()
    {
        var page = Repository.Pages["index.html"];

        Assert.DoesNotContain("<style", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void File_is_short_and_narrow(string name)
    {
        var lines = Repository.Pages[name].Split('\n');

        Assert.True(lines.Length <= 400, $"{name} has {lines.Length} lines");
        Assert.DoesNotContain(lines, line => line.Length > 120 && !name.EndsWith(".svg", StringComparison.Ordinal));
    }

    [GeneratedRegex("""\bimport\b[^"']*["']([^"']+)["']""")]
    private static partial Regex Import();

    [GeneratedRegex(@"\bfetch\(")]
    private static partial Regex Fetch();

    [GeneratedRegex("""(?:https?:)?//[\w.-]+\.\w+[^\s"'`]*""")]
    private static partial Regex OtherAddress();
}
