using Aggregator.Kit;
using GraphQL.DataLoader;

namespace Aggregator.Hub.Register;

/// <summary>What is recorded about a person, without what tells of agencies that are hidden from who asks.</summary>
internal static class RegisterLists
{
    private static readonly (string Field, string Kind)[] Kinds =
    [
        ("consents", RegisterKinds.Consent),
        ("sharingDecisions", RegisterKinds.Sharing),
        ("toldRecords", RegisterKinds.Told),
        ("decisionChecks", RegisterKinds.Check),
        ("wrongPersonReports", RegisterKinds.WrongPerson),
    ];

    // Entries about a record, of which nothing is left for whom it may not be named to.
    private static readonly string[] AboutOne = [RegisterKinds.Told, RegisterKinds.WrongPerson];

    /// <summary>Adds the lists of `Person` that can name agencies.</summary>
    public static FieldResolvers AddLists(this FieldResolvers fields)
    {
        foreach (var (field, kind) in Kinds)
        {
            _ = fields.Add("Person." + field, call => call.Request.Load<IReadOnlyList<Fact>>(
                "list " + kind,
                call.Id,
                (persons, cancellation) => ListAsync(call.Request, kind, persons, cancellation)));
        }

        return fields
            .Add("SharingDecision.records", call => Known(call, known => Listed(
                call.Fact.Content.Texts("records").Where(record => known.Has(call.Fact, record)))))
            .Add("SharingDecision.classes", call => Known(call, known => known.HasAllOf(call.Fact)
                ? Listed(call.Fact.Content.Texts("classes")) : null))
            .Add("SharingDecision.withheld", call => Known(call, known => known.HasAllOf(call.Fact)
                ? call.Fact.Text("withheld") : null))
            .Add("DecisionCheck.referral", call => Known(call, known =>
                call.Fact.Text("referral") is { } referral && known.Has(call.Fact, referral) ? referral : null))
            .Add("ConsentRecord.givenBy", call => Giver(call) is { } giver
                ? Known(call, giver).Then(known => known!.IsKnown ? giver : null)
                : null)
            .Add("ConsentRecord.givenByParty", call =>
                ((Fact)call.Source!).Content.Truth("givenByParty") is { } isParty
                    ? Giver(call) is { } giver && isParty
                        ? Known(call, giver).Then(known => (object?)known!.IsParty)
                        : isParty
                    : null)
            .Add("ConsentRecord.withdrawnHow", call => Told(call, "withdrawnHow"))
            .Add("ConsentRecord.changedBy", call => Told(call, "changedBy"));
    }

    // A person may tell any service that they take an agreement back. Which one it was is for that service and for who
    // oversees, whichever it was: a blank for a hidden one alone would tell that it is there.
    private static string? Told(FieldCall call, string field)
    {
        var (entry, caller) = ((Fact)call.Source!, call.Request.Caller);
        var told = entry.Text("changedByAgency");
        return (caller.Organisation == told || Roles.Oversees(caller.Role))
            && (caller.OnwardTo is not { } recipient || recipient == told) ? entry.Text(field) : null;
    }

    private static IDataLoaderResult<object?> Known(FieldCall call, Func<KnownRecords, object?> tell) =>
        call.Request.Load<KnownRecords>(
            "known records", call.Fact.Text("person") ?? "",
            (persons, cancellation) => KnownRecords.OfAsync(call.Request, persons, cancellation))
            .Then(known => tell(known!));

    // That nothing is left of a list, and that there was none, look alike.
    private static string[]? Listed(IEnumerable<string> texts) => texts.ToArray() is { Length: > 0 } some ? some : null;

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
                    && (Roles.Oversees(caller.Role) || reach.IsLinked(two[0]))
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
        var known = AboutOne.Contains(kind)
            ? await KnownRecords.OfAsync(request, persons, cancellation).ConfigureAwait(false)
            : null;
        return persons.ToDictionary(
            person => person,
            person => (IReadOnlyList<Fact>)
            [
                .. entries[person].Where(entry => !HiddenInvolvement.MayTell(entry, hidden[person], own)
                    && (known is null || entry.Text("record") is not { } record
                        || known[person].Has(entry, record))),
            ],
            StringComparer.Ordinal);
    }
}
