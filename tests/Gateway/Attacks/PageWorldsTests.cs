using System.Text.Json.Nodes;
using Aggregator.Engine;
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
          nodes { id about { id name } } pageInfo { hasNextPage endCursor } } } }
        """;

    private static readonly LabCaller[] Callers =
    [
        LabCaller.SocialWorker, LabCaller.HealthVisitor, LabCaller.DecisionMaker, LabCaller.Analyst,
        LabCaller.PoliceDesk,
    ];

    // In time order, the police's and the health visitor's: i and v are seen; t is of a kind of which nothing is asked;
    // o is about somebody whom the caller has no link to; m and s (the therapist's) are about the mother.
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
            Assert.Equal(
                await PagesAsync(two, size, LabCaller.SocialWorker),
                await PagesAsync(one, size, LabCaller.SocialWorker));

            // A round of requests more is milliseconds, which whoever asks can measure.
            Assert.Equal(two.TakeRequests(), one.TakeRequests());
        }
    }

    [Fact]
    public async Task Generated_pages_are_those_of_a_world_of_what_the_whole_list_shows()
    {
        for (var seed = 0; seed < RandomCase.Cases(25); seed++)
        {
            var random = new Random(seed);
            var caller = Callers[random.Next(Callers.Length)];
            var kinds = new string(random.GetItems<char>("ivtoms ", random.Next(16)));
            await using var one = FamilyGraph.Gateway(World(kinds));
            var shown = await PagesAsync(one, 200, caller);
            _ = one.TakeRequests();
            await using var two = FamilyGraph.Gateway(World(new string([.. kinds.Select((kind, at) =>
                shown[0].Contains($"\"{kind}{at}\"", StringComparison.Ordinal) ? kind : ' ')])));
            for (var size = 1; size <= 3; size++)
            {
                Assert.True(
                    (await PagesAsync(two, size, caller)).SequenceEqual(await PagesAsync(one, size, caller)),
                    $"seed {seed}: {caller.Roles[0]} can tell `{kinds}` by pages of {size}");
                Assert.True(
                    two.TakeRequests().SequenceEqual(one.TakeRequests()),
                    $"seed {seed}: {caller.Roles[0]} can tell `{kinds}` by the time that pages of {size} take");
            }
        }
    }

    [Theory]
    [InlineData("pageInfo { hasNextPage endCursor }")]
    [InlineData("pageInfo { hasNextPage } nodes @skip(if: true) { id }")]
    [InlineData("pageInfo { hasNextPage } nodes @include(if: $never) { id }")]
    [InlineData("pageInfo @include(if: $always) { hasNextPage } nodes @include(if: $never) { id }")]
    public async Task Where_a_page_ends_is_not_told_without_its_items(string selected)
    {
        await using var gateway = FamilyGraph.Gateway(World("ooo"));
        var answer = JsonNode.Parse(await gateway.AskAsync(
            LabCaller.SocialWorker,
            $$"""
            query Q($never: Boolean!, $always: Boolean!) { child(id: "P1") {
              name @include(if: $always) again: name @skip(if: $never) events(first: 1) { {{selected}} } } }
            """,
            new { never = false, always = true }))!;

        Assert.Equal(["PAGE_INFO_ALONE"], answer.Codes());
        Assert.Empty(gateway.TakeRequests());
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

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task Whom_hidden_records_and_those_behind_a_page_are_about_does_not_count_for_the_caller(int size)
    {
        var world = World("i");
        foreach (var (agency, type) in ((string, string)[])[("police", "Incident"), ("visiting", "Visit")])
        {
            // More than the register is asked about at once.
            foreach (var person in (string[])["P1", "P2"])
            {
                var events = world[agency]!["Person"]![person]!["events"]!["nodes"]!.AsArray();
                for (var at = 0; at < 190; at++)
                {
                    var id = $"{agency}-{person}-{at}";
                    events.Add(FamilyGraph.Event(type, id, at, "STRANGER-" + id));
                }
            }
        }

        await using var one = FamilyGraph.Gateway(world, options: new EngineOptions { MaxSubjects = 2 });
        await using var two = FamilyGraph.Gateway(World("i"), options: new EngineOptions { MaxSubjects = 2 });
        const string AndThen = """
            query Q($first: Int) { child(id: "P1") { events(first: $first) { nodes { id } } mother { name } } }
            """;

        var answer = await one.AskAsync(LabCaller.SocialWorker, AndThen, new { first = size });
        Assert.Contains("\"name\":\"Jo\"", answer, StringComparison.Ordinal);
        Assert.Equal(await two.AskAsync(LabCaller.SocialWorker, AndThen, new { first = size }), answer);
    }

    private static async Task<List<string>> PagesAsync(LabGateway gateway, int first, LabCaller caller)
    {
        List<string> pages = [];
        string? after = null;
        do
        {
            var text = await gateway.AskAsync(caller, Query, new { first, after });
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
        world["therapies"]!["Person"]!["P2"]!["events"]!["nodes"] = Events(kinds, "s");
        return world;
    }

    private static JsonArray Events(string kinds, string own) => new(
    [
        .. kinds.Select((kind, at) => (kind, at)).Where(each => own.Contains(each.kind, StringComparison.Ordinal))
            .Select(each => FamilyGraph.Event(
                each.kind switch { 'v' => "Visit", 't' => "Tip", 's' => "Session", _ => "Incident" },
                $"{each.kind}{each.at}",
                each.at,
                each.kind switch { 'o' => "P5", 'm' or 's' => "P2", _ => "P1" })),
    ]);
}
