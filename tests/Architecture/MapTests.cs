using System.Text.RegularExpressions;
using Xunit;

namespace Aggregator.Architecture.Tests;

/// <summary>Holds ARCHITECTURE.md to the code: a map that lies is worse than none.</summary>
public partial class MapTests
{
    private static readonly string Map = File.ReadAllText(Path.Combine(Repository.Root, "ARCHITECTURE.md"));

    public static TheoryData<string> Names => [.. Repository.Rooms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Map_lists_every_room_with_the_rooms_it_may_import(string room)
    {
        var row = RoomRow().Matches(Map).SingleOrDefault(match => match.Groups[1].Value.EndsWith("/" + room));

        var listed = (row?.Groups[2].Value ?? "not in the map").Split(',', StringSplitOptions.TrimEntries);
        var expected = Repository.Rooms[room].MayImport;
        Assert.Equal(expected.Count == 0 ? ["–"] : expected.Order(), listed.Order());
    }

    [Fact]
    public void Every_path_the_map_names_exists() =>
        Assert.DoesNotContain(
            CodePath().Matches(Map).Select(match => match.Groups[1].Value),
            path => !Path.Exists(Path.Combine(Repository.Root, path)));

    [Fact]
    public void Every_decision_record_is_listed_in_the_index()
    {
        var folder = Path.Combine(Repository.Root, "docs", "decisions");
        var index = File.ReadAllText(Path.Combine(folder, "README.md"));

        Assert.DoesNotContain(
            Directory.EnumerateFiles(folder, "0*.md").Select(Path.GetFileName),
            name => !index.Contains(name!, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\| `((?:gateway|subgraphs)/\w+)` \|[^|]*\| ([^|]*?) \|", RegexOptions.Multiline)]
    private static partial Regex RoomRow();

    [GeneratedRegex(@"`((?:gateway|subgraphs|schema|tests|docs|eng)/[\w./-]*)`")]
    private static partial Regex CodePath();
}
