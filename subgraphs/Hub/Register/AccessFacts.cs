using System.Text.Json;
using Aggregator.Kit;

namespace Aggregator.Hub.Register;

/// <summary>
/// `POST /register/decisions`: the facts behind decisions about one caller and some persons, as they stand now; see
/// docs/hub-register.md. The hub says what is registered; what follows from it is the gateway's policy.
/// </summary>
internal static class AccessFacts
{
    private const int MaxPersons = 500;

    public static async Task<object> AnswerAsync(
        AgencyRequest request, JsonElement question, CancellationToken cancellation)
    {
        var persons = question.Texts("persons").Distinct(StringComparer.Ordinal).ToArray();
        if (persons.Length > MaxPersons)
        {
            throw new AgencyException(
                AgencyErrors.TooManyEntities, $"{persons.Length} persons were asked for; ask for at most {MaxPersons}");
        }

        var entries = await AroundAsync(request.Current, persons, cancellation).ConfigureAwait(false);
        var standing = await request.Current
            .OfKindAsync([RegisterKinds.Standing], RegisterKinds.MaxEntriesOfKind, cancellation)
            .ConfigureAwait(false);
        var passedOn = question.Truth("passedOn") is true;
        var holder = new Holder(
            question.Text("recipient") ?? "", question.Text("agency") ?? "", question.Text("role") ?? "")
        {
            PassesOn = passedOn,
        };
        var reach = new CaseReach(entries, holder, request.Now);
        var glass = question.Text("glass") is { } id
            ? await IsInForceAsync(request, id, holder, cancellation).ConfigureAwait(false)
            : (bool?)null;
        return new
        {
            state = "CURRENT",
            passedOn = passedOn ? true : (bool?)null,
            glass,
            persons = persons.Select(person => (person, facts: reach.Of(person)))
                .Where(entry => entry.facts is not null)
                .ToDictionary(entry => entry.person, entry => entry.facts, StringComparer.Ordinal),
            standing = standing.Select(RegisterReader.Standing)
                .Where(decision => decision.From.ToDateTimeOffset() <= request.Now &&
                    !(decision.Until?.ToDateTimeOffset() <= request.Now))
                .Select(decision => new { decision.Id, decision.Version }),
        };
    }

    // Unknown, somebody else's and ended are one answer, and none of them reads anything about whom it is for.
    private static async Task<bool> IsInForceAsync(
        AgencyRequest request, string id, Holder holder, CancellationToken cancellation)
    {
        var found = await request.Current.ByIdAsync([id], cancellation).ConfigureAwait(false);
        if (!found.TryGetValue(id, out var glass) || !new CaseReach([glass], holder, request.Now).HasBroken(glass))
        {
            return false;
        }

        var all = await EntriesAsync(
            request.Current, [glass.Text("person")!], [RegisterKinds.BreakGlass], cancellation).ConfigureAwait(false);
        return new CaseReach(all, holder, request.Now).HasBroken(glass);
    }

    /// <summary>The entries about persons and about everybody of their cases: a link to one can open another; and of
    /// these others' cases whether the child is shielded, which leads nowhere then.</summary>
    public static async Task<IReadOnlyList<Fact>> AroundAsync(
        FactReader current, IReadOnlyCollection<string> persons, CancellationToken cancellation)
    {
        var asked = await EntriesAsync(current, persons, RegisterKinds.OfAccess, cancellation).ConfigureAwait(false);
        string[] others =
        [
            .. Cases(asked).SelectMany(CaseReach.Members).Select(member => member.Person)
                .Except(persons, StringComparer.Ordinal),
        ];
        var around = await EntriesAsync(current, others, RegisterKinds.OfAccess, cancellation).ConfigureAwait(false);
        string[] children =
        [
            .. CaseReach.Children(Cases(around)).Except(persons, StringComparer.Ordinal)
                .Except(others, StringComparer.Ordinal),
        ];
        var shields = await EntriesAsync(current, children, [RegisterKinds.Shield], cancellation).ConfigureAwait(false);
        return [.. asked.Concat(around).Concat(shields).DistinctBy(entry => entry.Id)];
    }

    private static IEnumerable<Fact> Cases(IEnumerable<Fact> entries) =>
        entries.Where(entry => entry.Kind == RegisterKinds.Case);

    private static async Task<IReadOnlyList<Fact>> EntriesAsync(
        FactReader current,
        IReadOnlyCollection<string> persons,
        IReadOnlyList<string> kinds,
        CancellationToken cancellation)
    {
        if (persons.Count == 0)
        {
            return [];
        }

        var entries = await current
            .OfPersonsAsync(persons, kinds, null, RegisterKinds.MaxEntriesPerPerson + 1, cancellation)
            .ConfigureAwait(false);
        // Invariant: what is decided rests on every entry. The last one may be the one that refuses.
        RegisterKinds.RefuseMore(entries);
        return [.. entries.SelectMany(person => person).DistinctBy(entry => entry.Id)];
    }
}
