using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aggregator.Host.LocalHub;
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
    public async Task The_readmes_command_is_complete()
    {
        var command = Block("sh");
        var headers = Header().Matches(command)
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        var body = JsonNode.Parse(Regex.Match(command, "-d '(.*?)'", RegexOptions.Singleline).Groups[1].Value)!;

        var answer = await hub.AskAsync(
            Regex.Match(command, @"\?user=([a-z-]+)").Groups[1].Value,
            body["query"]!.ToString(),
            new Access(AsAt: headers["Access-As-At"], Purpose: headers["Access-Purpose"]));

        Assert.Equal("application/json", headers["Content-Type"]);
        Assert.Empty(answer.Codes());
        Assert.Equal(["Ash Marlow"], answer.Texts("child.name"));
        Assert.NotEmpty(answer.Texts("child.alerts.rule"));
    }

    // What the README says of refused requests: only what the policy refuses is reported on.
    [Theory]
    [InlineData("BAD_STAGE", false)]
    [InlineData("BAD_AS_AT", false)]
    [InlineData("BAD_ACCESS_TEXT", false)]
    [InlineData("ROLE_UNKNOWN", false)]
    [InlineData("RECIPIENT_NOT_PERMITTED", false)]
    [InlineData("PURPOSE_NOT_PERMITTED", true)]
    public async Task Refused_requests_are_reported_on_as_the_readme_says(string code, bool isReported)
    {
        var access = code switch
        {
            "BAD_STAGE" => new Access(Stage: "NONE"),
            "BAD_AS_AT" => new Access(AsAt: "never"),
            "BAD_ACCESS_TEXT" => new Access(Reason: new string('x', 201)),
            "ROLE_UNKNOWN" => new Access(),
            "RECIPIENT_NOT_PERMITTED" => new Access(Recipient: "NOBODY"),
            _ => new Access(Purpose: "DIRECT_CARE"),
        };

        var user = code == "ROLE_UNKNOWN"
            ? new DemonstrationUser("nobody", "NOBODY", "HUB", "SAFEGUARD_ENQUIRY")
            : DemonstrationUsers.Find("decision-maker")!;
        var answer = await hub.AskAsync(user, """{ child(id: "P1") { name } }""", access);

        Assert.Equal([code], answer.Codes());
        Assert.Equal(isReported, answer["extensions"]?["disclosure"] is not null);
        Assert.Equal(!isReported, Readme.Contains($"`{code}`", StringComparison.Ordinal));
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

    [GeneratedRegex("-H '([^:]+): ([^']+)'")]
    private static partial Regex Header();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();
}
