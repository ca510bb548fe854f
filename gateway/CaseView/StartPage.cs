using System.Text.Encodings.Web;

namespace Aggregator.CaseView;

/// <summary>Fills in the one page: where the gateway is, and what a demonstration offers, if there is one.</summary>
internal static class StartPage
{
    public const string File = "index.html";

    private const string Begin = "<!-- demonstration -->";
    private const string End = "<!-- /demonstration -->";

    public static string Fill(string page, CaseViewOptions options)
    {
        var filled = page.Replace("{graphql}", Text(options.GraphQLPath), StringComparison.Ordinal);
        return options.Demonstration is { } offered ? Offer(filled, offered) : WithoutDemonstration(filled);
    }

    private static string Offer(string page, Demonstration offered) => page
        .Replace("{tokens}", Text(offered.TokenPath), StringComparison.Ordinal)
        .Replace("{users}", string.Concat(offered.Users.Select(Choice)), StringComparison.Ordinal)
        .Replace("{children}", string.Concat(offered.Children.Select(Suggestion)), StringComparison.Ordinal)
        .Replace("{child}", Text(offered.Children.Count > 0 ? offered.Children[0] : ""), StringComparison.Ordinal);

    private static string WithoutDemonstration(string page)
    {
        while (page.IndexOf(Begin, StringComparison.Ordinal) is var begin and >= 0)
        {
            var end = page.IndexOf(End, begin, StringComparison.Ordinal) + End.Length;
            page = page.Remove(begin, end - begin);
        }

        return page.Replace("{child}", "", StringComparison.Ordinal);
    }

    private static string Choice(DemonstrationChoice user) =>
        $"<option value=\"{Text(user.Name)}\" data-purpose=\"{Text(user.Purpose)}\">{Text(user.Title)}</option>";

    private static string Suggestion(string child) => $"<option value=\"{Text(child)}\"></option>";

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
