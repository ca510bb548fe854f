using System.Collections.Immutable;
using Aggregator.Agencies;
using Aggregator.Audit;
using Aggregator.Engine;
using Aggregator.Policy;

namespace Aggregator.Host.Serving;

/// <summary>What the gateway vouches for to the agencies.</summary>
internal static class CallerContexts
{
    private const string Rules = "HUB_RULES";

    /// <summary>Vouches for callers, and shows how far the access log has come.</summary>
    public static SignCaller For(CallerContextSigner signer, FileAccessLog log) => (row, requestId) =>
        signer.Sign(new CallerClaims(
            requestId,
            row.Caller.Role,
            row.Caller.Agency,
            row.Caller.Agency,
            row.Caller.Purpose ?? "",
            StageCodes.Of(row.Caller.Stage),
            row.Caller.AsAt)
        {
            Worker = row.Caller.Recipient,
            OnwardTo = row.Caller.OnwardTo,
            BreakGlass = row.MayBreakGlass ? row.Caller.BreakGlass : null,
            LogCheckpoint = log.Latest.ToString(),
            MinimumCellSize = row.Table.Model.MinimumCellSize,
            HiddenAgencies = Hidden(row).ToDictionary(
                at => StageCodes.Of(at.Stage), at => (IReadOnlyList<string>)at.Codes, StringComparer.Ordinal),
        });

    // Nothing is hidden from the hub's rules, who work out for everybody what is hidden from some.
    private static ImmutableArray<(Stage Stage, ImmutableArray<string> Codes)> Hidden(CallerRow row) =>
        row.Caller.Role == Rules ? [(Stage.Contact, HiddenAgencies.OfAnybody(row.Table))] : HiddenAgencies.Of(row);

    /// <summary>Vouches for the gateway itself, as it asks the hub's register.</summary>
    public static Func<string> OfGateway(
        CallerContextSigner signer, TimeProvider clock, string requestId = "register") => () => signer.Sign(
        new CallerClaims(requestId, "GATEWAY", "HUB", "HUB", "", "", clock.GetUtcNow()));

    /// <summary>Vouches for the hub's rules, as they follow what changes.</summary>
    public static Func<string> OfRules(CallerContextSigner signer, TimeProvider clock) => () => signer.Sign(
        new CallerClaims("changes", Rules, "HUB", "HUB", "RULE_EVALUATION", "", clock.GetUtcNow()));
}
