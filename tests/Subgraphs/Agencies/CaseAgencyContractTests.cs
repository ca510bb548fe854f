using System.Text.Json;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

/// <summary>What every agency that publishes a chronology must do besides.</summary>
/// <typeparam name="TAgency">The agency; its seed holds something about P1, P2 or P3.</typeparam>
public abstract class CaseAgencyContractTests<TAgency>(AgencyFixture<TAgency> fixture)
    : AgencyContractTests<TAgency>(fixture)
    where TAgency : Agency, new()
{
    private const string People = """
        query($r: [_Any!]!, $after: String) { _entities(representations: $r) { ... on Person {
          chronology(first: 2, after: $after) {
            nodes {
              id sortAt agency kind contact { team } when { text } subjects { part match { state } person { id } } }
            pageInfo { hasNextPage endCursor } missing { agency } }
          safeguardingFacts { nodes { id category at recordedAt about recordId recordKind } } } } }
        """;

    private static readonly string[] Lists = ["chronology", "safeguardingFacts"];

    [Fact]
    public async Task Answers_about_a_person_it_does_not_know_with_empty_lists()
    {
        var person = await Agency.PersonAsync(
            "nobody", "id safeguardingFacts { nodes { id } missing { agency } } chronology { nodes { id } }");

        Assert.Equal(0, person.GetProperty("safeguardingFacts").GetProperty("nodes").GetArrayLength());
        Assert.Equal(0, person.GetProperty("chronology").GetProperty("nodes").GetArrayLength());
    }

    [Fact]
    public async Task Asks_its_database_the_same_number_of_times_for_one_person_or_a_hundred()
    {
        var counts = new List<int>();
        foreach (var many in new[] { 1, 10, 100 })
        {
            var before = Agency.Statements.Count;
            var strangers = Enumerable.Range(0, many).Select(n => $"X{n}");
            await Agency.AskAsync(People, Representations(["P1", "P2", "P3", .. strangers]));
            counts.Add(Agency.Statements.Count - before);
        }

        Assert.Single(counts.Distinct());
    }

    [Fact]
    public async Task Gives_every_event_once_in_order_from_page_to_page()
    {
        foreach (var person in new[] { "P1", "P2", "P3" })
        {
            var whole = await Agency.PersonAsync(person, "chronology(first: 200) { nodes { id sortAt } }");
            var paged = await PagesAsync(person);

            var expected = Events(whole);
            Assert.Equal(expected, paged);
            Assert.Equal(expected.Order().ToList(), expected);
        }
    }

    [Theory]
    [InlineData("D-1")]
    [InlineData("D+2 18:00")]
    [InlineData("D+21")]
    [InlineData("D+44 18:00")]
    public async Task Knows_at_a_time_only_what_was_recorded_by_then(string asAt)
    {
        foreach (var person in new[] { "P1", "P2", "P3" })
        {
            var then = await Agency.PersonAsync(
                person,
                "chronology(first: 200) { nodes { recordedAt } } safeguardingFacts { nodes { recordedAt } }",
                asAt);

            var recorded = Lists
                .SelectMany(list => then.GetProperty(list).GetProperty("nodes").EnumerateArray())
                .Select(node => node.GetProperty("recordedAt").GetDateTimeOffset());
            Assert.All(recorded, at => Assert.True(at <= RunningAgency.Day(asAt)));
        }
    }

    [Theory]
    [InlineData("(first: 0)", "BAD_PAGE_SIZE")]
    [InlineData("(first: 201)", "BAD_PAGE_SIZE")]
    [InlineData("""(after: "tomorrow")""", "BAD_CURSOR")]
    [InlineData("""(after: "2025-06-02T15:10:00Z")""", "BAD_CURSOR")]
    public async Task Refuses_a_page_that_cannot_be(string arguments, string code)
    {
        var answer = await Agency.AskAsync(
            "query($r: [_Any!]!) { _entities(representations: $r) { ... on Person { "
                + $"chronology{arguments} {{ nodes {{ id }} }} }} }} }}",
            Representations(["P1"]));

        Assert.Equal(code, CodeOf(answer));
    }

    private static object Representations(IEnumerable<string> people, string? after = null) =>
        new { r = people.Select(id => new { __typename = "Person", id }), after };

    private static List<(DateTimeOffset, string)> Events(JsonElement person) =>
        [.. person.GetProperty("chronology").GetProperty("nodes").EnumerateArray().Select(node =>
            (node.GetProperty("sortAt").GetDateTimeOffset(), node.GetProperty("id").GetString()!))];

    private async Task<List<(DateTimeOffset, string)>> PagesAsync(string person)
    {
        var events = new List<(DateTimeOffset, string)>();
        string? after = null;
        bool more;
        do
        {
            var answer = await Agency.AskAsync(People, Representations([person], after));
            var page = answer.GetProperty("data").GetProperty("_entities")[0];
            events.AddRange(Events(page));
            var info = page.GetProperty("chronology").GetProperty("pageInfo");
            more = info.GetProperty("hasNextPage").GetBoolean();
            after = info.GetProperty("endCursor").GetString();
        }
        while (more && events.Count < 1_000);
        return events;
    }
}
