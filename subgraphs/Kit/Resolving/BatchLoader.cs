using GraphQL.DataLoader;

namespace Aggregator.Kit;

/// <summary>Collects keys while fields resolve and fetches them together when the first value is needed.</summary>
/// <param name="fetch">Fetches values for distinct keys in one go.</param>
internal sealed class BatchLoader<TKey, TValue>(
    Func<IReadOnlyCollection<TKey>, CancellationToken, Task<Func<TKey, TValue>>> fetch)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private Batch? _open;

    public IDataLoaderResult<TValue> Load(TKey key)
    {
        lock (_gate)
        {
            _open ??= new Batch(this);
            _open.Keys.Add(key);
            return new Pending(_open, key);
        }
    }

    private Task<Func<TKey, TValue>> Dispatch(Batch batch, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_open, batch))
            {
                _open = null;
            }

            return batch.Fetched ??= fetch(batch.Keys, cancellation);
        }
    }

    private sealed class Batch(BatchLoader<TKey, TValue> loader)
    {
        public HashSet<TKey> Keys { get; } = [];

        public Task<Func<TKey, TValue>>? Fetched { get; set; }

        public Task<Func<TKey, TValue>> DispatchAsync(CancellationToken cancellation) =>
            loader.Dispatch(this, cancellation);
    }

    private sealed class Pending(Batch batch, TKey key) : IDataLoaderResult<TValue>
    {
        public async Task<TValue> GetResultAsync(CancellationToken cancellationToken = default) =>
            (await batch.DispatchAsync(cancellationToken).ConfigureAwait(false))(key);

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) =>
            await GetResultAsync(cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>What to do with values that are not fetched yet.</summary>
public static class Loaded
{
    /// <summary>The value, turned into another when it comes.</summary>
    /// <param name="loading">The value to come.</param>
    /// <param name="then">The turn; it must not load more.</param>
    public static IDataLoaderResult<TNext> Then<TValue, TNext>(
        this IDataLoaderResult<TValue> loading, Func<TValue, TNext> then) =>
        new Deferred<TNext>(async cancellation =>
            then(await loading.GetResultAsync(cancellation).ConfigureAwait(false)));

    /// <summary>All values, when all have come.</summary>
    /// <param name="loading">The values to come.</param>
    public static IDataLoaderResult<IReadOnlyList<TValue>> All<TValue>(
        this IReadOnlyCollection<IDataLoaderResult<TValue>> loading) =>
        new Deferred<IReadOnlyList<TValue>>(async cancellation =>
        {
            var values = new List<TValue>(loading.Count);
            foreach (var one in loading)
            {
                values.Add(await one.GetResultAsync(cancellation).ConfigureAwait(false));
            }

            return values;
        });

    internal static IDataLoaderResult<object?> Already(object? value) =>
        new Deferred<object?>(_ => Task.FromResult(value));

    internal static IDataLoaderResult<object?> Untyped(this IDataLoaderResult loading, Func<object?, object?> then) =>
        new Deferred<object?>(async cancellation =>
        {
            var value = then(await loading.GetResultAsync(cancellation).ConfigureAwait(false));
            return value is IDataLoaderResult more
                ? await more.GetResultAsync(cancellation).ConfigureAwait(false)
                : value;
        });

    private sealed class Deferred<TValue>(Func<CancellationToken, Task<TValue>> get) : IDataLoaderResult<TValue>
    {
        public Task<TValue> GetResultAsync(CancellationToken cancellationToken = default) => get(cancellationToken);

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) =>
            await get(cancellationToken).ConfigureAwait(false);
    }
}
