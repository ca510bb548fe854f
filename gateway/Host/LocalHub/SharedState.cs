using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Aggregator.Policy;
using Aggregator.State;

namespace Aggregator.Host.LocalHub;

/// <summary>
/// The register as a gateway asks it: with last known links while the hub cannot be reached, and with a cache where
/// Redis carries the epochs. Without Redis nothing is remembered from one request to the next.
/// </summary>
internal sealed class SharedState : IAsyncDisposable
{
    private readonly RedisState? _redis;
    private readonly EpochKeeper? _keeper;

    private SharedState(IDecisionSource decisions, RedisState? redis, EpochKeeper? keeper)
    {
        Decisions = decisions;
        _redis = redis;
        _keeper = keeper;
    }

    /// <summary>What the pipeline asks.</summary>
    public IDecisionSource Decisions { get; }

    /// <summary>Puts it together.</summary>
    /// <param name="redis">Redis's address; null for none.</param>
    /// <param name="register">The hub's register.</param>
    /// <param name="changes">What changed in it.</param>
    /// <param name="key">Names and signs what is kept; the same for all instances that share a Redis.</param>
    /// <exception cref="UnservableException">The address cannot be read.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "the state that is returned owns its parts")]
    public static async Task<SharedState> StartAsync(
        string? redis, IDecisionSource register, IRegisterChanges changes, byte[] key)
    {
        if (redis is null)
        {
            return new SharedState(
                new LastKnownLinks(register, new MemoryLinks(), key, TimeProvider.System), null, null);
        }

        var state = await ConnectAsync(redis);
        string Pseudonym(string text) =>
            Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("epoch\n" + text)));
        var cache = new DecisionCache(
            new LastKnownLinks(register, state, key, TimeProvider.System),
            state.Epochs,
            Pseudonym,
            TimeProvider.System);
        state.Lost += cache.Forget;
        var name = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var keeper = new EpochKeeper(name, state.Epochs, changes, Pseudonym, TimeProvider.System);
        keeper.Start();
        return new SharedState(cache, state, keeper);
    }

    /// <summary>The key that is kept in a file, or a new one.</summary>
    /// <param name="file">The file.</param>
    public static byte[] Key(string file)
    {
        if (!File.Exists(file))
        {
            SecretFile.Create(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
        }

        try
        {
            return Convert.FromBase64String(File.ReadAllText(file).Trim());
        }
        catch (FormatException)
        {
            throw new UnservableException($"{file}: not a key: restore it, or take another data folder");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_keeper is not null)
        {
            await _keeper.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }
    }

    private static async Task<RedisState> ConnectAsync(string address)
    {
        try
        {
            return await RedisState.ConnectAsync(address, "aggregator:");
        }
        catch (ArgumentException)
        {
            throw new UnservableException($"`--redis {address}`: name a host and port, such as 127.0.0.1:6379");
        }
    }
}
