namespace Aggregator.Hub.Rules;

/// <summary>Every rule, one per file. Deterministic prompts to a human: no scores, no predictions.</summary>
internal static class RuleCatalogue
{
    /// <summary>On: each makes cards.</summary>
    public static IReadOnlyList<Rule> Cards { get; } =
    [
        ParentSelfHarm.Rule,
        Under2DaNotify.Rule,
        ChildImpactDa.Rule,
        ClusterU2.Rule,
        RepeatReferrals.Rule,
        DecisionCheck.Rule,
        NotedNoDecision.Rule,
        ConsentScopeGap.Rule,
        IntendedShareNotRecorded.Rule,
        MarkerPropagate.Rule,
        ReferralChaseDue.Rule,
        NoFeedback.Rule,
        FyiWithRisk.Rule,
        UnbornLink.Rule,
        RepeatIncidents.Rule,
        SilenceAfterClosure.Rule,
    ];

    /// <summary>Off as alerts: shown in the chronology, a queue, the matrix or the source strip.</summary>
    public static IReadOnlyList<Rule> Notes { get; } =
    [
        ReferralAckDue.Rule,
        MultiAddressU1.Rule,
        UnmetRequestParentU1.Rule,
        MhScoreParentU1.Rule,
        UninformedAgency.Rule,
        RecordInsufficient.Rule,
        SourceIncomplete.Rule,
        Discontinuity.Rule,
        LegalHold.Rule,
    ];
}
