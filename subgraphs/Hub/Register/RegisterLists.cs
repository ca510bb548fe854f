using Aggregator.Kit;
using GraphQL.DataLoader;

namespace Aggregator.Hub.Register;

/// <summary>What is recorded about a person, without what tells of agencies that are hidden from who asks.</summary>
internal static class RegisterLists
{
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
                ? IsClosed(call.Request, giver).Then(closed => closed is true ? null : giver)
                : null)
            .Add("ConsentRecord.givenByParty", call =>
                ((Fact)call.Source!).Content.Truth("givenByParty") is { } isParty
                    ? Giver(call) is { } giver && isParty
                        ? IsClosed(call.Request, giver).Then(closed => (object?)(closed is not true))
                        : isParty
                    : null);
    }

    private static string? Giver(FieldCall call) => ((Fact)call.Source!).Text("givenBy");

    // Whoever is closed to the reader is of no case of theirs.
    private static IDataLoaderResult<bool?> IsClosed(AgencyRequest request, string person) =>
        request.Load<bool?>("closed", person, async (persons, cancellation) =>
        {
            var closed = await ClosedPersons.OfAsync(request, persons, cancellation).ConfigureAwait(false);
            return persons.ToDictionary(one => one, one => (bool?)closed.Contains(one), StringComparer.Ordinal);
        });

    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<Fact>>> ListAsync(
        AgencyRequest request, string kind, IReadOnlyCollection<string> persons, CancellationToken cancellation)
    {
        var entries = await request.Reader
            .OfPersonsAsync(persons, [kind], null, RegisterKinds.MaxEntriesPerPerson + 1, cancellation)
            .ConfigureAwait(false);
        RegisterKinds.RefuseMore(entries);
        var hidden = await HiddenInvolvement.OfAsync(request, persons, cancellation).ConfigureAwait(false);
        var own = request.Caller.Organisation;
        return persons.ToDictionary(
            person => person,
            person => (IReadOnlyList<Fact>)
                [.. entries[person].Where(entry => !HiddenInvolvement.MayTell(entry, hidden[person], own))],
            StringComparer.Ordinal);
    }
}
