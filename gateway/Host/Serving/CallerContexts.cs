using Aggregator.Agencies;
using Aggregator.Audit;
using Aggregator.Engine;
using Aggregator.Policy;

namespace Aggregator.Host.Serving;

/// <summary>What the gateway vouches for to the agencies.</summary>
internal static class CallerContexts
{
    /// <summary>Vouches for callers, and shows how far the access log has come.</summary>
    public static SignCaller For(CallerContextSigner signer, FileAccessLog log, PolicyInForce rules) =>
        (caller, requestId) => signer.Sign(new CallerClaims(
            requestId,
            caller.Role,
            caller.Agency,
            caller.Agency,
            caller.Purpose ?? "",
            StageCodes.Of(caller.Stage),
            caller.AsAt)
        {
            Worker = caller.Recipient,
            LogCheckpoint = log.Latest.ToString(),
            MinimumCellSize = rules.Current?.Table.Model.MinimumCellSize ?? int.MaxValue,
        });

    /// <summary>Vouches for the gateway itself, as it asks the hub's register.</summary>
    public static Func<string> OfGateway(
        CallerContextSigner signer, TimeProvider clock, string requestId = "register") => () => signer.Sign(
        new CallerClaims(requestId, "GATEWAY", "HUB", "HUB", "", "", clock.GetUtcNow()));

    /// <summary>Vouches for the hub's rules, as they follow what changes.</summary>
    public static Func<string> OfRules(CallerContextSigner signer, TimeProvider clock) => () => signer.Sign(
        new CallerClaims("changes", "HUB_RULES", "HUB", "HUB", "RULE_EVALUATION", "", clock.GetUtcNow()));
}
