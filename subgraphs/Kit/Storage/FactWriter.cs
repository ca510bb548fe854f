using Microsoft.EntityFrameworkCore;

namespace Aggregator.Kit;

/// <summary>A version of a record to write.</summary>
/// <param name="Id">The agency's reference.</param>
/// <param name="Kind">The object type in the contract.</param>
/// <param name="Agency">The agency code it is shown as.</param>
/// <param name="When">When it happened.</param>
/// <param name="RecordedAt">When it was written down, UTC.</param>
/// <param name="Content">JSON object, already checked against the contract.</param>
/// <param name="Subjects">Local person number → part.</param>
public sealed record FactDraft(
    string Id,
    string Kind,
    string Agency,
    FuzzyTime When,
    DateTimeOffset RecordedAt,
    string Content,
    IReadOnlyDictionary<string, string> Subjects)
{
    /// <summary>The record it belongs to; null for none.</summary>
    public string? ParentId { get; init; }

    /// <summary>When it was received; null where it arose here.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>Words it can be found by, such as `postcode:ZZ1 1AA`; none by default.</summary>
    public IReadOnlyCollection<string> Terms { get; init; } = [];

    /// <summary>The agency's system that records it; null (default) for none in particular.</summary>
    public string? RecordedBy { get; init; }

    /// <summary>Its place in lists, UTC; the earliest possible time unless given.</summary>
    public DateTimeOffset? SortAt { get; init; }
}

/// <summary>What the agency now believes about who its own person is.</summary>
/// <param name="LocalId">The agency's own number.</param>
/// <param name="PersonId">The key People issued; null unlinks.</param>
/// <param name="Match">How sure.</param>
/// <param name="LinkedBy">Who says so.</param>
/// <param name="RecordedAt">When, UTC.</param>
public sealed record LinkDraft(
    string LocalId, string? PersonId, MatchState Match, string LinkedBy, DateTimeOffset RecordedAt);

/// <summary>Appends versions, each with its outbox rows in the same transaction.</summary>
public sealed class FactWriter
{
    private const int MaxAtOnce = 200;

    private readonly AgencyDatabases _databases;

    internal FactWriter(AgencyDatabases databases) => _databases = databases;

    /// <summary>Writes links, then facts, all or nothing.</summary>
    /// <param name="links">Identity map versions.</param>
    /// <param name="facts">Record versions; the same id again is a new version.</param>
    /// <param name="cancellation">Stops the write.</param>
    public Task WriteAsync(
        IReadOnlyCollection<LinkDraft> links, IReadOnlyCollection<FactDraft> facts, CancellationToken cancellation) =>
        _databases.WriteAsync(
            async database =>
            {
                foreach (var some in Turns(links, link => (link.LocalId, link.RecordedAt)))
                {
                    await WriteAsync(database, some, cancellation).ConfigureAwait(false);
                }

                foreach (var some in Turns(facts, fact => (fact.Id, fact.RecordedAt)))
                {
                    await WriteAsync(database, some, cancellation).ConfigureAwait(false);
                }
            },
            cancellation);

    // As many at once as may be. A second version of one record waits for the first, and whatever was recorded later
    // for what was recorded before: the outbox rises with the time of recording.
    private static IEnumerable<List<TDraft>> Turns<TDraft>(
        IEnumerable<TDraft> drafts, Func<TDraft, (string Id, DateTimeOffset RecordedAt)> keyOf)
    {
        List<TDraft> turn = [];
        var ids = new HashSet<string>(StringComparer.Ordinal);
        DateTimeOffset at = default;
        foreach (var draft in drafts)
        {
            var (id, recordedAt) = keyOf(draft);
            if (turn.Count > 0 && (turn.Count == MaxAtOnce || recordedAt != at || ids.Contains(id)))
            {
                yield return turn;
                turn = [];
                ids.Clear();
            }

            turn.Add(draft);
            at = recordedAt;
            _ = ids.Add(id);
        }

        if (turn.Count > 0)
        {
            yield return turn;
        }
    }

    private static async Task WriteAsync(
        AgencyDatabase database, List<LinkDraft> drafts, CancellationToken cancellation)
    {
        var locals = drafts.ConvertAll(draft => draft.LocalId);
        var current = await database.Links
            .Where(link => locals.Contains(link.LocalId) && link.SupersededAt == null)
            .ToDictionaryAsync(link => link.LocalId, cancellation)
            .ConfigureAwait(false);
        foreach (var draft in drafts)
        {
            var before = current.GetValueOrDefault(draft.LocalId);
            database.Links.Add(new LinkRow
            {
                LocalId = draft.LocalId,
                PersonId = draft.Match == MatchState.Unmatched ? null : draft.PersonId,
                Match = draft.Match,
                LinkedBy = draft.LinkedBy,
                Version = Supersede(before, draft.RecordedAt, draft.LocalId),
                RecordedAt = draft.RecordedAt,
            });
            foreach (var person in new[] { before?.PersonId, draft.PersonId }.OfType<string>().Distinct())
            {
                Announce(database, person, "IdentityLink", draft.RecordedAt);
            }
        }

        await database.SaveChangesAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task WriteAsync(
        AgencyDatabase database, List<FactDraft> drafts, CancellationToken cancellation)
    {
        var ids = drafts.ConvertAll(draft => draft.Id);
        var current = await database.Facts
            .Where(fact => ids.Contains(fact.Id) && fact.SupersededAt == null)
            .ToDictionaryAsync(fact => fact.Id, cancellation)
            .ConfigureAwait(false);
        var rows = drafts.ConvertAll(draft => RowOf(draft, current.GetValueOrDefault(draft.Id)));
        database.Facts.AddRange(rows);
        await database.SaveChangesAsync(cancellation).ConfigureAwait(false);

        var locals = drafts.SelectMany(draft => draft.Subjects.Keys).Distinct().ToList();
        var persons = await database.Links
            .Where(link => locals.Contains(link.LocalId) && link.PersonId != null && link.SupersededAt == null)
            .ToDictionaryAsync(link => link.LocalId, link => link.PersonId!, cancellation)
            .ConfigureAwait(false);
        foreach (var (draft, row) in drafts.Zip(rows))
        {
            database.Subjects.AddRange(draft.Subjects.Select(
                subject => new SubjectRow { FactRowId = row.RowId, LocalId = subject.Key, Part = subject.Value }));
            database.Terms.AddRange(draft.Terms.Distinct().Select(
                term => new TermRow { FactRowId = row.RowId, Term = term }));
            foreach (var person in draft.Subjects.Keys.Select(local => persons.GetValueOrDefault(local))
                .OfType<string>().Distinct())
            {
                Announce(database, person, draft.Kind, draft.RecordedAt);
            }
        }

        await database.SaveChangesAsync(cancellation).ConfigureAwait(false);
    }

    private static FactRow RowOf(FactDraft draft, FactRow? current) =>
        current is not null && current.Kind != draft.Kind
            ? throw new AgencyException(
                AgencyErrors.BadRecord, $"`{draft.Id}` is a {current.Kind}; a record keeps its kind")
            : new FactRow
            {
                Id = draft.Id,
                Kind = draft.Kind,
                Agency = draft.Agency,
                ParentId = draft.ParentId,
                SortAt = draft.SortAt ?? draft.When.Earliest,
                EventEarliest = draft.When.Earliest,
                EventLatest = draft.When.Latest,
                EventPrecision = draft.When.Precision,
                OrderAfter = draft.When.OrderAfter,
                ReceivedAt = draft.ReceivedAt,
                RecordedBy = draft.RecordedBy,
                Content = draft.Content,
                Version = Supersede(current, draft.RecordedAt, draft.Id),
                RecordedAt = draft.RecordedAt,
            };

    private static int Supersede(Versioned? current, DateTimeOffset recordedAt, string id)
    {
        if (current is null)
        {
            return 1;
        }

        if (recordedAt <= current.RecordedAt)
        {
            throw new AgencyException(
                AgencyErrors.BadRecord, $"`{id}` has a version recorded at or after this one; record it later");
        }

        current.SupersededAt = recordedAt;
        return current.Version + 1;
    }

    private static void Announce(AgencyDatabase database, string person, string kind, DateTimeOffset recordedAt) =>
        database.Outbox.Add(new OutboxRow { PersonId = person, Kind = kind, RecordedAt = recordedAt });
}
