using System.Collections.Concurrent;
using GraphQL.DataLoader;

namespace Aggregator.Kit;

/// <summary>One GraphQL request at an agency: who asks, as at when, and batched loads of what stood then.</summary>
public sealed class AgencyRequest
{
    internal const int MaxPlainList = 500;

    private readonly AgencyDatabases _databases;
    private readonly ConcurrentDictionary<string, object> _loaders = new(StringComparer.Ordinal);

    internal AgencyRequest(
        Agency agency, AgencyDatabases databases, FactWriter writer, CallerContext caller, DateTimeOffset now)
    {
        Agency = agency;
        Caller = caller;
        Now = now;
        Writer = writer;
        Reader = new FactReader(databases, caller.AsAt);
        Current = new FactReader(databases, now);
        _databases = databases;
    }

    /// <summary>Who asks.</summary>
    public CallerContext Caller { get; }

    /// <summary>The instant whose knowledge is asked for, UTC.</summary>
    public DateTimeOffset AsAt => Caller.AsAt;

    /// <summary>The domain clock's now, UTC.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Appends versions.</summary>
    public FactWriter Writer { get; }

    /// <summary>Reads what stood at the as-at; each method is one SQL statement.</summary>
    public FactReader Reader { get; }

    /// <summary>Reads what stands now, whatever the as-at: for what decides access, never for data.</summary>
    public FactReader Current { get; }

    internal Agency Agency { get; }

    /// <summary>Reads what stood at an instant, whatever the as-at: for counts that do not depend on when they are
    /// asked for.</summary>
    /// <param name="instant">The instant, UTC.</param>
    public FactReader StoodAt(DateTimeOffset instant) => new(_databases, instant);

    /// <summary>A record by id; null when none stood then.</summary>
    /// <param name="id">The agency's reference.</param>
    public IDataLoaderResult<Fact?> Record(string id) => Batch<string, Fact?>(
        "record",
        async (ids, cancellation) =>
        {
            var found = await Reader.ByIdAsync(ids, cancellation).ConfigureAwait(false);
            return key => found.GetValueOrDefault(key);
        }).Load(id);

    /// <summary>The records that belong to a record, in order.</summary>
    /// <param name="parentId">The record's id.</param>
    /// <param name="kinds">Object types in the contract.</param>
    public IDataLoaderResult<IReadOnlyList<Fact>> Children(string parentId, params IReadOnlyList<string> kinds) =>
        Batch<string, IReadOnlyList<Fact>>(
            "children " + string.Join(' ', kinds),
            async (ids, cancellation) =>
            {
                var found = await Reader.ChildrenAsync(ids, kinds, cancellation).ConfigureAwait(false);
                return key => [.. found[key]];
            }).Load(parentId);

    /// <summary>Whom a record is about; unmatched people are left out.</summary>
    /// <param name="fact">The record.</param>
    public IDataLoaderResult<IReadOnlyList<FactSubject>> Subjects(Fact fact) =>
        Batch<long, IReadOnlyList<FactSubject>>(
            "subjects",
            async (ids, cancellation) =>
            {
                var found = await Reader.SubjectsAsync(ids, cancellation).ConfigureAwait(false);
                return key => [.. found[key]];
            }).Load(fact.RowId);

    /// <summary>The person behind the agency's own number, as it is matched now, whatever instant is asked about: who
    /// may know of whom a record names is decided on it. Null when unmatched.</summary>
    /// <param name="localId">The agency's own number.</param>
    public IDataLoaderResult<FactSubject?> Person(string localId) => Batch<string, FactSubject?>(
        "person",
        async (ids, cancellation) =>
        {
            var found = await Current.PersonsAsync(ids, cancellation).ConfigureAwait(false);
            return key => found.GetValueOrDefault(key);
        }).Load(localId);

    /// <summary>A page of a person's records in total order.</summary>
    /// <param name="personId">The key People issued.</param>
    /// <param name="kinds">Object types in the contract.</param>
    /// <param name="after">Where to go on; null for the beginning.</param>
    /// <param name="first">At most so many, 1 to 200.</param>
    public IDataLoaderResult<FactPage> OfPerson(
        string personId, IReadOnlyList<string> kinds, Position? after, int first) =>
        Batch<string, FactPage>(
            $"page {string.Join(' ', kinds)} {after} {first}",
            async (ids, cancellation) =>
            {
                var found = await Reader.OfPersonsAsync(ids, kinds, after, first + 1, cancellation)
                    .ConfigureAwait(false);
                return key =>
                {
                    var facts = found[key].ToList();
                    return new FactPage(facts.Count > first ? facts[..first] : facts, facts.Count > first);
                };
            }).Load(personId);

    /// <summary>All of a person's records of some kinds.</summary>
    /// <param name="personId">The key People issued.</param>
    /// <param name="kinds">Object types in the contract.</param>
    /// <exception cref="AgencyException">`TOO_MANY_FACTS` above 500: such a list is refused, never cut.</exception>
    public IDataLoaderResult<FactPage> AllOfPerson(string personId, IReadOnlyList<string> kinds) =>
        OfPerson(personId, kinds, null, MaxPlainList).Then(page => !page.HasNextPage
            ? page
            : throw new AgencyException(
                AgencyErrors.TooManyFacts,
                $"there are more than {MaxPlainList} entries for one person; a part of them would mislead"));

    /// <summary>A batched load of the agency's own: collected by name, fetched together.</summary>
    /// <param name="name">Names the load; the same name must mean the same fetch.</param>
    /// <param name="key">The key to load.</param>
    /// <param name="fetch">Fetches all keys together, in a bounded number of statements.</param>
    public IDataLoaderResult<TValue?> Load<TValue>(
        string name,
        string key,
        Func<IReadOnlyCollection<string>, CancellationToken, Task<IReadOnlyDictionary<string, TValue>>> fetch) =>
        Batch<string, TValue?>(
            "own " + name,
            async (keys, cancellation) =>
            {
                var found = await fetch(keys, cancellation).ConfigureAwait(false);
                return one => found.GetValueOrDefault(one);
            }).Load(key);

    private BatchLoader<TKey, TValue> Batch<TKey, TValue>(
        string name, Func<IReadOnlyCollection<TKey>, CancellationToken, Task<Func<TKey, TValue>>> fetch)
        where TKey : notnull =>
        (BatchLoader<TKey, TValue>)_loaders.GetOrAdd(name, _ => new BatchLoader<TKey, TValue>(fetch));
}
