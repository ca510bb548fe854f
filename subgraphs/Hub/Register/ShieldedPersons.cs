using System.Text.Json.Nodes;
using Aggregator.Kit;

namespace Aggregator.Hub.Register;

/// <summary>
/// Whom the index of people shields, as the hub's worker last read it there. Who is shielded is open to those whose
/// case it is, and to broken glass of the hub's decision-makers and the health desk: to everybody else as nobody.
/// </summary>
/// <param name="entries">What the register holds around some persons.</param>
/// <param name="role">The role that asks.</param>
internal sealed class ShieldedPersons(IEnumerable<Fact> entries, string role)
{
    // An enquiry, a referral or an alert comes of what somebody says, and to a whole desk.
    private static readonly string[] OfOwnWorkers = ["ALLOCATED", "CASELOAD"];
    private static readonly string[] BreakTheShield = [Roles.DecisionMaker, Roles.HealthDesk];

    private readonly HashSet<string> _shielded =
        [.. entries.Where(Is).Select(entry => entry.Text("person")).OfType<string>()];

    /// <summary>Where it stands that a person is, or was, shielded.</summary>
    public static string IdOf(string person) => $"HUB-SHIELD-{person}";

    /// <summary>True for an entry that says that its person is shielded.</summary>
    public static bool Is(Fact entry) =>
        entry.Kind == RegisterKinds.Shield && entry.Content.Truth("shielded") is true;

    /// <summary>An entry's content.</summary>
    public static JsonObject Of(string person, bool shielded) =>
        new() { ["person"] = person, ["shielded"] = shielded };

    /// <summary>True when a link of this kind opens the person.</summary>
    public bool OpenBy(string link, string person) =>
        !_shielded.Contains(person) || role == Roles.HubRules || OfOwnWorkers.Contains(link);

    /// <summary>True when broken glass opens the person.</summary>
    public bool OpenByBrokenGlass(string person) => !_shielded.Contains(person) || BreakTheShield.Contains(role);
}
