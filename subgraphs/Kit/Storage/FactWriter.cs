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
                foreach (var link in links)
                {
                    await WriteAsync(database, link, cancellation).ConfigureAwait(false);
                }

                foreach (var fact in facts)
                {
                    await WriteAsync(database, fact, cancellation).ConfigureAwait(false);
                }
            },
            cancellation);

    private static async Task WriteAsync(AgencyDatabase database, LinkDraft draft, CancellationToken cancellation)
    {
        var current = await database.Links
            .Where(link => link.LocalId == draft.LocalId && link.SupersededAt == null)
            .SingleOrDefaultAsync(cancellation)
            .ConfigureAwait(false);
        database.Links.Add(new LinkRow
        {
            LocalId = draft.LocalId,
            PersonId = draft.Match == MatchState.Unmatched ? null : draft.PersonId,
            Match = draft.Match,
            LinkedBy = draft.LinkedBy,
            Version = Supersede(current, draft.RecordedAt, draft.LocalId),
            RecordedAt = draft.RecordedAt,
        });
        foreach (var person in new[] { current?.PersonId, draft.PersonId }.OfType<string>().Distinct())
        {
            Announce(database, person, "IdentityLink", draft.RecordedAt);
        }

        await database.SaveChangesAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task WriteAsync(AgencyDatabase database, FactDraft draft, CancellationToken cancellation)
    {
        var current = await database.Facts
            .Where(fact => fact.Id == draft.Id && fact.SupersededAt == null)
            .SingleOrDefaultAsync(cancellation)
            .ConfigureAwait(false);
        if (current is not null && current.Kind != draft.Kind)
        {
            throw new AgencyException(
                AgencyErrors.BadRecord, $"`{draft.Id}` is a {current.Kind}; a record keeps its kind");
        }

        var row = new FactRow
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
        database.Facts.Add(row);
        await database.SaveChangesAsync(cancellation).ConfigureAwait(false);
        var locals = draft.Subjects.Keys.ToList();
        database.Subjects.AddRange(draft.Subjects.Select(
            subject => new SubjectRow { FactRowId = row.RowId, LocalId = subject.Key, Part = subject.Value }));
        database.Terms.AddRange(draft.Terms.Distinct().Select(
            term => new TermRow { FactRowId = row.RowId, Term = term }));
        var persons = await database.Links
            .Where(link => locals.Contains(link.LocalId) && link.PersonId != null && link.SupersededAt == null)
            .Select(link => link.PersonId!)
            .Distinct()
            .ToListAsync(cancellation)
            .ConfigureAwait(false);
        persons.ForEach(person => Announce(database, person, draft.Kind, draft.RecordedAt));
        await database.SaveChangesAsync(cancellation).ConfigureAwait(false);
    }

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
