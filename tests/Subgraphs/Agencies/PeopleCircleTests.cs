using System.Globalization;
using System.Net;
using Aggregator.People;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

/// <summary>A circle has a limit, and says whom it leaves out.</summary>
public sealed class PeopleCircleTests : IAsyncLifetime
{
    private RunningAgency _agency = null!;

    public async Task InitializeAsync() => _agency = await RunningAgency.StartAsync(new PeopleAgency());

    public async Task DisposeAsync() => await _agency.DisposeAsync();

    [Fact]
    public async Task A_household_of_more_than_twenty_is_counted_and_whom_the_circle_leaves_out_too()
    {
        var before = await CircleAsync();
        for (var number = 0; number < 25; number++)
        {
            using var person = await _agency.RecordAsync(Resident(number));
            Assert.Equal(HttpStatusCode.Created, person.StatusCode);
        }

        var after = await CircleAsync();

        Assert.Equal((0, 20), (before.LeftOut, after.Members));
        Assert.Equal(before.Members + 25, after.Members + after.LeftOut);
    }

    [Fact]
    public async Task Whoever_is_shielded_takes_nobodys_place_and_is_not_counted_unless_they_are_more_than_twenty()
    {
        for (var number = 0; number < 25; number++)
        {
            using var person = await _agency.RecordAsync(Resident(number));
        }

        var before = await CircleAsync();
        for (var number = 25; number < 45; number++)
        {
            using var person = await _agency.RecordAsync(Resident(number, shielded: true));
        }

        var with = await CircleAsync();
        using var another = await _agency.RecordAsync(Resident(45, shielded: true));
        var more = await CircleAsync();

        Assert.Equal((before.Members + 20, before.LeftOut), (with.Members, with.LeftOut));
        Assert.Equal((before.Members + 20, before.LeftOut + 1), (more.Members, more.LeftOut));
        Assert.Equal(before.Ids, with.Ids.Except(Enumerable.Range(725, 20).Select(Id)));
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"P{number}");

    private static string Resident(int number, bool shielded = false)
    {
        var id = Id(700 + number);
        return $$"""
            {"links": [{"local": "{{id}}", "person": "{{id}}", "match": "CONFIRMED", "by": "person index"}],
             "records": [{"PersonRecord": "{{id}}", "event": "1990-01-02", "subjects": {"{{id}}": "MENTIONED"},
               "name": "Robin Vale", "dateOfBirth": "1990-01-02", "shielded": {{(shielded ? "true" : "false")}}},
              {"ResidenceRecord": "RES-{{id}}", "event": "2025-03-01", "parent": "A1",
               "subjects": {"{{id}}": "MENTIONED"}, "resident": "{{id}}", "kind": "PRIMARY",
               "pattern": "SOLE", "certainty": "REPORTED", "from": "2025-03-01"}]}
            """;
    }

    private async Task<Counted> CircleAsync()
    {
        var answer = await _agency.AskAsync("""{ child(id: "P1") { circle { person { id } } circleLeftOut } }""");
        var child = answer.GetProperty("data").GetProperty("child");
        string[] ids =
        [
            .. child.GetProperty("circle").EnumerateArray()
                .Select(member => member.GetProperty("person").GetProperty("id").GetString()!),
        ];
        return new Counted(ids.Length, child.GetProperty("circleLeftOut").GetInt32(), ids);
    }

    private sealed record Counted(int Members, int LeftOut, string[] Ids);
}
