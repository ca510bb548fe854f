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

        var cases = await hub.Hub.Agencies.Find("hub")!.Current.OfPersonsAsync(children, ["Case"], null, 10, default);

        Assert.Equal(PopulationFixture.Families, cases.Count);
        Assert.All(cases, each => Assert.Single(each));
        Assert.Superset(new HashSet<string> { "people", "police", "hub" }, hub.Heard.Keys.ToHashSet());
        Assert.All(hub.Heard.Values, each => Assert.True(each.Entries > 0 && each.EntriesPerSecond > 0));
    }

    [Fact]
    public async Task Last_child_is_found_through_the_gateway()
    {
        var child = new GeneratedFamily(PopulationFixture.Families).Child;

        var answer = await hub.AskAsync(
            "decision-maker", $$"""{ child(id: "{{child}}") { name circle { person { id } } } }""");

        Assert.Single(answer.Texts("child.name"));
        Assert.Equal(2, answer.Texts("child.circle.person.id").Length);
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
