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
                ? Known(call, giver).Then(known => known!.IsKnown ? giver : null)
                : null)
            .Add("ConsentRecord.givenByParty", call =>
                ((Fact)call.Source!).Content.Truth("givenByParty") is { } isParty
                    ? Giver(call) is { } giver && isParty
                        ? Known(call, giver).Then(known => (object?)known!.IsParty)
                        : isParty
                    : null);
    }

    private static string? Giver(FieldCall call) => ((Fact)call.Source!).Text("givenBy");

    // Whom somebody names is anybody's id, or nobody's: it is shown to who has a link to them, lest a guess be
    // confirmed. That both are of a shielded child's case is told to whom that child is open.
    private static IDataLoaderResult<KnownGiver?> Known(FieldCall call, string giver)
    {
        var (request, caller) = (call.Request, call.Request.Caller);
        var pair = $"{giver}\n{((Fact)call.Source!).Text("person")}";
        return request.Load<KnownGiver>("giver", pair, async (pairs, cancellation) =>
        {
            string[] givers = [.. pairs.Select(one => one.Split('\n')[0]).Distinct(StringComparer.Ordinal)];
            var closed = await ClosedPersons.OfAsync(request, givers, cancellation).ConfigureAwait(false);
            var entries = await AccessFacts.AroundAsync(request.Current, givers, cancellation).ConfigureAwait(false);
            var reach = new CaseReach(entries, Holder.Of(caller), request.Now);
            return pairs.ToDictionary(
                one => one,
                one => one.Split('\n') is var two && !closed.Contains(two[0])
                    && (Overseers.Contains(caller.Role) || reach.IsLinked(two[0]))
                        ? new KnownGiver(true, reach.AreOfOneCase(two[1], two[0]))
                        : new KnownGiver(false, false),
                StringComparer.Ordinal);
        });
    }

    private sealed record KnownGiver(bool IsKnown, bool IsParty);

    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<Fact>>> ListAsync(
        AgencyRequest request, string kind, IReadOnlyCollection<string> persons, CancellationToken cancellation)
    {
        var entries = await request.Reader
            .OfPersonsAsync(persons, [kind], null, RegisterKinds.MaxEntriesPerPerson + 1, cancellation)
            .ConfigureAwait(false);
        RegisterKinds.RefuseMore(entries);
        var hidden = await HiddenInvolvement.OfAsync(request, persons, cancellation).ConfigureAwait(false);
        var own = request.Caller.GoesTo;
        return persons.ToDictionary(
            person => person,
            person => (IReadOnlyList<Fact>)
                [.. entries[person].Where(entry => !HiddenInvolvement.MayTell(entry, hidden[person], own))],
            StringComparer.Ordinal);
    }
}
