using System.Text.Json;
using Aggregator.Hub.Rules;
using Aggregator.Kit;
using NodaTime;

namespace Aggregator.Hub.Register;

/// <summary>
/// What agencies were shown of some persons, and when the worker who asks last looked. One entry for each agency and
/// person, found by its id: it names nobody as a subject, so that being shown something changes no outbox.
/// </summary>
/// <param name="Records">What was shown.</param>
/// <param name="LastLook">When the worker last looked at the child; null for never.</param>
internal sealed record ShownEntries(IReadOnlyList<ShownFact> Records, Instant? LastLook)
{
    private static readonly AgencyCode[] Agencies = Enum.GetValues<AgencyCode>();

    public static string IdOf(string agency, string person) => $"HUB-SHOWN-{agency}-{person}";

    public static string LookOf(string worker, string child) => $"HUB-LOOK-{worker}-{child}";

    /// <summary>The ids of all entries that may be there.</summary>
    public static IEnumerable<string> Ids(IEnumerable<string> persons, IEnumerable<string> children, string worker) =>
        persons.SelectMany(person => Agencies.Select(agency => IdOf(agency.ToString(), person)))
            .Concat(children.Select(child => LookOf(worker, child)));

    /// <summary>Reads those of some persons and one child.</summary>
    public static ShownEntries Read(
        IReadOnlyDictionary<string, Fact> found,
        IReadOnlyCollection<string> persons,
        string child,
        string worker) => new(
        [
            .. persons.SelectMany(person => Agencies.Select(agency => (agency, person)))
                .SelectMany(entry => found.TryGetValue(IdOf(entry.agency.ToString(), entry.person), out var stored)
                    ? Shown(stored.Content, entry.agency)
                    : [])
                .DistinctBy(shown => (shown.Agency, shown.RecordId)),
        ],
        found.TryGetValue(LookOf(worker, child), out var look) ? look.Content.Instant("at") : null);

    private static IEnumerable<ShownFact> Shown(JsonElement entry, AgencyCode agency) =>
        from record in entry.Items("records")
        let id = record.Text("record")
        let at = record.Instant("at")
        where id is not null && at is not null
        select new ShownFact(id, agency, at.Value, record.Texts("classes"));
}
