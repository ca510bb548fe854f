using Xunit;

namespace Aggregator.Gateway.Tests.CaseView;

/// <summary>What is restricted, shielded or another family's (acceptance assertions 17, 21, 23b).</summary>
[Collection(LocalHubTests.Name)]
public class RestrictedTests(LocalHubFixture hub)
{
    private const string Search = """
        query($postcode: String) {
          searchPersons(postcode: $postcode) { name yearOfBirth matched id person { name } } }
        """;

    [Fact]
    public async Task Shielded_household_is_found_by_its_postcode_just_as_where_nobody_lives()
    {
        using var shielded = await hub.SendAsync("decision-maker", Search, null, new { postcode = "ZZ9 9ZZ" });
        using var empty = await hub.SendAsync("decision-maker", Search, null, new { postcode = "ZZ8 8YY" });
        var one = System.Text.Json.Nodes.JsonNode.Parse(await shielded.Content.ReadAsStringAsync())!;
        var other = System.Text.Json.Nodes.JsonNode.Parse(await empty.Content.ReadAsStringAsync())!;

        Assert.Equal(other["data"]!.ToJsonString(), one["data"]!.ToJsonString());
        Assert.Equal(other.Withheld(), one.Withheld());
        Assert.Equal((empty.StatusCode, "[]"), (shielded.StatusCode, one["data"]!["searchPersons"]!.ToJsonString()));
    }

    [Fact]
    public async Task Search_gives_a_stub_and_no_more()
    {
        var answer = await hub.AskAsync("decision-maker", Search, variables: new { postcode = "ZZ1 1AA" });

        Assert.Empty(answer.Codes());
        Assert.Contains("Ash Marlow", answer.Texts("searchPersons.name"));
        Assert.InRange(answer.All("searchPersons").Count, 1, 20);
    }

    [Theory]
    [InlineData("P31")]
    [InlineData("P99")]
    public async Task Child_without_a_link_is_left_out_of_a_list_just_as_one_that_is_not_there(string other)
    {
        var answer = await hub.AskAsync(
            "health-visitor", $$"""{ children(ids: ["{{other}}", "P1"]) { id name alerts { rule } } }""");
        var alone = await hub.AskAsync(
            "health-visitor", """{ children(ids: ["P1"]) { id name alerts { rule } } }""");

        Assert.Empty(answer.Codes());
        Assert.Equal(["Ash Marlow"], answer.Texts("children.name"));
        Assert.Equal(alone["data"]!.ToJsonString(), answer["data"]!.ToJsonString());
        Assert.Equal(alone.Withheld(), answer.Withheld());
    }

    [Theory]
    [InlineData("health-visitor")]
    [InlineData("gp")]
    public async Task Serious_incident_leaves_no_trace_for_those_it_is_hidden_from(string user)
    {
        await using var later = await OtherHub.StartAsync(day: 123);
        const string Ask = """
            { child(id: "P1") { chronology(first: 200) { nodes { id kind agency headline } missing { agency } }
                consultations(first: 200) { nodes { id } } notes { rule } alerts { rule }
                person { legalHolds { id } } } }
            """;

        var answer = await later.AskAsync(user, Ask);
        var text = answer.ToJsonString();

        Assert.Empty(answer.Codes());
        Assert.DoesNotContain("ED-X1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("CRITICAL_INCIDENT", text, StringComparison.Ordinal);
        Assert.DoesNotContain("LEGAL_HOLD", text, StringComparison.Ordinal);
        Assert.DoesNotContain("HUB-H1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serious_incident_is_withheld_under_legal_restriction_for_those_who_keep_it()
    {
        await using var later = await OtherHub.StartAsync(day: 123);
        const string Ask = """
            { child(id: "P1") { chronology(first: 200) { nodes { id ... on CriticalIncident { headline } } } } }
            """;

        foreach (var user in new[] { "decision-maker", "police-desk", "auditor", "dpo" })
        {
            var answer = await later.AskAsync(user, Ask);

            Assert.Contains("CriticalIncident.headline OMIT LEGAL_RESTRICTION", answer.Withheld());
            Assert.Contains("POL-C1", answer.Texts("child.chronology.nodes.id"));
            Assert.DoesNotContain("Serious incident", answer.ToJsonString(), StringComparison.Ordinal);
        }

        var notes = await later.AskAsync("decision-maker", """{ child(id: "P1") { notes { rule placement } } }""");
        Assert.Contains("LEGAL_HOLD", notes.Texts("child.notes.rule"));
    }

    [Fact]
    public async Task Reason_is_that_of_the_kind_of_record_also_where_fields_of_every_kind_are_asked()
    {
        await using var later = await OtherHub.StartAsync(day: 123);

        foreach (var user in new[] { "police-desk", "auditor", "dpo" })
        {
            var answer = await later.AskAsync(user, """
                { child(id: "P1") { chronology(first: 200) { nodes { headline } } } }
                """);

            var marker = Assert.Single(
                answer["extensions"]!["disclosure"]!["withheld"]!.AsArray(),
                one => one!["coordinate"]!.ToString() == "CriticalIncident.headline")!;
            Assert.Equal("LEGAL_RESTRICTION", marker["reason"]!.ToString());
            Assert.Equal("CRITICAL_INCIDENT", marker["class"]!.ToString());
            Assert.Equal("[\"child\",\"chronology\",\"nodes\",\"headline\"]", marker["path"]!.ToJsonString());
        }
    }

    [Fact]
    public async Task Health_visitor_of_the_other_family_is_told_of_a_concern_and_whom_to_ask()
    {
        var answer = await hub.AskAsync("health-visitor-2", """
            { child(id: "P4") { alerts { rule because { recordId } show { parties asked contact { agency phone } } } } }
            """, Access.On(49));

        var card = answer.All("child.alerts")[0]!;
        Assert.Equal("[\"father\"]", card["show"]!["parties"]!.ToJsonString());
        Assert.Equal("[\"TALK_TO_HEALTH_DESK\"]", card["show"]!["asked"]!.ToJsonString());
        Assert.Equal("HST", card["show"]!["contact"]!["agency"]!.ToString());
        Assert.DoesNotMatch("\"(P1|P2|A1|A2|POL-|THX-|GP-|Marlow)", answer.ToJsonString());
    }
}
