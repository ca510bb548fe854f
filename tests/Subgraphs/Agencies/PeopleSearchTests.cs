using System.Net;
using Aggregator.People;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

/// <summary>Where somebody who is found stays: a district, and never that of a shielded address.</summary>
public sealed class PeopleSearchTests : IAsyncLifetime
{
    private RunningAgency _agency = null!;

    public async Task InitializeAsync() => _agency = await RunningAgency.StartAsync(new PeopleAgency());

    public async Task DisposeAsync() => await _agency.DisposeAsync();

    [Fact]
    public async Task District_is_of_every_home_on_the_day_the_primary_one_first()
    {
        Assert.Equal("ZZ1", await DistrictAsync("Ash Marlow", "2025-02-10", "D+0 12:00"));

        using var recorded = await _agency.RecordAsync(Residence("P1", "A21", "TEMPORARY"));

        Assert.Equal(HttpStatusCode.Created, recorded.StatusCode);
        Assert.Equal("ZZ1, ZZ2, ZZ3", await DistrictAsync("Ash Marlow", "2025-02-10", "D+49 18:00"));
    }

    [Fact]
    public async Task Who_stays_at_a_shielded_address_has_no_district_just_as_who_has_no_address()
    {
        using var nowhere = await _agency.RecordAsync(Person("P90", "Robin Vale"));
        using var hidden = await _agency.RecordAsync(Person("P91", "Robin Weir"));
        using var home = await _agency.RecordAsync(Residence("P91", "A31", "PRIMARY"));
        using var other = await _agency.RecordAsync(Residence("P91", "A21", "ALTERNATE"));

        Assert.All([nowhere, hidden, home, other], answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Null(await DistrictAsync("Robin Vale", "1990-01-02", "D+49 18:00"));
        Assert.Null(await DistrictAsync("Robin Weir", "1990-01-02", "D+49 18:00"));
    }

    private static string Person(string id, string name) => $$"""
        {"links": [{"local": "{{id}}", "person": "{{id}}", "match": "CONFIRMED", "by": "person index"}],
         "records": [{"PersonRecord": "{{id}}", "event": "1990-01-02", "subjects": {"{{id}}": "MENTIONED"},
           "name": "{{name}}", "dateOfBirth": "1990-01-02"}]}
        """;

    private static string Residence(string person, string address, string kind) => $$"""
        {"records": [{"ResidenceRecord": "RES-{{person}}-{{address}}", "event": "2025-07-20", "parent": "{{address}}",
           "subjects": {"{{person}}": "MENTIONED"}, "resident": "{{person}}", "kind": "{{kind}}",
           "pattern": "OCCASIONAL", "certainty": "REPORTED", "from": "2025-07-20"}]}
        """;

    private async Task<string?> DistrictAsync(string name, string born, string asAt)
    {
        var answer = await _agency.AskAsync(
            "query($name: String, $born: Date) { searchPersons(name: $name, dateOfBirth: $born) { district } }",
            new { name, born },
            asAt);
        var found = answer.GetProperty("data").GetProperty("searchPersons");
        return Assert.Single(found.EnumerateArray().ToList()).GetProperty("district").GetString();
    }
}
