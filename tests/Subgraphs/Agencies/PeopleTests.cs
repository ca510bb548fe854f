using System.Text.Json;
using Aggregator.People;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

public sealed class PeopleTests(AgencyFixture<PeopleAgency> fixture) : AgencyContractTests<PeopleAgency>(fixture)
{
    private const string ChildView =
        """
        query($id: ID!) { child(id: $id) { id name age { text totalDays } nhsNumber sex absent { field reason }
          unborn { id expectedDate mergedInto { id } }
          parentalResponsibility { to { id } }
          circle { person { id name } reasons relation parentalResponsibility isCarer }
          household { address { id postcode district doNotDiscloseTo { id } } members { id } pattern }
          residences { address { id } kind pattern certainty from reportedAt }
          halfSiblings { id relation expectedDate dateOfBirth
            throughPerson { id } person { id } otherParent { id } } } }
        """;

    [Theory]
    [InlineData("D+2 18:00")]
    [InlineData("D+49 18:00")]
    public async Task The_child_is_shown_as_known_at_the_time(string asAt)
    {
        var answer = await Agency.AskAsync(ChildView, new { id = "P1" }, asAt);

        answer.GetProperty("data").MatchSnapshot(asAt == "D+2 18:00" ? "early" : "late");
    }

    [Fact]
    public async Task An_unborn_child_becomes_a_child_and_stays_the_same_half_sibling_under_an_id_that_is_nobodys()
    {
        var before = await HalfSiblingAsync("D+40");
        var after = await HalfSiblingAsync("D+42");

        Assert.Equal(("REL-8", "UNBORN_HALF_SIBLING", "U4"), before);
        Assert.Equal(("REL-8", "HALF_SIBLING", "P4"), after);
    }

    [Fact]
    public async Task A_child_is_found_by_nhs_number()
    {
        var answer = await Agency.AskAsync("""{ child(nhsNumber: "999 000 1006") { id } }""");

        Assert.Equal("P1", answer.GetProperty("data").GetProperty("child").GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("""{ child(nhsNumber: "9990001007") { id } }""", "BAD_NHS_NUMBER")]
    [InlineData("""{ child(id: "P1", nhsNumber: "9990001006") { id } }""", "BAD_ARGUMENT")]
    [InlineData("""{ searchPersons(name: "Ash", dateOfBirth: "2025-02-31") { name } }""", "BAD_ARGUMENT")]
    [InlineData("""{ searchPersons(name: "Ash") { name } }""", "BAD_ARGUMENT")]
    [InlineData("""{ child(id: "P1") { chronology { nodes { id } } } }""", "GATHERED_BY_GATEWAY")]
    public async Task Bad_input_is_refused_with_a_code(string query, string code)
    {
        var answer = await Agency.AskAsync(query);

        Assert.Equal(code, CodeOf(answer));
    }

    [Fact]
    public async Task Several_children_come_in_the_order_asked_for_and_who_is_none_is_left_out()
    {
        var answer = await Agency.AskAsync(
            """{ children(ids: ["P21", "P2", "nobody", "P1", "P21"]) { id circle { relation } } }""");
        var many = await Agency.AskAsync(
            "query($ids: [ID!]!) { children(ids: $ids) { id } }",
            new { ids = Enumerable.Range(0, 51).Select(id => $"X{id}") });

        Assert.Equal(
            ["P21", "P1"],
            answer.GetProperty("data").GetProperty("children").EnumerateArray()
                .Select(child => child.GetProperty("id").GetString()!));
        Assert.Contains("BAD_ARGUMENT", many.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("P2")]
    [InlineData("nobody")]
    public async Task An_adult_and_an_unknown_id_are_no_child_alike(string id)
    {
        var answer = await Agency.AskAsync(ChildView, new { id });

        Assert.Equal("""{"child":null}""", answer.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task A_shielded_household_is_found_by_nothing_just_as_where_nobody_lives()
    {
        var shielded = await SearchAsync("""postcode: "ZZ9 9ZZ" """);
        var empty = await SearchAsync("""postcode: "ZZ8 8YY" """);
        var byName = await SearchAsync("""name: "Wren Ames", dateOfBirth: "2025-01-03" """);

        Assert.Equal(empty.GetRawText(), shielded.GetRawText());
        Assert.Equal(empty.GetRawText(), byName.GetRawText());
    }

    [Fact]
    public async Task A_household_is_found_by_postcode_with_enough_to_tell_people_apart()
    {
        var found = await SearchAsync("""postcode: "zz11aa" """);

        found.MatchSnapshot();
    }

    private async Task<JsonElement> SearchAsync(string arguments)
    {
        var answer = await Agency.AskAsync(
            $"{{ searchPersons({arguments}) {{ person {{ id }} name yearOfBirth matched }} }}");
        return answer.GetProperty("data");
    }

    [Fact]
    public async Task A_child_of_an_adult_has_the_same_id_and_place_before_and_after_its_birth()
    {
        const string Question = """{ child(id: "P1") { childrenOfAdults { id person { id } } } }""";
        var before = await Agency.AskAsync(Question, asAt: "D+40");
        var after = await Agency.AskAsync(Question, asAt: "D+42");

        Assert.Equal(
            """{"child":{"childrenOfAdults":[{"id":"REL-9","person":{"id":"U4"}}]}}""",
            before.GetProperty("data").GetRawText());
        Assert.Equal(
            """{"child":{"childrenOfAdults":[{"id":"REL-9","person":{"id":"P4"}}]}}""",
            after.GetProperty("data").GetRawText());
    }

    private async Task<(string? Id, string? Relation, string? Person)> HalfSiblingAsync(string asAt)
    {
        var answer = await Agency.AskAsync(ChildView, new { id = "P1" }, asAt);
        var sibling = answer.GetProperty("data").GetProperty("child").GetProperty("halfSiblings")[0];
        return (
            sibling.GetProperty("id").GetString(),
            sibling.GetProperty("relation").GetString(),
            sibling.GetProperty("person").GetProperty("id").GetString());
    }
}
