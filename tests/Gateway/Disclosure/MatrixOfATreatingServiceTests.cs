using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests.Disclosure;

/// <summary>
/// A service that treats a person reads in the knowledge matrix what it knows itself, and of others whether they were
/// told.
/// </summary>
public sealed class MatrixOfATreatingServiceTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    [Fact]
    public async Task Therapist_gets_the_cells_of_its_own_service_and_of_others_only_whether_they_were_told()
    {
        var all = await CellsAsync("decision-maker");
        var given = await CellsAsync("therapist");
        var others = given.Where(cell => !IsOwn(cell)).ToList();

        Assert.Equal(all.Where(IsOwn), given.Where(IsOwn));
        Assert.Contains(given, cell => IsOwn(cell) && cell.State == "HELD");
        Assert.Contains(all, cell => !IsOwn(cell) && cell.State == "HELD");
        Assert.All(others, cell => Assert.True(cell.State is "TOLD" or "NOT_TOLD"));
        Assert.Equal(
            all.Where(cell => !IsOwn(cell) && cell.State == "NOT_TOLD"),
            others.Where(cell => cell.State == "NOT_TOLD"));
    }

    private static bool IsOwn(Cell cell) => cell.Agency == "THX";

    private async Task<List<Cell>> CellsAsync(string user)
    {
        var answer = await hub.AskAsync(
            user, "{ child(id: \"P1\") { knowledgeMatrix { concern cells { agency state } } } }");
        return [.. answer["data"]!["child"]!["knowledgeMatrix"]!.AsArray().SelectMany(row =>
            row!["cells"]!.AsArray().Select(cell =>
                new Cell(Text(row, "concern"), Text(cell!, "agency"), Text(cell!, "state"))))];
    }

    private static string Text(JsonNode node, string name) => node[name]!.ToString();

    private sealed record Cell(string Concern, string Agency, string State);
}
