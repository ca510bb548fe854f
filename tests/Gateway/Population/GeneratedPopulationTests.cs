using Aggregator.Host.LocalHub;
using Aggregator.Host.Verbs;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Population;

/// <summary>A generated population beside the demonstration.</summary>
[Collection(PopulationTests.Name)]
public class GeneratedPopulationTests(PopulationFixture hub)
{
    [Fact]
    public async Task Every_family_is_there_once_and_every_agency_told_how_its_load_went()
    {
        var children = Enumerable.Range(1, PopulationFixture.Families + 1)
            .Select(number => new GeneratedFamily(number).Child).ToList();

        var cases = await hub.Hub.Agencies.Find("hub")!.Current
            .OfPersonsAsync(children, ["CaseCircle"], null, 10, default);

        Assert.Equal(PopulationFixture.Families, cases.Count);
        Assert.All(cases, each => Assert.Single(each));
        Assert.Superset(new HashSet<string> { "people", "police", "hub" }, hub.Heard.Keys.ToHashSet());
        Assert.All(hub.Heard.Values, each => Assert.True(each.Entries > 0 && each.EntriesPerSecond > 0));
    }

    [Fact]
    public async Task Last_child_is_found_through_the_gateway_by_its_health_visitor()
    {
        var family = new GeneratedFamily(PopulationFixture.Families);
        var visitor = new DemonstrationUser(
            $"hv-caseload-{family.Pick("caseload", 200) + 1}", "HEALTH_VISITOR", "HV", "SAFEGUARD_OWN_CASELOAD");

        var answer = await hub.AskAsync(visitor, $$"""{ child(id: "{{family.Child}}") { name } }""");

        Assert.True(answer.Texts("child.name").Length == 1, answer.ToJsonString());
    }

    [Fact]
    public async Task Evaluation_asks_for_every_child_and_reports_numbers_by_rule_alone()
    {
        var most = 0;
        var report = await new PopulationEvaluation(hub.Hub, 24).RunAsync((_, all) => most = all, default);

        var lines = string.Join('\n', EvaluateVerb.Lines(report));
        Assert.Equal((most, 0), (report.Evaluated, report.Failed));
        Assert.True(most > 24, $"the demonstration's children are missing: {most}");
        Assert.Contains("UNDER2_DA_NOTIFY", report.Alerts.Keys);
        Assert.DoesNotMatch(@"\b(G\d{6}|[PU]\d+\b)", lines);
    }
}
