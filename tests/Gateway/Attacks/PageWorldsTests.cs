using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// Every page of a list, its cursor and whether there is more are those of a list in which what is hidden does not
/// exist.
/// </summary>
public class PageWorldsTests
{
    private const string Query = """
        query Q($first: Int, $after: String) { child(id: "P1") { events(first: $first, after: $after) {
          nodes { id } pageInfo { hasNextPage endCursor } } } }
        """;

    // In time order, the police's and the health visitor's: i and v are seen; t is of a kind of which nothing is asked;
    // o is about somebody whom the caller has no link to.
    [Theory]
    [InlineData("it")]
    [InlineData("io")]
    [InlineData("oi")]
    [InlineData("ti")]
    [InlineData("toto")]
    [InlineData("vovtiovtov")]
    [InlineData("iooooooooooooov")]
    [InlineData("vtttttttttttttti")]
    [InlineData("iototototototototototototot")]
    [InlineData("ivoiovtvitoooiv")]
    public async Task Pages_are_those_of_a_world_without_what_is_hidden(string kinds)
    {
        await using var one = FamilyGraph.Gateway(World(kinds));
        await using var two = FamilyGraph.Gateway(World(kinds.Replace('t', ' ').Replace('o', ' ')));
        for (var size = 1; size <= 4; size++)
        {
            Assert.Equal(await PagesAsync(two, size), await PagesAsync(one, size));
        }
    }

    [Fact]
    public async Task Of_whom_the_record_behind_a_page_is_nothing_was_given()
    {
        await using var gateway = FamilyGraph.Gateway(World("im"));
        var mother = gateway.Pseudonyms.Of("P2");

        var first = await gateway.AskAsync(LabCaller.SocialWorker, Query, new { first = 1 });
        var ofFirst = LogReader.Delivered(gateway.LogText);
        _ = await gateway.AskAsync(LabCaller.SocialWorker, Query, new { first = 2 });
        var ofBoth = LogReader.Delivered(gateway.LogText);

        Assert.Contains("\"hasNextPage\":true", first, StringComparison.Ordinal);
        Assert.NotEmpty(ofFirst);
        Assert.DoesNotContain(ofFirst, each => each.Subject == mother);
        Assert.Contains(ofBoth, each => each.Subject == mother);
    }

    private static async Task<List<string>> PagesAsync(LabGateway gateway, int first)
    {
        List<string> pages = [];
        string? after = null;
        do
        {
            var text = await gateway.AskAsync(LabCaller.SocialWorker, Query, new { first, after });
            var page = JsonNode.Parse(text)!["data"]!["child"]!["events"]!;
            pages.Add(page.ToJsonString());
            after = page["pageInfo"]!["hasNextPage"]!.GetValue<bool>()
                ? page["pageInfo"]!["endCursor"]!.GetValue<string>() : null;
        }
        while (after is not null && pages.Count < 30);

        return pages;
    }

    private static JsonObject World(string kinds)
    {
        var world = FamilyGraph.World();
        world["police"]!["Person"]!["P1"]!["events"]!["nodes"] = Events(kinds, "itom");
        world["visiting"]!["Person"]!["P1"]!["events"]!["nodes"] = Events(kinds, "v");
        world["therapies"]!["Person"]!["P2"]!["events"]!["nodes"] = new JsonArray();
        return world;
    }

    private static JsonArray Events(string kinds, string own) => new(
    [
        .. kinds.Select((kind, at) => (kind, at)).Where(each => own.Contains(each.kind, StringComparison.Ordinal))
            .Select(each => new JsonObject
            {
                ["__typename"] = each.kind switch { 'v' => "Visit", 't' => "Tip", _ => "Incident" },
                ["id"] = $"{each.kind}{each.at}",
                ["sortAt"] = LabGateway.Now.AddDays(-30).AddMinutes(each.at)
                    .ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture),
                ["agency"] = each.kind == 'v' ? "HV" : "POL",
                ["about"] = new JsonObject
                {
                    ["id"] = each.kind switch { 'o' => "P5", 'm' => "P2", _ => "P1" },
                },
            }),
    ]);
}
