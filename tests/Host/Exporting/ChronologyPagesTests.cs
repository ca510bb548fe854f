using System.Text.Json.Nodes;
using Aggregator.Host.Exporting;
using Aggregator.Host.Verbs;
using Xunit;

namespace Aggregator.Host.Tests.Exporting;

/// <summary>What is exported of a chronology that comes in pages.</summary>
public sealed class ChronologyPagesTests
{
    private const string NoChild = """{ "child": null }""";

    private const string Withheld = """
        , "complete": true, "withheld": [
          { "path": ["child", "chronology", "nodes"], "coordinate": "Events.nodes", "reason": "WITHHELD" },
          { "path": ["child", "chronology", "nodes", "headline"], "coordinate": "Visit.name", "reason": "WITHHELD" },
          { "path": ["child", "chronology", "nodes", 1, "kind"], "coordinate": "Visit.kind", "reason": "WITHHELD" }],
          "moreWithheld": 2
        """;

    [Theory]
    [InlineData(
        NoChild, ", \"complete\": false, \"register\": \"UNAVAILABLE\", \"withheld\": []", "",
        "the hub's register is UNAVAILABLE: ask again")]
    [InlineData(
        """{ "child": { "chronology": { "nodes": [] } } }""",
        ", \"complete\": false, \"register\": \"LAST_KNOWN\", \"withheld\": []", "",
        "the hub's register is LAST_KNOWN: ask again")]
    [InlineData(
        NoChild, ", \"complete\": true, \"withheld\": []",
        """{ "message": "no answer", "path": ["child"], "extensions": { "code": "SUBGRAPH_UNAVAILABLE" } }""",
        "child: SUBGRAPH_UNAVAILABLE: no answer: ask again")]
    [InlineData(
        NoChild, ", \"complete\": true, \"withheld\": []", "", "the child is not there any longer: ask again")]
    public async Task Page_that_is_not_there_is_not_taken_for_the_end(
        string data, string disclosure, string errors, string why)
    {
        await using var gateway = await CannedGateway.StartAsync((_, variables) => variables["after"] is null
            ? CannedGateway.Answer(Page("r0", "r1", isLast: false), ", \"complete\": true, \"withheld\": []")
            : CannedGateway.Answer(data, disclosure, errors));

        var fault = await Assert.ThrowsAsync<AskException>(() => ExportAsync(gateway));

        Assert.Equal(
            "page 2 of the chronology could not be read, so nothing is passed on to CSC: " + why, fault.Message);
    }

    [Theory]
    [InlineData(
        NoChild, ", \"complete\": false, \"register\": \"UNAVAILABLE\", \"withheld\": []",
        "the hub's register is UNAVAILABLE: ask again")]
    [InlineData(
        """{ "child": { "chronology": { "nodes": [] } } }""",
        ", \"complete\": false, \"register\": \"LAST_KNOWN\", \"withheld\": []",
        "the hub's register is LAST_KNOWN: ask again")]
    [InlineData(
        NoChild,
        ", \"complete\": false, \"withheld\": [], \"sources\": [{ \"agency\": \"PPL\", \"state\": \"UNAVAILABLE\" }]",
        "PPL is UNAVAILABLE: ask again")]
    [InlineData(NoChild, ", \"complete\": true, \"withheld\": []", "no such child, or no link to it")]
    public async Task Of_a_child_that_is_not_there_is_said_who_did_not_answer(
        string data, string disclosure, string why)
    {
        await using var gateway = await CannedGateway.StartAsync((_, _) => CannedGateway.Answer(data, disclosure));

        var fault = await Assert.ThrowsAsync<AskException>(() => ExportAsync(gateway));

        Assert.Equal("nothing of this child can be passed on to CSC: " + why, fault.Message);
    }

    [Fact]
    public async Task What_is_said_of_an_event_of_a_later_page_names_its_place_and_of_the_list_is_said_once()
    {
        const string Failed = """
            { "message": "no answer", "path": ["child", "chronology", "nodes", 0, "contact"],
              "extensions": { "code": "SUBGRAPH_UNAVAILABLE" } }
            """;
        await using var gateway = await CannedGateway.StartAsync((_, variables) => CannedGateway.Answer(
            Page("r" + variables["after"], "s" + variables["after"], isLast: variables["after"] is not null),
            Withheld, variables["after"] is null ? "" : Failed));

        var answer = (await ExportAsync(gateway)).Answer;

        var disclosure = answer["extensions"]!["disclosure"]!;
        Assert.Equal(
            ["child.chronology.nodes", "child.chronology.nodes.headline", "child.chronology.nodes.1.kind",
                "child.chronology.nodes.3.kind"],
            disclosure["withheld"]!.AsArray().Select(PathOf));
        Assert.Equal(4, (int?)disclosure["moreWithheld"]);
        Assert.Equal(["child.chronology.nodes.2.contact"], answer["errors"]!.AsArray().Select(PathOf));
        var document = MeetingMarkdown.Of(new RecipientExport("CSC", answer), "HUB-D-1");
        Assert.Contains(
            "**Not complete: child.chronology.nodes.2.contact: SUBGRAPH_UNAVAILABLE: no answer**", document,
            StringComparison.Ordinal);
        Assert.Contains("And at 4 more places", document, StringComparison.Ordinal);
    }

    private static string PathOf(JsonNode? said) => string.Join('.', said!["path"]!.AsArray());

    private static string Page(string first, string second, bool isLast) => $$"""
        { "child": { "chronology": {
            "nodes": [{ "id": "{{first}}", "agency": "HV" }, { "id": "{{second}}", "agency": "HV" }],
            "pageInfo": { "hasNextPage": {{(isLast ? "false" : "true")}}, "endCursor": "2" }, "missing": [] } } }
        """;

    private static async Task<RecipientExport> ExportAsync(CannedGateway gateway)
    {
        using var client = new GatewayClient(gateway.Url, "token");
        return Assert.Single(await MeetingExport.AskAsync(
            client, PolicyFolder.Read(folder: null).Table!.Model, "P1", ["CSC"],
            new AskedAccess("S47_ENQUIRY", null, null, null), default));
    }
}
