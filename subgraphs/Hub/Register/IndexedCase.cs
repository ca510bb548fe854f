using System.Text.Json;
using System.Text.Json.Nodes;
using Aggregator.Kit;

namespace Aggregator.Hub.Register;

/// <summary>
/// A case that an enquiry made: its members are those whom the index of people knows around the child, never those whom
/// somebody names. Until the worker has found in the index that it is a child's, it has no members.
/// </summary>
internal static class IndexedCase
{
    private const string MembersFrom = "membersFrom";
    private const string Index = "PPL";

    /// <summary>True when the index says who belongs to the case.</summary>
    public static bool Is(Fact entry) => entry.Text(MembersFrom) == Index;

    /// <summary>An entry's content.</summary>
    public static JsonObject Of(IEnumerable<(string Person, string Part)> members) => new()
    {
        [MembersFrom] = Index,
        ["members"] = new JsonArray([.. members.Select(member => new JsonObject
        {
            ["person"] = member.Person,
            ["part"] = member.Part,
        })]),
    };

    /// <summary>The members, from a child's `circle { reasons person { id } }`; null when it was not given whole.
    /// </summary>
    /// <param name="child">The child.</param>
    /// <param name="circle">Its circle.</param>
    /// <param name="shielded">Who is shielded.</param>
    public static IReadOnlyList<(string Person, string Part)>? Members(
        string child, JsonElement? circle, IReadOnlySet<string> shielded)
    {
        if (circle is not { ValueKind: JsonValueKind.Array } list)
        {
            return null;
        }

        JsonElement[] around = [.. list.EnumerateArray()];
        string[] carersAtHome =
        [
            .. around.Where(member => IsParentOrCarer(member) && Has(member, "HOUSEHOLD"))
                .Select(member => member.Field("person")?.Text("id") ?? ""),
        ];

        // Beside who is shielded another is alone: else whom a link to that other opens would tell of the shielded.
        var mainCarer = Only(carersAtHome.Where(person => !shielded.Contains(person))) ?? Only(carersAtHome);
        List<(string Person, string Part)> members = [];
        foreach (var member in around)
        {
            if (member.Field("person")?.Text("id") is not { } person)
            {
                return null;
            }

            members.Add((person, person == child ? "CHILD" : Part(member, person == mainCarer)));
        }

        return members.Exists(member => member.Part == "CHILD") ? members : null;
    }

    // A link to the main carer opens the child's view: nobody is it by guess.
    private static string Part(JsonElement member, bool isMainCarer) =>
        isMainCarer ? "MAIN_CARER"
        : IsParentOrCarer(member) && Has(member, "HOUSEHOLD") ? "PARENT"
        : Has(member, "PARENT") ? "PARENT_ELSEWHERE"
        : "FAMILY";

    private static string? Only(IEnumerable<string> persons) =>
        persons.Take(2).ToArray() is [var only] ? only : null;

    private static bool IsParentOrCarer(JsonElement member) => Has(member, "PARENT") || Has(member, "CARER");

    private static bool Has(JsonElement member, string reason) => member.Texts("reasons").Contains(reason);
}
