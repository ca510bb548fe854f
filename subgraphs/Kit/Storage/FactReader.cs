using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace Aggregator.Kit;

/// <summary>Reads what stood at one instant. Each method is one SQL statement, however many keys it is given.</summary>
public sealed class FactReader
{
    private readonly AgencyDatabases _databases;
    private readonly DateTimeOffset _asAt;

    internal FactReader(AgencyDatabases databases, DateTimeOffset asAt) => (_databases, _asAt) = (databases, asAt);

    /// <summary>The first records of each person in total order.</summary>
    /// <param name="personIds">Keys People issued.</param>
    /// <param name="kinds">Object types in the contract.</param>
    /// <param name="after">Where to go on; null for the beginning.</param>
    /// <param name="take">At most so many for each person.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<ILookup<string, Fact>> OfPersonsAsync(
        IReadOnlyCollection<string> personIds,
        IReadOnlyCollection<string> kinds,
        Position? after,
        int take,
        CancellationToken cancellation)
    {
        using var database = _databases.Open(_asAt);
        // One hit for each person and record, even where the agency knows a person by two numbers.
        var twins =
            from subject in database.Subjects
            join link in database.Links on subject.LocalId equals link.LocalId
            select new { subject.FactRowId, subject.LocalId, link.PersonId };
        var matching =
            from link in database.Links
            join subject in database.Subjects on link.LocalId equals subject.LocalId
            join fact in database.Facts on subject.FactRowId equals fact.RowId
            where personIds.Contains(link.PersonId!) && kinds.Contains(fact.Kind)
                && !twins.Any(twin => twin.FactRowId == fact.RowId
                    && twin.PersonId == link.PersonId && string.Compare(twin.LocalId, subject.LocalId) < 0)
            select new { link.PersonId, Fact = fact };
        if (after is { } position)
        {
            var (at, key) = (position.At, position.Key);
            matching = key is null
                ? matching.Where(hit => hit.Fact.SortAt > at)
                : matching.Where(hit => hit.Fact.SortAt > at
                    || (hit.Fact.SortAt == at && string.Compare(hit.Fact.Id, key) > 0));
        }

        // Becomes a row number over each person, so that every person's page comes with one statement.
        var pages =
            from person in database.Links
                .Where(link => personIds.Contains(link.PersonId!)).Select(link => link.PersonId).Distinct()
            from hit in matching
                .Where(hit => hit.PersonId == person)
                .OrderBy(hit => hit.Fact.SortAt).ThenBy(hit => hit.Fact.Id).Take(take)
            orderby hit.Fact.SortAt, hit.Fact.Id
            select hit;
        return (await pages.AsNoTracking().ToListAsync(cancellation).ConfigureAwait(false))
            .ToLookup(hit => hit.PersonId!, hit => new Fact(hit.Fact));
    }

    /// <summary>Records by id.</summary>
    /// <param name="ids">The agency's references.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<IReadOnlyDictionary<string, Fact>> ByIdAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        using var database = _databases.Open(_asAt);
        var rows = await database.Facts.AsNoTracking()
            .Where(fact => ids.Contains(fact.Id))
            .ToListAsync(cancellation)
            .ConfigureAwait(false);
        return rows.ToDictionary(row => row.Id, row => new Fact(row), StringComparer.Ordinal);
    }

    /// <summary>The records that belong to others, in order.</summary>
    /// <param name="parentIds">The others' ids.</param>
    /// <param name="kinds">Object types in the contract.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<ILookup<string, Fact>> ChildrenAsync(
        IReadOnlyCollection<string> parentIds, IReadOnlyCollection<string> kinds, CancellationToken cancellation)
    {
        using var database = _databases.Open(_asAt);
        var rows = await database.Facts.AsNoTracking()
            .Where(fact => parentIds.Contains(fact.ParentId!) && kinds.Contains(fact.Kind))
            .OrderBy(fact => fact.SortAt).ThenBy(fact => fact.Id)
            .ToListAsync(cancellation)
            .ConfigureAwait(false);
        return rows.ToLookup(row => row.ParentId!, row => new Fact(row));
    }

    /// <summary>The records that have every one of some terms, in order of id.</summary>
    /// <param name="terms">Words as the agency gave them when the records were written; at least one.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellation">Stops the query.</param>
    public Task<IReadOnlyList<Fact>> ByTermsAsync(
        IReadOnlyList<string> terms, int take, CancellationToken cancellation) =>
        ByTermsAsync(terms, "", take, cancellation);

    /// <summary>A page of the records that have every one of some terms, in order of id.</summary>
    /// <param name="terms">Words as the agency gave them when the records were written; at least one.</param>
    /// <param name="after">The id after which to go on; empty for the beginning.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<IReadOnlyList<Fact>> ByTermsAsync(
        IReadOnlyList<string> terms, string after, int take, CancellationToken cancellation)
    {
        using var database = _databases.Open(_asAt);
        var matching = database.Facts.AsNoTracking().Where(fact => string.Compare(fact.Id, after) > 0);
        foreach (var term in terms)
        {
            matching = matching.Where(
                fact => database.Terms.Any(found => found.FactRowId == fact.RowId && found.Term == term));
        }

        var rows = await matching.OrderBy(fact => fact.Id).Take(take).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(row => new Fact(row))];
    }

    /// <summary>The records that have one of some terms, in order of id.</summary>
    /// <param name="terms">Words as the agency gave them when the records were written.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<IReadOnlyList<Fact>> ByAnyTermAsync(
        IReadOnlyCollection<string> terms, CancellationToken cancellation)
    {
        using var database = _databases.Open(_asAt);
        var rows = await database.Facts.AsNoTracking()
            .Where(fact => database.Terms.Any(found => found.FactRowId == fact.RowId && terms.Contains(found.Term)))
            .OrderBy(fact => fact.Id)
            .ToListAsync(cancellation)
            .ConfigureAwait(false);
        return [.. rows.Select(row => new Fact(row))];
    }

    /// <summary>The first records of some kinds, whoever they are about.</summary>
    /// <param name="kinds">Object types in the contract.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<IReadOnlyList<Fact>> OfKindAsync(
        IReadOnlyCollection<string> kinds, int take, CancellationToken cancellation)
    {
        using var database = _databases.Open(_asAt);
        var rows = await database.Facts.AsNoTracking()
            .Where(fact => kinds.Contains(fact.Kind))
            .OrderBy(fact => fact.SortAt).ThenBy(fact => fact.Id)
            .Take(take)
            .ToListAsync(cancellation)
            .ConfigureAwait(false);
        return [.. rows.Select(row => new Fact(row))];
    }

    /// <summary>Every record of some kinds, one after the other and in no order: for counting.</summary>
    /// <param name="kinds">Object types in the contract.</param>
    /// <param name="cancellation">Stops the query.</param>
    public IAsyncEnumerable<Fact> EachOfKindAsync(
        IReadOnlyCollection<string> kinds, CancellationToken cancellation) =>
        EachOfKindAsync(kinds, DateTimeOffset.MinValue, cancellation);

    /// <summary>Every record of some kinds that was recorded, or last changed, since an instant.</summary>
    /// <param name="kinds">Object types in the contract.</param>
    /// <param name="since">The instant.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async IAsyncEnumerable<Fact> EachOfKindAsync(
        IReadOnlyCollection<string> kinds,
        DateTimeOffset since,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var database = _databases.Open(_asAt);
        await foreach (var row in database.Facts.AsNoTracking()
            .Where(fact => kinds.Contains(fact.Kind) && fact.RecordedAt >= since)
            .AsAsyncEnumerable()
            .WithCancellation(cancellation)
            .ConfigureAwait(false))
        {
            yield return new Fact(row);
        }
    }

    /// <summary>A page of the records of one kind, in total order, whoever they are about.</summary>
    /// <param name="kind">Object type in the contract.</param>
    /// <param name="after">Where to go on; null for the beginning.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<IReadOnlyList<Fact>> PageOfKindAsync(
        string kind, Position? after, int take, CancellationToken cancellation)
    {
        using var database = _databases.Open(_asAt);
        var matching = database.Facts.AsNoTracking().Where(fact => fact.Kind == kind);
        if (after is { } position)
        {
            var (at, key) = (position.At, position.Key ?? "");
            matching = matching.Where(fact =>
                fact.SortAt > at || (fact.SortAt == at && string.Compare(fact.Id, key) > 0));
        }

        var rows = await matching.OrderBy(fact => fact.SortAt).ThenBy(fact => fact.Id).Take(take)
            .ToListAsync(cancellation)
            .ConfigureAwait(false);
        return [.. rows.Select(row => new Fact(row))];
    }

    /// <summary>The latest records of one kind, newest first, whoever they are about.</summary>
    /// <param name="kind">Object type in the contract.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<IReadOnlyList<Fact>> LatestOfKindAsync(string kind, int take, CancellationToken cancellation)
    {
        using var database = _databases.Open(_asAt);
        var rows = await database.Facts.AsNoTracking()
            .Where(fact => fact.Kind == kind)
            .OrderByDescending(fact => fact.SortAt).ThenBy(fact => fact.Id)
            .Take(take)
            .ToListAsync(cancellation)
            .ConfigureAwait(false);
        return [.. rows.Select(row => new Fact(row))];
    }

    /// <summary>The latest records that have a term, newest first.</summary>
    /// <param name="term">A word as the agency gave it when the records were written.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<IReadOnlyList<Fact>> LatestByTermAsync(string term, int take, CancellationToken cancellation)
    {
        using var database = _databases.Open(_asAt);
        var rows = await database.Facts.AsNoTracking()
            .Where(fact => database.Terms.Any(found => found.FactRowId == fact.RowId && found.Term == term))
            .OrderByDescending(fact => fact.SortAt).ThenBy(fact => fact.Id)
            .Take(take)
            .ToListAsync(cancellation)
            .ConfigureAwait(false);
        return [.. rows.Select(row => new Fact(row))];
    }

    /// <summary>Whom records are about; unmatched people are left out.</summary>
    /// <param name="factRowIds">Versions of records.</param>
    /// <param name="cancellation">Stops the query.</param>
    internal async Task<ILookup<long, FactSubject>> SubjectsAsync(
        IReadOnlyCollection<long> factRowIds, CancellationToken cancellation)
    {
        using var database = _databases.Open(_asAt);
        var rows = await (
            from subject in database.Subjects
            join link in database.Links on subject.LocalId equals link.LocalId
            where factRowIds.Contains(subject.FactRowId) && link.PersonId != null
            orderby subject.FactRowId, subject.LocalId
            select new { subject.FactRowId, link.PersonId, subject.LocalId, subject.Part, link.Match })
            .ToListAsync(cancellation)
            .ConfigureAwait(false);
        return rows.ToLookup(
            row => row.FactRowId, row => new FactSubject(row.PersonId!, row.LocalId, row.Part, row.Match));
    }

    /// <summary>The persons behind the agency's own numbers; unmatched ones are left out.</summary>
    /// <param name="localIds">The agency's own numbers.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<IReadOnlyDictionary<string, FactSubject>> PersonsAsync(
        IReadOnlyCollection<string> localIds, CancellationToken cancellation)
    {
        using var database = _databases.Open(_asAt);
        var rows = await database.Links.AsNoTracking()
            .Where(link => localIds.Contains(link.LocalId) && link.PersonId != null)
            .ToListAsync(cancellation)
            .ConfigureAwait(false);
        return rows.ToDictionary(
            row => row.LocalId,
            row => new FactSubject(row.PersonId!, row.LocalId, "MENTIONED", row.Match),
            StringComparer.Ordinal);
    }

    internal async Task<IReadOnlyList<AgencyFreshness>> FreshnessAsync(CancellationToken cancellation)
    {
        using var database = _databases.Open(_asAt);
        return await database.Facts
            .GroupBy(fact => fact.Agency)
            .Select(agency => new AgencyFreshness(agency.Key, agency.Max(fact => fact.RecordedAt)))
            .ToListAsync(cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>Persons that nobody could match, by the agency code whose records name them; under no code those that
    /// no record names yet.</summary>
    internal async Task<IReadOnlyDictionary<string, int>> UnmatchedAsync(CancellationToken cancellation)
    {
        using var database = _databases.Open(_asAt);
        var naming =
            from link in database.Links
            join subject in database.Subjects on link.LocalId equals subject.LocalId
            join fact in database.Facts on subject.FactRowId equals fact.RowId
            where link.Match == MatchState.Unmatched
            select new { link.LocalId, fact.Agency };
        var counts = await naming.Distinct().GroupBy(named => named.Agency)
            .Select(agency => new { agency.Key, Count = agency.Count() })
            .ToDictionaryAsync(agency => agency.Key, agency => agency.Count, cancellation)
            .ConfigureAwait(false);
        counts[""] = await database.Links
            .CountAsync(
                link => link.Match == MatchState.Unmatched && !naming.Any(named => named.LocalId == link.LocalId),
                cancellation)
            .ConfigureAwait(false);
        return counts;
    }
}

/// <summary>When an agency code last recorded anything.</summary>
/// <param name="Agency">Agency code.</param>
/// <param name="LastRecorded">Latest recording time, UTC.</param>
internal sealed record AgencyFreshness(string Agency, DateTimeOffset LastRecorded);
