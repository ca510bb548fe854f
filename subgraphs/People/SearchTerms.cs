using System.Text.Json;

namespace Aggregator.People;

/// <summary>The words a person is found by. A shielded person or address has none that anybody can search by, so
/// nothing finds them.</summary>
internal static class SearchTerms
{
    public static string Name(string word) => "name:" + word.ToUpperInvariant();

    public static string Born(string date) => "born:" + date;

    public static string NhsNumber(string number) => "nhs:" + number;

    public static string Postcode(string postcode) =>
        "postcode:" + postcode.ToUpperInvariant().Replace(" ", "", StringComparison.Ordinal);

    /// <summary>For the index alone: what was merged into a person.</summary>
    public static string MergedInto(string person) => "merged:" + person;

    public static IEnumerable<string> Of(string kind, JsonElement content) => kind switch
    {
        Kinds.Person => OfMerged(content).Concat(IsShielded(content) ? [] : OfPerson(content)),
        Kinds.Address when !IsShielded(content) => [Postcode(content.GetProperty("postcode").GetString()!)],
        _ => [],
    };

    public static IEnumerable<string> Words(string name) =>
        name.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Name);

    private static bool IsShielded(JsonElement content) =>
        content.TryGetProperty("shielded", out var shielded) && shielded.GetBoolean();

    // That two ids are one person's is known of the shielded too.
    private static IEnumerable<string> OfMerged(JsonElement content) =>
        content.TryGetProperty("mergedInto", out var born) && born.GetString() is { } id ? [MergedInto(id)] : [];

    private static IEnumerable<string> OfPerson(JsonElement content)
    {
        if (content.TryGetProperty("name", out var name))
        {
            foreach (var word in Words(name.GetString()!))
            {
                yield return word;
            }
        }

        if (content.TryGetProperty("dateOfBirth", out var born))
        {
            yield return Born(born.GetString()!);
        }

        if (content.TryGetProperty("identifiers", out var identifiers))
        {
            foreach (var identifier in identifiers.EnumerateArray())
            {
                if (identifier.GetProperty("type").GetString() == "NHS_NUMBER"
                    && identifier.TryGetProperty("value", out var value))
                {
                    yield return NhsNumber(value.GetString()!);
                }
            }
        }
    }
}
