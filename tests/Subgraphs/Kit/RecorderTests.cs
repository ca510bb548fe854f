using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Aggregator.Kit;
using Aggregator.Police;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

public sealed class RecorderTests : IAsyncLifetime
{
    private const string Record = """
        {"links": [{"local": "POL-N-70", "person": "P70", "match": "CONFIRMED", "by": "records desk"}],
         "records": [{"PoliceIncident": "POL-I70", "event": "2025-07-21T16:30:00Z",
           "subjects": {"POL-N-70": "CALLER"}, "headline": "Dispute", "incidentType": "DOMESTIC_DISPUTE",
           "facts": [{"category": "DOMESTIC_ABUSE", "certainty": "RECORDED"}]}]}
        """;

    private RunningAgency _agency = null!;

    public async Task InitializeAsync() => _agency = await RunningAgency.StartAsync(new PoliceAgency(), seed: false);

    public async Task DisposeAsync() => await _agency.DisposeAsync();

    [Fact]
    public async Task What_is_recorded_is_known_from_then_on_and_announced_without_content()
    {
        using var recorded = await _agency.RecordAsync(Record);
        var before = await IncidentsAsync("D+49 17:59");
        var after = await IncidentsAsync("D+49 18:00");
        var changes = await ChangesAsync();

        Assert.Equal(HttpStatusCode.Created, recorded.StatusCode);
        Assert.Equal((0, 1), (before, after));
        Assert.Equal(
            [("P70", "IdentityLink"), ("P70", "PoliceIncident"), ("P70", "SafeguardingFact")],
            changes.Select(change => (
                change.GetProperty("person").GetString()!, change.GetProperty("kind").GetString()!)));
    }

    [Fact]
    public async Task Changes_are_followed_in_bounded_pages()
    {
        using var recorded = await _agency.RecordAsync(Record);
        var first = await ChangesAsync("?limit=2");
        var rest = await ChangesAsync($"?after={first[^1].GetProperty("sequence")}&limit=2");

        Assert.Equal((2, 1), (first.Count, rest.Count));
    }

    [Theory]
    [InlineData(RunningAgency.RecorderKey, RunningAgency.RecorderSystem)]
    [InlineData("another key", "other-system")]
    public async Task Entry_names_the_system_that_recorded_it(string key, string system)
    {
        using var recorded = await _agency.RecordAsync(Record, key);
        var found = await _agency.Host.Current.ByIdAsync(["POL-I70", "POL-I70/1"], default);
        using var asked = await _agency.RecordedAsync("POL-I70", key);

        Assert.Equal(system, (await recorded.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("recordedBy").GetString());
        Assert.All(found.Values, fact => Assert.Equal(system, fact.RecordedBy));
        Assert.Equal(system, (await asked.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("recordedBy").GetString());
    }

    [Fact]
    public void Two_systems_with_one_key_are_refused_at_start()
    {
        var hash = new string('A', 64);

        var fault = Assert.Throws<FormatException>(() =>
            new RecorderKeys(new Dictionary<string, string> { ["one"] = hash, ["two"] = hash }));
        Assert.Contains("share a key", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wrong")]
    public async Task Recording_with_a_wrong_key_is_refused(string? key)
    {
        using var answer = await _agency.RecordAsync(Record, key);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(0, await IncidentsAsync("D+49 18:00"));
    }

    [Fact]
    public async Task Recording_is_refused_where_no_key_is_configured()
    {
        await using var closed = await RunningAgency.StartAsync(new PoliceAgency(), seed: false, recorder: false);
        using var answer = await closed.RecordAsync(Record);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{"records": [{"Dragon": "POL-I71"}]}""", "kind")]
    [InlineData("""{"records": [{"PoliceIncident": "POL-I71", "subjects": {}}]}""", "`event` is missing")]
    [InlineData("""{"records": [{"PoliceIncident": "POL-I71", "event": "D+1", "subjects": {}}]}""", "`D+1`")]
    [InlineData(
        """{"records": [{"PoliceIncident": "POL-I71", "colour": "red"}]}""",
        "`PoliceIncident.colour`")]
    [InlineData(
        """{"records": [{"PoliceIncident": "POL-I71", "incidentType": "PARTY"}]}""",
        "`PoliceIncident.incidentType`")]
    [InlineData(
        """{"records": [{"PoliceIncident": "POL-I71", "gradings": [{"grade": "HIGH"}]}]}""",
        "`PoliceIncident.gradings[0].scheme`")]
    [InlineData("""{"links": [{"local": "POL-N-70", "match": "CONFIRMED", "by": "desk"}]}""", "POL-N-70")]
    [InlineData("not json", "JSON")]
    public async Task Record_that_does_not_fit_the_contract_is_refused_whole_and_says_where(string body, string place)
    {
        using var answer = await _agency.RecordAsync(body);

        var error = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors")[0];
        Assert.Equal(
            (HttpStatusCode.BadRequest, "BAD_RECORD"),
            (answer.StatusCode, error.GetProperty("extensions").GetProperty("code").GetString()));
        Assert.Contains(place, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(await ChangesAsync());
    }

    [Fact]
    public async Task Changes_are_for_the_rules_of_the_hub_only()
    {
        using var answer = await _agency.ChangesAsync(role: "DECISION_MAKER");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("?after=-1")]
    [InlineData("?limit=0")]
    [InlineData("?limit=1001")]
    [InlineData("?after=x")]
    public async Task Impossible_pages_of_changes_are_refused(string query)
    {
        using var answer = await _agency.ChangesAsync(query);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task<int> IncidentsAsync(string asAt) =>
        (await _agency.PersonAsync("P70", "incidents { nodes { id } }", asAt))
        .GetProperty("incidents").GetProperty("nodes").GetArrayLength();

    private async Task<List<JsonElement>> ChangesAsync(string query = "")
    {
        using var answer = await _agency.ChangesAsync(query);
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("changes").EnumerateArray()];
    }
}
