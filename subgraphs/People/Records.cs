using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>What is read from stored records.</summary>
internal static class Records
{
    public static DateOnly? Date(this Fact fact, string field) =>
        fact.Text(field) is { } text && LondonTime.TryDate(text, out var date) ? date : null;

    public static bool Flag(this Fact fact, string field) =>
        fact.Content.TryGetProperty(field, out var value) && value.GetBoolean();

    public static object? Any(this Fact? fact, string field) =>
        fact is not null && fact.Content.TryGetProperty(field, out var value) ? value : null;

    /// <summary>True when the period that a record names holds on the London day of the instant.</summary>
    public static bool Holds(this Fact fact, DateTimeOffset asAt, string from, string to)
    {
        var day = LondonTime.DateOf(asAt);
        return !(fact.Date(from) > day) && !(fact.Date(to) < day);
    }

    /// <summary>True for the record of a child that is expected and not born.</summary>
    public static bool IsUnborn(this Fact person) =>
        person.Date("dateOfBirth") is null && person.Date("expectedDate") is not null;
}
