using Aggregator.Kit;
using GraphQL.DataLoader;

namespace Aggregator.Hub.Register;

/// <summary>What is recorded about a person, without what tells of agencies that are hidden from who asks.</summary>
internal static class RegisterLists
{
    // Nobody is linked to them; that somebody is shielded they are told.
    private static readonly string[] Overseers = [Roles.Auditor, Roles.DataProtectionOfficer];

    private static readonly (string Field, string Kind)[] Lists =
    [
        ("consents", RegisterKinds.Consent),
        ("sharingDecisions", RegisterKinds.Sharing),
        ("toldRecords", RegisterKinds.Told),
        ("decisionChecks", RegisterKinds.Check),
        ("wrongPersonReports", RegisterKinds.WrongPerson),
    ];

    /// <summary>Adds the lists of `Person` that can name agencies.</summary>
    public static FieldResolvers AddLists(this FieldResolvers fields)
    {
        foreach (var (field, kind) in Lists)
        {
            _ = fields.Add("Person." + field, call => call.Request.Load<IReadOnlyList<Fact>>(
                "list " + kind,
                call.Id,
                (persons, cancellation) => ListAsync(call.Request, kind, persons, cancellation)));
        }

        return fields
            .Add("ConsentRecord.givenBy", call => Giver(call) is { } giver
                ? IsKnown(call.Request, giver).Then(known => known is true ? giver : null)
                : null)
            .Add("ConsentRecord.givenByParty", call =>
                ((Fact)call.Source!).Content.Truth("givenByParty") is { } isParty
                    ? Giver(call) is { } giver && isParty
                        ? IsKnown(call.Request, giver).Then(known => (object?)(known is true))
                        : isParty
                    : null);
    }

    private static string? Giver(FieldCall call) => ((Fact)call.Source!).Text("givenBy");

    // Whom somebody names is anybody's id, or nobody's: it is shown to who has a link to them, lest a guess be
    // confirmed.
    private static IDataLoaderResult<bool?> IsKnown(AgencyRequest request, string person) =>
        request.Load<bool?>("known", person, async (persons, cancellation) =>
        {
            var caller = request.Caller;
            var closed = await ClosedPersons.OfAsync(request, persons, cancellation).ConfigureAwait(false);
            var entries = await AccessFacts.AroundAsync(request.Current, persons, cancellation).ConfigureAwait(false);
            var reach = new CaseReach(entries, Holder.Of(caller), request.Now);
            return persons.ToDictionary(
                one => one,
                one => (bool?)(!closed.Contains(one) && (Overseers.Contains(caller.Role) || reach.IsLinked(one))),
                StringComparer.Ordinal);
        });

    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<Fact>>> ListAsync(
        AgencyRequest request, string kind, IReadOnlyCollection<string> persons, CancellationToken cancellation)
    {
        var entries = await request.Reader
            .OfPersonsAsync(persons, [kind], null, RegisterKinds.MaxEntriesPerPerson + 1, cancellation)
            .ConfigureAwait(false);
        RegisterKinds.RefuseMore(entries);
        var hidden = await HiddenInvolvement.OfAsync(request, persons, cancellation).ConfigureAwait(false);
        var own = request.Caller.OnwardTo ?? request.Caller.Organisation;
        return persons.ToDictionary(
            person => person,
            person => (IReadOnlyList<Fact>)
                [.. entries[person].Where(entry => !HiddenInvolvement.MayTell(entry, hidden[person], own))],
            StringComparer.Ordinal);
    }
}
