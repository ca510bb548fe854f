using Aggregator.Kit;

namespace Aggregator.Hub.Register;

/// <summary>
/// Those who are shielded and not open to who asks. The gateway's policy hides them; what the hub works out, and whom
/// an entry names besides its person, must not tell that they are there either.
/// </summary>
internal static class ClosedPersons
{
    /// <summary>Of these persons those who are closed; where nobody is shielded it costs one statement.</summary>
    public static Task<IReadOnlySet<string>> OfAsync(
        AgencyRequest request, IReadOnlyCollection<string> persons, CancellationToken cancellation) =>
        OfAsync(request.Caller, request.Current, request.Now, persons, cancellation);

    /// <summary>Of these persons those who are closed to a caller.</summary>
    public static async Task<IReadOnlySet<string>> OfAsync(
        CallerContext caller,
        FactReader current,
        DateTimeOffset now,
        IReadOnlyCollection<string> persons,
        CancellationToken cancellation)
    {
        var shielded = caller.Role == Roles.HubRules
            ? new HashSet<string>()
            : await ShieldedAsync(current, persons, cancellation).ConfigureAwait(false);

        // Nothing of them is passed on, whoever may see it.
        if (shielded.Count == 0 || caller.OnwardTo is not null)
        {
            return shielded;
        }

        var entries = await AccessFacts.AroundAsync(current, shielded, cancellation).ConfigureAwait(false);
        var reach = new CaseReach(entries, Holder.Of(caller), now);
        return shielded.Where(reach.IsClosed).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Of these persons those who are shielded, whoever asks.</summary>
    public static async Task<IReadOnlySet<string>> ShieldedAsync(
        FactReader current, IReadOnlyCollection<string> persons, CancellationToken cancellation)
    {
        if (persons.Count == 0)
        {
            return new HashSet<string>();
        }

        var entries = await current
            .OfPersonsAsync(persons, [RegisterKinds.Shield], null, RegisterKinds.MaxEntriesPerPerson + 1, cancellation)
            .ConfigureAwait(false);
        RegisterKinds.RefuseMore(entries);
        var shielded = new ShieldedPersons(entries.SelectMany(person => person));
        return persons.Where(shielded.Contains).ToHashSet(StringComparer.Ordinal);
    }
}
