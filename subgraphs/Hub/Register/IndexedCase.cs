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
    public static IReadOnlyList<(string Person, string Part)>? Members(string child, JsonElement? circle)
    {
        if (circle is not { ValueKind: JsonValueKind.Array } list)
        {
            return null;
        }

        JsonElement[] around = [.. list.EnumerateArray()];
        var carersAtHome = around.Count(member => IsParentOrCarer(member) && Has(member, "HOUSEHOLD"));
        List<(string Person, string Part)> members = [];
        foreach (var member in around)
        {
            if (member.Field("person")?.Text("id") is not { } person)
            {
                return null;
            }

            members.Add((person, person == child ? "CHILD" : Part(member, carersAtHome)));
        }

        return members.Exists(member => member.Part == "CHILD") ? members : null;
    }

    // A link to the main carer opens the child's view: nobody is it by guess.
    private static string Part(JsonElement member, int carersAtHome) =>
        IsParentOrCarer(member) && Has(member, "HOUSEHOLD") ? carersAtHome == 1 ? "MAIN_CARER" : "PARENT"
        : Has(member, "PARENT") ? "PARENT_ELSEWHERE"
        : "FAMILY";

    private static bool IsParentOrCarer(JsonElement member) => Has(member, "PARENT") || Has(member, "CARER");

    private static bool Has(JsonElement member, string reason) => member.Texts("reasons").Contains(reason);
}
