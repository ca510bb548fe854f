using System.Text.Json;
using Snapshooter;
using Snapshooter.Xunit;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

/// <summary>What the hub's rules make of the facts that the agencies really publish.</summary>
public sealed class RulesOverTheCaseTests(RunningCaseFixture fixture) : IClassFixture<RunningCaseFixture>
{
    [Theory]
    [InlineData("D+0 18:00")]
    [InlineData("D+2 18:00")]
    [InlineData("D+21 18:00")]
    [InlineData("D+44 18:00")]
    [InlineData("D+49 18:00")]
    public async Task Rules_rest_on_the_records_that_they_should(string asAt)
    {
        var child = await fixture.Case.AskHubAsync(
            "P1",
            "alerts { rule because { recordId category } components { name certainty sources } }",
            asAt);

        var alerts = child.GetProperty("alerts").EnumerateArray().Select(Alert).Distinct();
        Snapshot.Match(string.Join('\n', alerts), NameOf(asAt));
    }

    [Theory]
    [InlineData("D+2 18:00")]
    [InlineData("D+44 18:00")]
    public async Task The_knowledge_matrix_is_as_the_case_was(string asAt)
    {
        var child = await fixture.Case.AskHubAsync(
            "P1", "knowledgeMatrix { concern cells { agency state at consideredAt } uninformedInvolved }", asAt);

        var rows = child.GetProperty("knowledgeMatrix").EnumerateArray().Select(row =>
            $"{Text(row, "concern")}: {string.Join(", ", row.GetProperty("cells").EnumerateArray().Select(Cell))}"
            + $" | not informed: {string.Join(' ', Texts(row, "uninformedInvolved"))}");
        Snapshot.Match(string.Join('\n', rows), NameOf(asAt));
    }

    private static SnapshotNameExtension NameOf(string asAt) =>
        SnapshotNameExtension.Create(asAt.Replace(' ', '_').Replace(":", "", StringComparison.Ordinal));

    private static string Alert(JsonElement alert)
    {
        var because = alert.GetProperty("because").EnumerateArray()
            .Select(cause => $"{Text(cause, "recordId")} {Text(cause, "category")}");
        var components = alert.GetProperty("components").EnumerateArray().Select(component =>
            $" | {Text(component, "name")} {Text(component, "certainty")} "
            + string.Join(' ', Texts(component, "sources")));
        return $"{Text(alert, "rule")}: {string.Join(", ", because)}{string.Concat(components)}";
    }

    private static string Cell(JsonElement cell)
    {
        var times = new[] { Text(cell, "at"), Text(cell, "consideredAt") }.OfType<string>().Select(at => at[5..16]);
        return $"{Text(cell, "agency")} {Text(cell, "state")} {string.Join('/', times)}".TrimEnd();
    }

    private static IEnumerable<string?> Texts(JsonElement of, string field) =>
        of.GetProperty(field).EnumerateArray().Select(item => item.GetString());

    private static string? Text(JsonElement of, string field) => of.GetProperty(field).GetString();
}

/// <summary>One running case for all tests of a class, which only read from it.</summary>
public sealed class RunningCaseFixture : IAsyncLifetime
{
    public RunningCase Case { get; private set; } = null!;

    public async Task InitializeAsync() => Case = await RunningCase.StartAsync();

    public async Task DisposeAsync() => await Case.DisposeAsync();
}
