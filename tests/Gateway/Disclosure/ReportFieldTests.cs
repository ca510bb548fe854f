using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests.Disclosure;

/// <summary>The answer says what it withholds, as a field of its own beside the extension.</summary>
[Collection(LocalHubTests.Name)]
public class ReportFieldTests(LocalHubFixture hub)
{
    [Fact]
    public async Task Report_is_a_root_field_that_says_what_the_extension_says()
    {
        var answer = await hub.AskAsync("health-visitor", """
            { child(id: "P1") { incidents { nodes { story: narrative } } }
              disclosure { policy purpose stage asAt auditId complete moreWithheld
                withheld { path coordinate class effect reason contact }
                sources { agency state asOf since coverage { from area cohort explanation } } } }
            """, Access.On(2));

        var report = answer["data"]!["disclosure"]!;
        var extension = answer["extensions"]!["disclosure"]!;
        foreach (var name in new[] { "policy", "purpose", "stage", "asAt", "auditId", "complete" })
        {
            Assert.True(JsonNode.DeepEquals(extension[name], report[name]), name);
        }

        Assert.Equal(
            ["child", "incidents", "nodes", "story"],
            report["withheld"]![0]!["path"]!.AsArray().Select(key => key!.ToString()));
        Assert.Equal(extension["withheld"]!.AsArray().Count, report["withheld"]!.AsArray().Count);
        Assert.Equal(extension["sources"]!.AsArray().Count, report["sources"]!.AsArray().Count);
    }

    [Fact]
    public async Task Report_says_what_each_source_holds_and_that_an_earlier_day_lies_outside()
    {
        const string Query = """
            { sourceStatus { agency }
              disclosure { complete sources { agency state coverage { from area cohort explanation } } } }
            """;

        var now = Police(await hub.AskAsync("health-visitor", Query));
        var before = await hub.AskAsync("health-visitor", Query, new Access(AsAt: "2020-06-01T12:00:00+01:00"));

        Assert.Equal("OK", now["state"]!.ToString());
        Assert.Equal(
            "2020-06-02 whole force area people named in incidents and referrals",
            $"{now["coverage"]!["from"]} {now["coverage"]!["area"]} {now["coverage"]!["cohort"]}");
        Assert.Contains("last five years", now["coverage"]!["explanation"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("NOT_COVERED", Police(before)["state"]!.ToString());
        Assert.False(before["data"]!["disclosure"]!["complete"]!.GetValue<bool>());
        Assert.True(JsonNode.DeepEquals(
            before["extensions"]!["disclosure"]!["sources"]!.AsArray()
                .First(source => source!["agency"]!.ToString() == "POL")!["coverage"],
            Police(before)["coverage"]));
    }

    [Theory]
    [InlineData("{ child(id: \"P1\") { nothing } }", "SAFEGUARD_OWN_CASELOAD", null, false)]
    [InlineData("{ child(id: \"P1\") { name } }", "", null, false)]
    [InlineData("{ child(id: \"P1\") { name } }", "SAFEGUARD_OWN_CASELOAD", "S47", true)]
    public async Task A_refused_request_says_under_which_policy_and_purpose_it_was_refused_and_that_nothing_is_in_it(
        string query, string purpose, string? stage, bool isLogged)
    {
        var answer = await hub.AskAsync("health-visitor", query, new Access(Purpose: purpose, Stage: stage));

        var report = answer["extensions"]!["disclosure"]!;
        Assert.NotEmpty(answer.Codes());
        Assert.Null(answer["data"]);
        Assert.NotEmpty(report["policy"]!.ToString());
        Assert.Equal(purpose, report["purpose"]?.ToString() ?? "");
        Assert.False(report["complete"]!.GetValue<bool>());
        Assert.Equal((0, 0), (report["withheld"]!.AsArray().Count, report["sources"]!.AsArray().Count));
        Assert.Equal(isLogged, report["auditId"] is not null);
    }

    private static JsonNode Police(JsonNode answer) => answer["data"]!["disclosure"]!["sources"]!.AsArray()
        .Single(source => source!["agency"]!.ToString() == "POL")!;

    [Fact]
    public async Task Report_is_selected_like_any_field_with_aliases_fragments_and_conditions()
    {
        var answer = await hub.AskAsync("health-visitor", """
            query ($no: Boolean!) {
              about: disclosure { ...Told kind: __typename policy @skip(if: $no) }
              child(id: "P1") { id } }
            fragment Told on DisclosureReport { why: withheld { reason } }
            """, variables: new { no = true });

        Assert.Empty(answer.Codes());
        Assert.Equal("""{"why":[],"kind":"DisclosureReport"}""", answer["data"]!["about"]!.ToJsonString());
    }

    [Fact]
    public async Task Report_is_in_the_schema_and_checked_like_any_field()
    {
        var schema = await hub.AskAsync("gp", """
            { __type(name: "DisclosureReport") { fields { name type { kind ofType { name } } } } }
            """);
        var wrong = await hub.AskAsync("gp", "{ disclosure { secrets } }");

        Assert.Contains("withheld", schema.Texts("__type.fields.name"));
        Assert.NotNull(wrong["errors"]);
        Assert.Null(wrong["data"]);
    }

    [Fact]
    public async Task Report_alone_asks_nobody_and_needs_no_purpose()
    {
        var answer = await hub.AskAsync(
            "analyst", "{ disclosure { complete sources { agency } withheld { reason } } }");

        Assert.Equal(
            """{"complete":true,"sources":[],"withheld":[]}""", answer["data"]!["disclosure"]!.ToJsonString());
    }
}
