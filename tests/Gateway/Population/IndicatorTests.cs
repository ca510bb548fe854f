using System.Globalization;
using System.Text.Json.Nodes;
using Aggregator.Host.LocalHub;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Population;

/// <summary>The dashboard's counts over the generated population (acceptance assertion 15).</summary>
[Collection(PopulationTests.Name)]
public class IndicatorTests(PopulationFixture hub)
{
    private const string Query = """
        query ($from: Date!, $to: Date!) { indicators(from: $from, to: $to) {
            from to indicators { code title total cells { agency count answered } } } }
        """;

    private static readonly object June = new { from = "2025-06-01", to = "2025-06-30" };

    [Fact]
    public async Task The_dashboard_counts_by_indicator_and_agency_and_no_cell_is_small()
    {
        await using var counted = new CountedPopulation();
        await counted.EvaluateBeforeJuneSettlesAsync();

        var answer = await counted.AskAsync("dashboard", Query, variables: June);

        Assert.Empty(answer.Codes());
        var counts = answer.Texts("indicators.indicators.cells.count").Select(int.Parse).ToList();
        Assert.NotEmpty(counts);
        Assert.All(counts, count => Assert.True(count >= 10));
        Assert.Contains(answer.All("indicators.indicators.cells"), cell => cell!["count"] is null);
        Assert.DoesNotMatch(@"\b(G\d{6}|P\d+)\b", answer.ToJsonString());
    }

    [Fact]
    public async Task Population_that_is_first_evaluated_when_a_month_has_settled_is_not_counted_in_it()
    {
        var before = await hub.AskAsync("dashboard", Query, variables: June);

        _ = await hub.Hub.Rules.Worker!.EvaluateAsync(CountedPopulation.Children(), null, default);

        Assert.Equal(
            before["data"]!.ToJsonString(),
            (await hub.AskAsync("dashboard", Query, variables: June))["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Counts_are_the_same_whenever_and_as_at_whenever_they_are_asked_for()
    {
        var now = await hub.AskAsync("dashboard", Query, variables: June);
        var asAt = await hub.AskAsync("dashboard", Query, Access.On(20), June);

        Assert.Equal(now["data"]!.ToJsonString(), asAt["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("2025-06-02", "2025-06-30")]
    [InlineData("2025-06-01", "2025-06-29")]
    [InlineData("2025-07-01", "2025-07-31")]
    public async Task Part_of_a_month_and_a_month_that_has_not_settled_are_not_counted(string from, string to)
    {
        var answer = await hub.AskAsync("dashboard", Query, variables: new { from, to });

        Assert.Empty(answer["data"]!["indicators"]!.AsArray());
    }

    [Theory]
    [InlineData("2025-06-01", "P1")]
    [InlineData("G000001", "2025-06-30")]
    [InlineData("1995-01-01", "2025-06-30")]
    public async Task What_is_no_span_of_days_is_refused_without_repeating_it(string from, string to)
    {
        var answer = await hub.AskAsync("dashboard", Query, variables: new { from, to });

        Assert.NotEmpty(answer.Codes());
        Assert.DoesNotMatch(@"\b(G\d{6}|P1)\b", answer.ToJsonString());
    }

    [Theory]
    [InlineData("""{ child(id: "P1") { id name } }""")]
    [InlineData("""{ person(id: "P1") { id name } }""")]
    [InlineData("""{ searchPersons(name: "Ash Marlow", dateOfBirth: "2025-02-10") { person { id } } }""")]
    public async Task The_dashboard_finds_nobody(string query)
    {
        var answer = await hub.AskAsync("dashboard", query);

        Assert.DoesNotMatch("\"P1\"|Marlow", (answer["data"] ?? new JsonObject()).ToJsonString());
    }

    [Fact]
    public async Task A_practitioner_gets_no_counts()
    {
        var answer = await hub.AskAsync("health-visitor", Query, variables: June);

        Assert.Null(answer["data"]!["indicators"]);
    }
}

/// <summary>A hub whose rules looked at every child while counts of June could still change.</summary>
internal sealed class CountedPopulation : LocalHubFixture, IAsyncDisposable
{
    private const int Families = 300;
    private int _day = 38;

    protected override DateTimeOffset? Now =>
        DateTimeOffset.Parse(Access.Day(_day), CultureInfo.InvariantCulture).ToUniversalTime();

    /// <summary>Children of families where the police were: one in twelve.</summary>
    public static IReadOnlyList<string> Children() =>
    [
        .. Enumerable.Range(1, Families).Select(number => new GeneratedFamily(number))
            .Where(family => family.Pick("police", 12) == 0).Select(family => family.Child),
    ];

    /// <summary>Evaluates, and goes on to the demonstration's now.</summary>
    public async Task EvaluateBeforeJuneSettlesAsync()
    {
        await InitializeAsync();
        _ = await Hub.Rules.Worker!.EvaluateAsync(Children(), null, default);
        await StopAsync();
        _day = 49;
        await InitializeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    private protected override LocalHubOptions Adjust(LocalHubOptions options) =>
        options with { Population = Families };
}
