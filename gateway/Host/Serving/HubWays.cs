using Aggregator.Agencies;
using Aggregator.Host.LocalHub;

namespace Aggregator.Host.Serving;

/// <summary>Where the hub answers besides GraphQL.</summary>
/// <param name="Register">The register.</param>
/// <param name="Changes">What changed in it.</param>
/// <param name="Shown">Takes what was shown.</param>
internal sealed record HubAddresses(AgencyEndpoint Register, Uri Changes, Uri Shown)
{
    /// <summary>A hub that answers all three at their usual places.</summary>
    public static HubAddresses Of(AgencyEndpoint register) => new(
        register, new Uri(register.Url, "/changes"), new Uri(register.Url, "/register/shown"));
}

/// <summary>
/// A gateway's ways to the hub, and what it remembers of the register. All but the changes, which are the rules', are
/// asked for as the gateway itself.
/// </summary>
internal sealed class HubWays : IAsyncDisposable
{
    private readonly HubShownLine _line;

    private HubWays(
        HubRegister register,
        HubChanges changes,
        HubShownLine line,
        ShownOutbox shown,
        SharedState state,
        byte[] stateKey)
    {
        Register = register;
        Changes = changes;
        _line = line;
        Shown = shown;
        State = state;
        StateKey = stateKey;
    }

    /// <summary>The register, asked anew each time.</summary>
    public HubRegister Register { get; }

    /// <summary>What changed in it.</summary>
    public HubChanges Changes { get; }

    /// <summary>Tells the hub what was shown.</summary>
    public ShownOutbox Shown { get; }

    /// <summary>The register as it is remembered.</summary>
    public SharedState State { get; }

    /// <summary>Names and signs what is remembered: the same for all gateways that share it.</summary>
    public byte[] StateKey { get; }

    /// <summary>Opens them.</summary>
    /// <param name="hub">Where the hub answers.</param>
    /// <param name="keys">The gateway's keys.</param>
    /// <param name="data">The gateway's data folder.</param>
    /// <param name="redis">Redis's address; null for none.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="told">Told what the operator has to know.</param>
    /// <exception cref="UnservableException">Redis's address or the key in the data folder cannot be read.</exception>
    public static async Task<HubWays> OpenAsync(
        HubAddresses hub, GatewayKeyFolder keys, string data, string? redis, TimeProvider clock,
        Action<string> told)
    {
        var usesHttp2 = hub.Register.UsesHttp2;
        var key = SharedState.Key(Path.Combine(data, "state-key"));
        var register = new HubRegister(hub.Register, CallerContexts.OfGateway(keys.Signer, clock));
        var changes = new HubChanges(hub.Changes, usesHttp2, CallerContexts.OfRules(keys.Signer, clock));
        var line = new HubShownLine(hub.Shown, usesHttp2, CallerContexts.OfGateway(keys.Signer, clock, "shown"));
        try
        {
            // The outbox last: it runs from then on.
            var state = await SharedState.StartAsync(redis, register, changes, key);
            var shown = new ShownOutbox(Path.Combine(data, "shown-outbox"), line.SendAsync, told);
            return new HubWays(register, changes, line, shown, state, key);
        }
        catch
        {
            line.Dispose();
            changes.Dispose();
            register.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await State.DisposeAsync();
        await Shown.DisposeAsync();
        _line.Dispose();
        Changes.Dispose();
        Register.Dispose();
    }
}
