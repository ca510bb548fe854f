using System.Text.Json;
using Aggregator.Kit;
using Aggregator.People;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

/// <summary>Who is shielded is so under every id, and takes nobody's place among whom a search finds.</summary>
public sealed class ShieldedIdsTests : IAsyncLifetime
{
    private const string Postcode = "ZZ6 6FF";

    private RunningAgency _agency = null!;

    public async Task InitializeAsync() => _agency = await RunningAgency.StartAsync(new PeopleAgency());

    public async Task DisposeAsync() => await _agency.DisposeAsync();

    [Theory]
    [InlineData("P4")]
    [InlineData("U4")]
    public async Task Child_that_is_shielded_is_so_under_its_unborn_id_and_the_other_way_round(string shielded)
    {
        var before = await ShieldedAsync("U4");
        await ShieldAsync(shielded);

        Assert.Equal("[]", before);
        Assert.Equal("""["U4","P4"]""", await ShieldedAsync("U4"));
        Assert.Equal("""["P4","U4"]""", await ShieldedAsync("P4"));
        Assert.Equal("[]", await ShieldedAsync("P1"));
    }

    [Fact]
    public async Task Child_whose_unborn_id_is_shielded_since_is_not_found_by_asking_about_a_day_before()
    {
        const string Search = """searchPersons(nhsNumber: "9990001030")""";
        var before = await IdsAsync(Search);
        await ShieldAsync("U4");

        Assert.Equal(["P4"], before);
        Assert.Empty(await IdsAsync(Search));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Home_that_is_shielded_since_takes_no_place_among_those_found_at_a_postcode(bool isTheAddress)
    {
        await WriteAsync([.. Enumerable.Range(1, 6).SelectMany(Home)]);
        var before = await IdsAsync($"""searchPersons(postcode: "{Postcode}")""");
        await WriteAsync(isTheAddress ? Address(2, "D+48", true) : Person("X2", "D+48", true));

        Assert.Equal(["X1", "X2", "X3", "X4", "X5"], before);
        Assert.Equal(["X1", "X3", "X4", "X5", "X6"], await IdsAsync($"""searchPersons(postcode: "{Postcode}")"""));
    }

    [Theory]
    [InlineData(21)]
    [InlineData(68)]
    public async Task Whoever_is_shielded_since_takes_no_place_among_the_twenty_that_are_found(int many)
    {
        var ids = Enumerable.Range(10, many).Select(number => $"Y{number}").ToList();
        await WriteAsync([.. ids.Select(id => Person(id, "D+1", false))]);
        await WriteAsync([.. ids[..^20].Select(id => Person(id, "D+48", true))]);

        Assert.Equal(
            ids[^20..], await IdsAsync("""searchPersons(name: "Kit Fern", dateOfBirth: "1990-05-05")"""));
    }

    private static IEnumerable<FactDraft> Home(int number) =>
    [
        Person($"X{number}", "D+1", false),
        Address(number, "D+1", false),
        Draft($"RX{number}", "ResidenceRecord", "D+1", new { resident = $"X{number}", kind = "PRIMARY" }) with
        {
            ParentId = $"AX{number}",
        },
    ];

    private static FactDraft Person(string id, string from, bool shielded) => Draft(
        id, "PersonRecord", from, new { name = "Kit Fern", dateOfBirth = "1990-05-05", shielded });

    private static FactDraft Address(int number, string from, bool shielded) => Draft(
        $"AX{number}", "AddressRecord", from,
        new { lines = new[] { $"{number} Fern Row" }, postcode = Postcode, shielded });

    private static FactDraft Draft(string id, string kind, string from, object content)
    {
        var (at, element) = (RunningAgency.Day(from), JsonSerializer.SerializeToElement(content));
        return new(id, kind, "PPL", FuzzyTime.At(at), at, element.GetRawText(), new Dictionary<string, string>())
        {
            Terms = [.. new PeopleAgency().Terms(kind, element)],
        };
    }

    private Task ShieldAsync(string id) => WriteAsync(id == "U4"
        ? Draft(id, "PersonRecord", "D+48", new { expectedDate = "2025-04-28", mergedInto = "P4", shielded = true })
        : Draft(id, "PersonRecord", "D+48", new { name = "Baby Reed", dateOfBirth = "2025-04-13", shielded = true }));

    private Task WriteAsync(params FactDraft[] drafts) => _agency.Host.Writer.WriteAsync([], drafts, default);

    private async Task<string> ShieldedAsync(string around)
    {
        var answer = await _agency.AskAsync($$"""{ shielded(around: ["{{around}}"]) }""");
        return answer.GetProperty("data").GetProperty("shielded").GetRawText();
    }

    private async Task<List<string>> IdsAsync(string search)
    {
        var answer = await _agency.AskAsync($"{{ {search} {{ person {{ id }} }} }}", asAt: "D+47");
        return
        [
            .. answer.GetProperty("data").GetProperty("searchPersons").EnumerateArray()
                .Select(found => found.GetProperty("person").GetProperty("id").GetString()!),
        ];
    }
}
