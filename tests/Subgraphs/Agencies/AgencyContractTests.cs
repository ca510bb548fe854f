using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

/// <summary>What every agency must do, whatever it holds. An agency passes by deriving from this.</summary>
/// <typeparam name="TAgency">The agency; its tests share one that runs, and only read from it.</typeparam>
public abstract class AgencyContractTests<TAgency>(AgencyFixture<TAgency> fixture)
    : IClassFixture<AgencyFixture<TAgency>>
    where TAgency : Agency, new()
{
    protected RunningAgency Agency => fixture.Running;

    [Fact]
    public async Task Serves_its_contract_as_agreed()
    {
        var answer = await Agency.AskAsync("{ _service { sdl } }");

        var served = answer.GetProperty("data").GetProperty("_service").GetProperty("sdl").GetString();
        Assert.Equal(await File.ReadAllTextAsync(ContractFile.PathOf(new TAgency().Name)), served);
    }

    [Fact]
    public async Task Says_what_it_holds_for_each_of_its_codes()
    {
        var answer = await Agency.AskAsync(
            "{ sourceStatus { agency name state lastUpdated unmatchedPersons checkedAt coverage { from area } } }");

        var codes = answer.GetProperty("data").GetProperty("sourceStatus").EnumerateArray()
            .Select(status => status.GetProperty("agency").GetString());
        Assert.Equal(new TAgency().Sources.Select(source => source.Code), codes);
    }

    [Fact]
    public async Task Says_how_fresh_it_is_by_the_day_and_as_it_stands_now_whenever_it_is_asked_about()
    {
        var now = (await Agency.AskAsync("{ sourceStatus { agency lastUpdated message } }"))
            .GetProperty("data").GetProperty("sourceStatus");
        var before = (await Agency.AskAsync("{ sourceStatus { agency lastUpdated message } }", asAt: "D+10 12:00"))
            .GetProperty("data").GetProperty("sourceStatus");

        Assert.Equal(now.ToString(), before.ToString());
        Assert.All(now.EnumerateArray(), status =>
        {
            if (status.GetProperty("lastUpdated").GetString() is { } day)
            {
                var instant = DateTimeOffset.Parse(day, CultureInfo.InvariantCulture);
                Assert.Equal(LondonTime.StartOf(LondonTime.DateOf(instant)), instant);
            }
        });
    }

    [Fact]
    public async Task Says_in_its_contract_what_it_covers_as_it_says_when_asked()
    {
        var contract = await File.ReadAllTextAsync(ContractFile.PathOf(new TAgency().Name));

        Assert.All(new TAgency().Sources, source =>
        {
            var coverage = source.Coverage;
            var from = coverage.From is { } day ? $"from: \"{day:yyyy-MM-dd}\", " : "";
            Assert.Contains(
                $"@covers(code: \"{source.Code}\", {from}area: \"{coverage.Area}\",\n"
                    + $"    cohort: \"{coverage.Cohort}\",\n    explanation: \"{coverage.Explanation}\")",
                contract,
                StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Is_live_and_ready_over_both_versions_of_http()
    {
        using var live = await Agency.GetAsync("health/live", HttpVersion.Version11);
        using var ready = await Agency.GetAsync("health/ready", HttpVersion.Version20);

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (ready.StatusCode, ready.Version));
    }

    [Fact]
    public async Task Refuses_a_request_without_caller_context()
    {
        using var answer = await Agency.SendAsync("{ _service { sdl } }", null, token: null);

        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("CALLER_CONTEXT_REQUIRED", CodeOf(body));
    }

    [Fact]
    public async Task Tells_the_hub_who_changed_without_saying_what()
    {
        using var answer = await Agency.ChangesAsync("?after=0&limit=2");

        var first = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("changes")[0];
        Assert.Equal(
            ["kind", "person", "recordedAt", "sequence"],
            first.EnumerateObject().Select(property => property.Name).Order());
    }

    [Fact]
    public async Task Says_where_its_list_of_changes_ends_without_giving_it()
    {
        var all = await ChangesAsync("?after=0&limit=1000");
        var last = await ChangesAsync("?after=last");

        Assert.Empty(last.GetProperty("changes").EnumerateArray());
        Assert.True(last.GetProperty("next").GetInt64() >= all.GetProperty("next").GetInt64());
        var behind = await ChangesAsync($"?after={last.GetProperty("next")}");
        Assert.Empty(behind.GetProperty("changes").EnumerateArray());
    }

    private async Task<JsonElement> ChangesAsync(string query)
    {
        using var answer = await Agency.ChangesAsync(query);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    protected static string? CodeOf(JsonElement body) =>
        body.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();
}
