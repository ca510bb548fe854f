using System.Net;
using StackExchange.Redis;

namespace Aggregator.State;

/// <summary>
/// What instances share through Redis: epochs and last known links. Nothing of a person but pseudonyms is stored, and
/// whatever is wrong with Redis, requests go on without it.
/// </summary>
public sealed class RedisState : ILinkStore, IAsyncDisposable
{
    /// <summary>How long a request waits for Redis: no longer than asking the hub itself takes.</summary>
    public static readonly TimeSpan UsualWait = TimeSpan.FromMilliseconds(250);

    private readonly IConnectionMultiplexer _redis;
    private readonly TimeSpan _wait;
    private readonly string _prefix;

    private RedisState(IConnectionMultiplexer redis, string prefix, TimeSpan wait)
    {
        _redis = redis;
        _wait = wait;
        _prefix = prefix;
        Epochs = new RedisEpochs(this, prefix);
        redis.ConnectionFailed += (_, _) => Lost?.Invoke();
    }

    /// <summary>Raised when the connection is lost: what was remembered is dropped.</summary>
    public event Action? Lost;

    /// <summary>The epochs.</summary>
    public RedisEpochs Epochs { get; }

    /// <summary>True for what <see cref="ConnectAsync"/> takes: each host with its port, or options that say the rest.
    /// </summary>
    /// <param name="address">The address.</param>
    public static bool IsAddress(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        try
        {
            // A word alone would be a host at the usual port: far more often it is a mistake.
            return ConfigurationOptions.Parse(address).EndPoints is { Count: > 0 } hosts
                && (address.Contains(',', StringComparison.Ordinal)
                    || hosts.All(host => host is DnsEndPoint { Port: > 0 } or IPEndPoint { Port: > 0 }));
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Connects. A server that is not there yet is waited for in the background.</summary>
    /// <param name="address">Host and port, with options as StackExchange.Redis writes them.</param>
    /// <param name="prefix">What the keys begin with: one for each hub.</param>
    /// <param name="wait">How long a request waits for an answer; null for <see cref="UsualWait"/>.</param>
    /// <exception cref="ArgumentException">The address cannot be read.</exception>
    public static async Task<RedisState> ConnectAsync(string address, string prefix, TimeSpan? wait = null)
    {
        var options = ConfigurationOptions.Parse(address);
        options.AbortOnConnectFail = false;
        options.AsyncTimeout = (int)(wait ?? UsualWait).TotalMilliseconds;
        options.ConnectTimeout = Math.Max(1_000, options.AsyncTimeout);
        options.BacklogPolicy = BacklogPolicy.FailFast;
        return new RedisState(await ConnectionMultiplexer.ConnectAsync(options), prefix, wait ?? UsualWait);
    }

    /// <inheritdoc/>
    public async ValueTask KeepAsync(
        IReadOnlyDictionary<string, string> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        _ = await AskAsync(
            async database =>
            {
                var batch = database.CreateBatch();
                var sent = texts.Select(text => batch.StringSetAsync(
                    _prefix + "link:" + text.Key, text.Value, LastKnownLinks.MaxAge)).ToArray();
                batch.Execute();
                _ = await Task.WhenAll(sent);
                return "";
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<string?[]> FindAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        var keys = names.Select(name => (RedisKey)(_prefix + "link:" + name)).ToArray();
        var found = keys.Length == 0
            ? []
            : await AskAsync(database => database.StringGetAsync(keys), cancellationToken);
        return found is null ? new string?[names.Count] : [.. found.Select(text => (string?)text)];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _redis.DisposeAsync();

    /// <summary>Asks Redis; null when it cannot be reached in time.</summary>
    internal async Task<T?> AskAsync<T>(Func<IDatabase, Task<T>> ask, CancellationToken cancellationToken)
        where T : class?
    {
        try
        {
            return await ask(_redis.GetDatabase()).WaitAsync(_wait, cancellationToken);
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException or ObjectDisposedException)
        {
            return default;
        }
    }
}
