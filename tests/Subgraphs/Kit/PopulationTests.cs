using Aggregator.Kit;
using Aggregator.People;
using Aggregator.Police;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

public class PopulationTests
{
    private static readonly DateOnly Anchor = RunningAgency.Anchor;

    public static TheoryData<Agency> Agencies => [new PeopleAgency(), new PoliceAgency()];

    [Theory]
    [MemberData(nameof(Agencies))]
    public void Same_arguments_give_the_same_population_and_more_families_only_add(Agency agency)
    {
        var few = agency.Population(50, Anchor).Select(Print).ToList();
        var many = agency.Population(100, Anchor).Select(Print).ToList();

        Assert.NotEmpty(few);
        Assert.Equal(few, many.Take(few.Count));
    }

    [Fact]
    public async Task Generated_child_is_there_with_its_circle_beside_the_demonstration_case()
    {
        var reports = new List<PopulationProgress>();
        await using var people = await RunningAgency.StartAsync(
            new PeopleAgency(), population: 200, progress: new Reports(reports));

        var answer = await people.AskAsync(
            """
            { child(id: "G000042-1") { age { totalDays } nhsNumber circle { reasons } } other: child(id: "P1") { id } }
            """);

        var data = answer.GetProperty("data");
        Assert.Equal(3, data.GetProperty("child").GetProperty("circle").GetArrayLength());
        Assert.True(NhsNumber.TryParse(data.GetProperty("child").GetProperty("nhsNumber").GetString(), out _));
        Assert.Equal("P1", data.GetProperty("other").GetProperty("id").GetString());
        Assert.True(reports[^1].Entries > 200);
    }

    private static string Print(PopulationEntry entry) =>
        $"{entry.Link} {entry.Fact?.Id} {entry.Fact?.RecordedAt:O} {entry.Fact?.Content}";

    private sealed class Reports(List<PopulationProgress> reports) : IProgress<PopulationProgress>
    {
        public void Report(PopulationProgress value) => reports.Add(value);
    }
}
