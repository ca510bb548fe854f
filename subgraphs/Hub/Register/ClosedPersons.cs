using Aggregator.Kit;

namespace Aggregator.Hub.Register;

/// <summary>
/// Those who are shielded and not open to who asks. The gateway's policy hides them; what the hub works out, and whom
/// an entry names besides its person, must not tell that they are there either.
/// </summary>
internal static class ClosedPersons
{
    /// <summary>Of these persons those who are closed; where nobody is shielded it costs one statement.</summary>
    public static async Task<IReadOnlySet<string>> OfAsync(
        AgencyRequest request, IReadOnlyCollection<string> persons, CancellationToken cancellation)
    {
        var caller = request.Caller;
        string[] shielded = caller.Role == Roles.HubRules || persons.Count == 0
            ? []
            : await ShieldedAsync(request.Current, persons, cancellation).ConfigureAwait(false);
        if (shielded.Length == 0)
        {
            return new HashSet<string>();
        }

        var entries = await AccessFacts.AroundAsync(request.Current, shielded, cancellation).ConfigureAwait(false);
        var reach = new CaseReach(
            entries, new Holder(caller.Worker, caller.Organisation, caller.Role), request.Now);
        return shielded.Where(reach.IsClosed).ToHashSet(StringComparer.Ordinal);
    }

    private static async Task<string[]> ShieldedAsync(
        FactReader current, IReadOnlyCollection<string> persons, CancellationToken cancellation)
    {
        var entries = await current
            .OfPersonsAsync(persons, [RegisterKinds.Shield], null, RegisterKinds.MaxEntriesPerPerson + 1, cancellation)
            .ConfigureAwait(false);
        RegisterKinds.RefuseMore(entries);
        var shielded = new ShieldedPersons(entries.SelectMany(person => person));
        return [.. persons.Where(shielded.Contains)];
    }
}
