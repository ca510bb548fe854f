using System.Text.Json.Nodes;
using Aggregator.Kit;

namespace Aggregator.Hub.Register;

/// <summary>
/// Whom the index of people shields, as the hub's worker last read it there. The register says so, and the gateway's
/// policy decides who sees them; what the register itself refuses, it refuses here.
/// </summary>
/// <param name="entries">What the register holds around some persons.</param>
internal sealed class ShieldedPersons(IEnumerable<Fact> entries)
{
    // By which links the policy's row gives the sealed clear to whom. An enquiry, a referral or an alert comes of what
    // somebody says, and to a whole desk.
    private static readonly (string Role, string Kind)[] OfOwnWorkers =
    [
        (Roles.SocialWorker, "ALLOCATED"), (Roles.SocialWorkerOutOfHours, "ALLOCATED"),
        (Roles.HealthVisitor, "CASELOAD"), (Roles.Midwife, "CASELOAD"),
    ];

    // Whose row of the policy gives the sealed clear by broken glass.
    private static readonly string[] OfGlass = [Roles.DecisionMaker, Roles.HealthDesk];

    private readonly HashSet<string> _shielded =
        [.. entries.Where(Is).Select(entry => entry.Text("person")).OfType<string>()];

    /// <summary>Where it stands that a person is, or was, shielded.</summary>
    public static string IdOf(string person) => $"HUB-SHIELD-{person}";

    /// <summary>True for an entry that says that its person is shielded.</summary>
    public static bool Is(Fact entry) =>
        entry.Kind == RegisterKinds.Shield && entry.Content.Truth("shielded") is true;

    /// <summary>True for a role whose broken glass opens the shielded.</summary>
    public static bool OpensByGlass(string role) => OfGlass.Contains(role);

    /// <summary>True for a role to which a link of the kind opens the shielded.</summary>
    public static bool OpensByLink(string role, string kind) => OfOwnWorkers.Contains((role, kind));

    /// <summary>An entry's content.</summary>
    public static JsonObject Of(string person, bool shielded) =>
        new() { ["person"] = person, ["shielded"] = shielded };

    /// <summary>True for somebody who is shielded.</summary>
    public bool Contains(string person) => _shielded.Contains(person);

    /// <summary>
    /// True when by this link something may be recorded about the person, and the stage of the case counts: else both
    /// would tell, of whoever is or is not of a shielded child's case, that they are.
    /// </summary>
    public bool LetsRecord(ReachedLink link, string person, string role) =>
        !Is(link, person) || OpensByLink(role, link.Kind);

    /// <summary>True for a link to or through somebody who is shielded.</summary>
    public bool Is(ReachedLink link, string person) => Contains(person) || Contains(link.Via);
}
