using System.Net;
using System.Text.Json;
using Aggregator.People;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

/// <summary>Through whom people are related, as far as that is recorded.</summary>
public sealed class PeopleThroughTests : IAsyncLifetime
{
    private RunningAgency _agency = null!;

    public async Task InitializeAsync() => _agency = await RunningAgency.StartAsync(new PeopleAgency());

    public async Task DisposeAsync() => await _agency.DisposeAsync();

    [Theory]
    [InlineData("P1", "D+40", "REL-1: REL-2: REL-6: REL-7:P2 REL-8:P3")]
    [InlineData("P1", "D+42", "REL-1: REL-2: REL-6: REL-7:P2 REL-8:P3")]
    [InlineData("U4", "D+40", "REL-10: REL-8:P3 REL-9:")]
    [InlineData("P7", "D+40", "REL-5: REL-7:P2")]
    [InlineData("P6", "D+40", "REL-4: REL-6:")]
    public async Task Siblings_are_so_through_the_parents_both_have_and_grandparents_through_the_parent_between(
        string person, string asAt, string expected) => Assert.Equal(expected, await ThroughAsync(person, asAt));

    [Fact]
    public async Task Half_sibling_whose_parents_nobody_recorded_is_one_through_nobody()
    {
        await RecordAsync(
            ["X1"],
            Person("X1"), Related("X-1", "P1", "X1", "HALF_SIBLING"));

        Assert.Contains(" X-1: ", await ThroughAsync("P1", "D+60"), StringComparison.Ordinal);
        Assert.Equal("X-1:", await ThroughAsync("X1", "D+60"));
    }

    [Fact]
    public async Task Parent_who_was_recorded_before_the_birth_alone_is_one_of_the_child_that_was_born()
    {
        await RecordAsync(
            ["X2", "X3", "X4"],
            Person("X2"), Person("X3"), Person("X4", """ "expectedDate": "2025-07-01", "mergedInto": "X3" """),
            Related("X-2", "P1", "X2", "PARENT"), Related("X-3", "X4", "X2", "PARENT"),
            Related("X-4", "P1", "X3", "HALF_SIBLING"));

        Assert.Contains(" X-4:X2", await ThroughAsync("P1", "D+60"), StringComparison.Ordinal);
        Assert.Contains("X-4:X2", await ThroughAsync("X3", "D+60"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("false", "HALF_SIBLING")]
    [InlineData("true", "HOUSEHOLD_MEMBER")]
    public async Task Half_sibling_at_home_through_who_is_shielded_is_a_member_of_the_household(
        string shielded, string expected)
    {
        await RecordAsync(
            ["X5", "X6"],
            Person("X5"), Home("X5"), Person("X6", $""" "dateOfBirth": "1990-01-02", "shielded": {shielded} """),
            Related("X-5", "P1", "X6", "PARENT"), Related("X-6", "X5", "X6", "PARENT"),
            Related("X-7", "P1", "X5", "HALF_SIBLING"));

        Assert.Equal(expected, await RelationAsync("X5"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("X-A")]
    [InlineData("X-A X-B")]
    [InlineData("X-B")]
    public async Task What_is_said_of_a_child_by_one_parent_does_not_depend_on_another(string alsoOfShielded)
    {
        await FamilyAsync(alsoOfShielded);

        Assert.Contains("X-9 SIBLING CONFIRMED X7", await ChildrenOfAdultsAsync());
    }

    [Fact]
    public async Task A_child_of_two_adults_of_the_circle_is_told_of_with_each()
    {
        await FamilyAsync("X-A X-B");

        Assert.Equal(
            ["REL-9 HALF_SIBLING REPORTED P3", "X-9 SIBLING CONFIRMED X7", "X-B SIBLING REPORTED X8"],
            await ChildrenOfAdultsAsync());
    }

    [Theory]
    [InlineData("", "X7", "X9")]
    [InlineData("X-A X-B", "X7", "X9")]
    [InlineData("X-B", "X7", "X9")]
    public async Task Half_sibling_names_who_is_open_before_who_is_shielded(
        string alsoOfShielded, string through, string otherParent)
    {
        await FamilyAsync(
            alsoOfShielded, Related("X-D", "P1", "XC", "HALF_SIBLING"), Related("X-E", "XC", "X9", "PARENT"));

        Assert.Equal((through, otherParent), await HalfSiblingAsync("X-D"));
    }

    [Fact]
    public async Task Half_sibling_names_who_is_shielded_where_nobody_else_is_known()
    {
        await RecordAsync(
            ["X8", "X9", "XC"],
            Person("X8", Shielded), Person("X9", Shielded), Person("XC"), Related("X-A", "P1", "X8", "PARENT"),
            Related("X-B", "XC", "X8", "PARENT"), Related("X-C", "XC", "X9", "PARENT"),
            Related("X-D", "P1", "XC", "HALF_SIBLING"));

        Assert.Equal(("X8", "X9"), await HalfSiblingAsync("X-D"));
    }

    private const string Adult = """ "dateOfBirth": "1990-01-02" """;
    private const string Shielded = """ "dateOfBirth": "1990-01-02", "shielded": true """;

    // X7 is an open parent of P1 and of XC; X8, who is shielded, of whom it is said.
    private Task FamilyAsync(string alsoOfShielded, params string[] more) => RecordAsync(
        ["X7", "X8", "X9", "XC"],
        [
            Person("X7", Adult), Person("X8", Shielded), Person("X9", Adult), Person("XC"),
            Related("X-8", "P1", "X7", "PARENT"), Related("X-9", "XC", "X7", "PARENT"),
            .. more,
            .. new[]
            {
                Related("X-A", "P1", "X8", "PARENT", day: "2025-06-01"),
                Related("X-B", "XC", "X8", "PARENT", "REPORTED", "2025-06-01"),
            }.Where(record => alsoOfShielded.Split(' ')
                .Any(id => record.Contains($"\"{id}\"", StringComparison.Ordinal))),
        ]);

    private async Task<string[]> ChildrenOfAdultsAsync()
    {
        var answer = await _agency.AskAsync(
            """{ child(id: "P1") { childrenOfAdults { id relation certainty through { id } } } }""");
        return
        [
            .. answer.GetProperty("data").GetProperty("child").GetProperty("childrenOfAdults").EnumerateArray()
                .Select(each => $"{Id(each)} {each.GetProperty("relation")} {each.GetProperty("certainty")} "
                    + string.Join('+', each.GetProperty("through").EnumerateArray().Select(Id))),
        ];
    }

    private async Task<(string?, string?)> HalfSiblingAsync(string id)
    {
        var answer = await _agency.AskAsync(
            """{ child(id: "P1") { halfSiblings { id throughPerson { id } otherParent { id } } } }""");
        var sibling = answer.GetProperty("data").GetProperty("child").GetProperty("halfSiblings").EnumerateArray()
            .Single(each => Id(each) == id);
        return (Id(sibling.GetProperty("throughPerson")), Id(sibling.GetProperty("otherParent")));
    }

    private static string Person(string id, string content = """ "dateOfBirth": "2025-05-02" """) => $$"""
        {"PersonRecord": "{{id}}", "event": "2025-06-02", "subjects": {"{{id}}": "MENTIONED"}, {{content}} }
        """;

    private static string Home(string id) => $$"""
        {"ResidenceRecord": "RES-{{id}}", "event": "2025-06-02", "parent": "A1", "subjects": {"{{id}}": "MENTIONED"},
         "resident": "{{id}}", "kind": "PRIMARY", "pattern": "SOLE", "certainty": "REPORTED"}
        """;

    private static string Related(
        string id, string from, string to, string type, string certainty = "CONFIRMED",
        string day = "2025-06-02") => $$"""
        {"RelationshipRecord": "{{id}}", "event": "{{day}}",
         "subjects": {"{{from}}": "MENTIONED", "{{to}}": "MENTIONED"}, "from": "{{from}}", "to": "{{to}}",
         "type": "{{type}}", "inverse": "{{(type == "PARENT" ? "CHILD" : type)}}", "certainty": "{{certainty}}",
         "source": "birth registration"}
        """;

    private async Task RecordAsync(string[] added, params string[] records)
    {
        var links = added.Select(id => $$"""
            {"local": "{{id}}", "person": "{{id}}", "match": "CONFIRMED", "by": "person index"}
            """);
        using var written = await _agency.RecordAsync(
            $$"""{"links": [{{string.Join(',', links)}}], "records": [{{string.Join(',', records)}}]}""");
        Assert.Equal(HttpStatusCode.Created, written.StatusCode);
    }

    private async Task<string> ThroughAsync(string person, string asAt)
    {
        var answer = await _agency.AskAsync(
            "query($id: ID!) { person(id: $id) { relationships { id through { id } } } }", new { id = person }, asAt);
        return string.Join(' ', answer.GetProperty("data").GetProperty("person").GetProperty("relationships")
            .EnumerateArray().Select(each => Id(each) + ":"
                + string.Join('+', each.GetProperty("through").EnumerateArray().Select(Id))));
    }

    private async Task<string?> RelationAsync(string person)
    {
        var answer = await _agency.AskAsync("""{ child(id: "P1") { circle { relation person { id } } } }""");
        return answer.GetProperty("data").GetProperty("child").GetProperty("circle").EnumerateArray()
            .Single(member => Id(member.GetProperty("person")) == person).GetProperty("relation").GetString();
    }

    private static string? Id(JsonElement value) => value.GetProperty("id").GetString();
}
