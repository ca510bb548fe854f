using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Aggregator.Gateway.Tests;

/// <summary>The README shows a real query and its real answer.</summary>
[Collection(LocalHubTests.Name)]
public partial class ReadmeTests(LocalHubFixture hub)
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(RepositoryRoot.Folder, "README.md"));

    [Fact]
    public async Task The_readmes_query_has_the_readmes_answer()
    {
        var query = Block("graphql");
        var asAt = AsAt().Match(Readme).Groups[1].Value;

        var answer = await hub.AskAsync("decision-maker", query, new Access(AsAt: asAt));

        Assert.Empty(answer.Codes());
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(Block("json"))!["data"], answer["data"]),
            "the README's answer is not what the hub answers now: " + answer["data"]!.ToJsonString());
    }

    [Fact]
    public void Every_file_the_readme_links_to_is_there() =>
        Assert.All(
            Link().Matches(Readme).Select(match => match.Groups[1].Value).Where(link => !link.Contains("://")),
            link => Assert.True(Path.Exists(Path.Combine(RepositoryRoot.Folder, link)), link));

    private static string Block(string language) =>
        Regex.Match(Readme, "```" + language + "\n(.*?)\n```", RegexOptions.Singleline).Groups[1].Value;

    [GeneratedRegex("`Access-As-At: ([^`]+)`")]
    private static partial Regex AsAt();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();
}
