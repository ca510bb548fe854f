using Aggregator.Hub.Rules;

namespace Aggregator.Hub.Evaluation;

/// <summary>
/// Referrals of which one end is hidden from who asks, and what rests on them: what was coded from one at its receiver,
/// or from what answers it, is known there from that referral alone.
/// </summary>
internal static class HiddenReferrals
{
    /// <summary>The ids of the referrals that hidden agencies sent to others, and of what answers them.</summary>
    /// <param name="facts">What the agencies said.</param>
    /// <param name="isKnown">False for a hidden agency.</param>
    /// <param name="own">The code of who asks.</param>
    public static IReadOnlySet<string> Records(
        IReadOnlyList<SafeguardingFact> facts, Func<AgencyCode, bool> isKnown, string own)
    {
        var records = new HashSet<string>(StringComparer.Ordinal);
        foreach (var said in facts.Where(fact => fact.Referral is not null)
            .GroupBy(fact => fact.Referral!.ReferralId ?? fact.Record, StringComparer.Ordinal))
        {
            if (said.Any(fact => fact.Referral!.From is { } from && !isKnown(from))
                && !said.Any(fact => fact.Referral!.To?.ToString() == own))
            {
                records.Add(said.Key);
                records.UnionWith(said.Select(fact => fact.Record));
            }
        }

        return records;
    }

    /// <summary>
    /// True for a fact that may be known. A referral is known to both its ends, whoever the other one is.
    /// </summary>
    /// <param name="fact">The fact.</param>
    /// <param name="hidden">What <see cref="Records"/> gave.</param>
    /// <param name="isKnown">False for a hidden agency.</param>
    /// <param name="own">The code of who asks.</param>
    public static bool Leave(
        SafeguardingFact fact, IReadOnlySet<string> hidden, Func<AgencyCode, bool> isKnown, string own) =>
        fact.Agency.ToString() == own
        || (!hidden.Contains(fact.Record)
            && (fact.Referral is not { } referral
                || referral.From?.ToString() == own || referral.To?.ToString() == own
                || ((referral.From is not { } from || isKnown(from)) && (referral.To is not { } to || isKnown(to)))));
}
