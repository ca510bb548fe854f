using System.Text.Json;
using Aggregator.Kit;
using Aggregator.People;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

/// <summary>Who is shielded today is found by no search, whichever day it asks about.</summary>
public sealed class ShieldedLaterTests : IAsyncLifetime
{
    private RunningAgency _agency = null!;

    public async Task InitializeAsync() => _agency = await RunningAgency.StartAsync(new PeopleAgency());

    public async Task DisposeAsync() => await _agency.DisposeAsync();

    [Theory]
    [InlineData("""searchPersons(postcode: "ZZ3 2DD")""")]
    [InlineData("""searchPersons(nhsNumber: "9990002010")""")]
    [InlineData("""searchPersons(name: "Alex Hale", dateOfBirth: "1994-02-20")""")]
    public async Task Whoever_was_shielded_since_is_not_found_by_asking_about_a_day_before(string search)
    {
        var before = await IdsAsync(search);
        await ShieldAsync("P22", "PersonRecord");

        Assert.Contains("P22", before);
        Assert.DoesNotContain("P22", await IdsAsync(search));
    }

    [Fact]
    public async Task A_household_shielded_since_is_not_found_by_asking_about_a_day_before()
    {
        await ShieldAsync("A21", "AddressRecord");

        Assert.Empty(await IdsAsync("""searchPersons(postcode: "ZZ3 2DD")"""));
    }

    [Fact]
    public async Task Whoever_was_shielded_and_no_longer_is_is_not_found_on_the_day_they_were()
    {
        await ShieldAsync("P22", "PersonRecord", "D+40");
        await WriteAsync("P22", "PersonRecord", "D+45", shielded: false);

        Assert.Empty(await IdsAsync("""searchPersons(nhsNumber: "9990002010")""", "D+42"));
    }

    [Fact]
    public async Task A_child_shielded_since_has_no_nhs_number_to_be_found_by_on_a_day_before()
    {
        const string Search = """child(nhsNumber: "9990002002")""";
        var before = await _agency.AskAsync($"{{ {Search} {{ id }} }}", asAt: "D+47");
        await ShieldAsync("P21", "PersonRecord");

        var after = await _agency.AskAsync($"{{ {Search} {{ id }} }}", asAt: "D+47");

        Assert.Equal("""{"child":{"id":"P21"}}""", before.GetProperty("data").GetRawText());
        Assert.Equal("""{"child":null}""", after.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Who_is_shielded_around_a_child_is_what_is_so_now()
    {
        const string Question = """{ shielded(around: ["P21", "P31", "nobody"]) }""";
        var before = await _agency.AskAsync(Question);
        await ShieldAsync("P22", "PersonRecord");

        Assert.Equal("""{"shielded":["P31","P32"]}""", before.GetProperty("data").GetRawText());
        Assert.Equal(
            """{"shielded":["P31","P22","P32"]}""",
            (await _agency.AskAsync(Question, asAt: "D+47")).GetProperty("data").GetRawText());
    }

    private async Task<IEnumerable<string>> IdsAsync(string search, string asAt = "D+47")
    {
        var answer = await _agency.AskAsync($"{{ {search} {{ person {{ id }} }} }}", asAt: asAt);
        return answer.GetProperty("data").GetProperty("searchPersons").EnumerateArray()
            .Select(found => found.GetProperty("person").GetProperty("id").GetString()!);
    }

    private Task ShieldAsync(string id, string kind, string from = "D+48") =>
        WriteAsync(id, kind, from, shielded: true);

    private async Task WriteAsync(string id, string kind, string from, bool shielded)
    {
        var at = RunningAgency.Day(from);
        object content = kind == "AddressRecord"
            ? new { lines = new[] { "9 Damson Walk" }, postcode = "ZZ3 2DD", shielded }
            : new { name = "Somebody", dateOfBirth = id == "P21" ? "2024-11-14" : "1994-02-20", shielded };
        var subjects = kind == "AddressRecord" ? [] : new Dictionary<string, string> { [id] = "MENTIONED" };
        await _agency.Host.Writer.WriteAsync(
            [], [new(id, kind, "PPL", FuzzyTime.At(at), at, JsonSerializer.Serialize(content), subjects)], default);
    }
}
