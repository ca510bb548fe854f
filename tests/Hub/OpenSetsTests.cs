using System.Text.Json;
using Aggregator.Hub.Register;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>For whom a stored alert stands where several people are shielded.</summary>
public sealed class OpenSetsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(4, 16)]
    [InlineData(5, 12)]
    [InlineData(8, 18)]
    [InlineData(9, 2)]
    [InlineData(40, 2)]
    public void Sets_that_are_worked_out_are_bounded_and_begin_with_everybody(int shielded, int sets)
    {
        var persons = Persons(shielded);
        string[] names = [.. OpenSets.Of(persons).Select(OpenSets.NameOf)];

        Assert.Equal(sets, names.Distinct().Count());
        Assert.Equal(sets, names.Length);
        Assert.Equal(OpenSets.NameOf(persons), names[0]);
        Assert.Equal("", names[^1]);
    }

    [Theory]
    [InlineData("1 3", "1 3", true)]
    [InlineData("1 3", "1 2 3", false)]
    [InlineData("3", "1 3", false)]
    [InlineData("", "1 3", false)]
    public void Up_to_four_a_card_stands_for_whose_set_it_is_alone(string standsFor, string open, bool stands) =>
        Assert.Equal(stands, Stands(4, [standsFor], open));

    // Never by what is known of somebody who is not open to them.
    [Theory]
    [InlineData(5, "3", "1 3", true)]
    [InlineData(5, "", "1 3", true)]
    [InlineData(5, "2", "1 3", false)]
    [InlineData(5, "1 2 3 4 5", "1 3", false)]
    [InlineData(5, "1 2 3 4", "1 2 3 4", true)]
    [InlineData(9, "", "1 2 3", true)]
    public void Of_more_a_card_stands_by_the_sets_that_are_worked_out_within_what_is_open(
        int shielded, string standsFor, string open, bool stands) =>
        Assert.Equal(stands, Stands(shielded, [standsFor], open));

    [Theory]
    [InlineData("onlyWith", "", true, false)]
    [InlineData("onlyWithout", "", false, true)]
    [InlineData("other", "", true, true)]
    public void Alert_that_was_stored_before_there_were_sets_stands_for_whom_it_did(
        string list, string raisedAt, bool whole, bool closed)
    {
        var stored = Stored(new Dictionary<string, object> { [list] = Persons(2) });

        Assert.Equal(whole ? raisedAt : null, OpenSets.RaisedAt(stored, _ => false));
        Assert.Equal(closed ? raisedAt : null, OpenSets.RaisedAt(stored, person => person == "2"));
        Assert.Equal(whole, OpenSets.StandsForAll(stored));
    }

    private static string[] Persons(int count) => [.. Enumerable.Range(1, count).Select(place => $"{place}")];

    private static bool Stands(int shielded, string[] standsFor, string open) => OpenSets.RaisedAt(
        Stored(new Dictionary<string, object>
        {
            ["shielded"] = Persons(shielded),
            ["standsFor"] = standsFor,
            ["raisedIn"] = standsFor.Select(_ => "then"),
        }),
        person => !open.Split(' ').Contains(person)) == "then";

    private static JsonElement Stored(object content) => JsonSerializer.SerializeToElement(content);
}
