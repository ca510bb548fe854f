using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Aggregator.Policy;
using Aggregator.State;

namespace Aggregator.Host.LocalHub;

/// <summary>
/// The register as a gateway asks it: with last known links while the hub cannot be reached, and remembered while
/// nothing changes. Redis carries the epochs for all instances; without it each instance looks for changes itself.
/// </summary>
internal sealed class SharedState : IAsyncDisposable
{
    private readonly RedisState? _redis;
    private readonly EpochKeeper _keeper;

    private SharedState(IDecisionSource decisions, RedisState? redis, EpochKeeper keeper)
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
        var time = TimeProvider.System;
        string Pseudonym(string text) =>
            Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("epoch\n" + text)));
        var state = redis is null ? null : await ConnectAsync(redis);
        var (links, epochs) = state is null
            ? ((ILinkStore)new MemoryLinks(), (IEpochStore)new MemoryEpochs(time))
            : (state, state.Epochs);
        var cache = new DecisionCache(new LastKnownLinks(register, links, key, time), epochs, Pseudonym, time);
        if (state is not null)
        {
            state.Lost += cache.Forget;
        }

        var name = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var keeper = new EpochKeeper(name, epochs, changes, Pseudonym, time);
        keeper.Start();
        return new SharedState(cache, state, keeper);
    }

    /// <summary>The key that is kept in a file, or a new one.</summary>
    /// <param name="file">The file.</param>
    public static byte[] Key(string file)
    {
        var text = OwnerOnly.ReadOrNew(
            file, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
        try
        {
            return Convert.FromBase64String(text.Trim());
        }
        catch (FormatException)
        {
            throw new UnservableException($"{file}: not a key: restore it, or take another data folder");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _keeper.DisposeAsync();
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
