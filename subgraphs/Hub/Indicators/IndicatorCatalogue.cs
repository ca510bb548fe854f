namespace Aggregator.Hub.Indicators;

/// <summary>What is counted, in words, and for which agencies: all of them, so that a missing column tells nothing.
/// </summary>
/// <param name="Code">Its code.</param>
/// <param name="Title">What a case is, and what answers it.</param>
/// <param name="Agencies">The agency codes it is counted for.</param>
internal sealed record Indicator(string Code, string Title, IReadOnlyList<string> Agencies);

/// <summary>Every indicator of the dashboard. The first ones carry the codes of the rules whose cards they count.
/// </summary>
internal static class IndicatorCatalogue
{
    public const string BreakGlass = "BREAK_GLASS";
    public const string SharedWithoutAgreement = "SHARED_WITHOUT_AGREEMENT";
    public const string NotShared = "DECIDED_NOT_TO_SHARE";
    public const string AgreementRefused = "AGREEMENT_REFUSED";
    public const string AlertSetAside = "ALERT_SET_ASIDE";
    public const string AlertActed = "ALERT_ACTED_ON";

    private static readonly string[] Practitioners = ["HST", "HV", "GP", "HUB"];
    private static readonly string[] Referrers = ["POL", "GP", "THX", "HUB"];
    private static readonly string[] Everybody = ["POL", "CSC", "GP", "HV", "HST", "MID", "THX", "AMB", "ED", "HUB"];

    public static IReadOnlyList<Indicator> All { get; } =
    [
        new("UNDER2_DA_NOTIFY", "domestic incident with a child under two; answered: who should know was told",
            Practitioners),
        new("PARENT_SELF_HARM", "self-harm concern about a parent; answered: who should know was told", Practitioners),
        new("CHILD_IMPACT_DA", "child present, held or left unattended; answered: who should know was told",
            Practitioners),
        new("CLUSTER_U2", "two or more of violence, mental health and substances; answered: taken up", Practitioners),
        new("REPEAT_REFERRALS", "several referrals within 90 days; answered: assessed, or a reason given", ["HUB"]),
        new("DECISION_CHECK", "closed with checks, informing or impact on the child missing; answered: recorded",
            ["HUB"]),
        new("NOTED_NO_DECISION", "referral without a decision; answered: decided", Referrers),
        new("CONSENT_SCOPE_GAP", "agreement leaves an involved service out; answered: a basis was decided",
            ["HUB", "HST", "THX"]),
        new("INTENDED_SHARE_NOT_RECORDED", "someone meant to tell; answered: the outcome was recorded",
            ["HST", "GP", "THX"]),
        new("REFERRAL_CHASE_DUE", "referral not acknowledged in three working days; answered: acknowledged", Referrers),
        new("NO_FEEDBACK", "referrer without an answer; answered: feedback was given", Referrers),
        new("FYI_WITH_RISK", "risk sent for information only; answered: it was clarified", ["HUB", "POL"]),
        new("REPEAT_INCIDENTS", "police incidents on several days within 90", ["HUB", "POL"]),
        new("SILENCE_AFTER_CLOSURE", "28 days of silence after closing; answered: somebody looked", ["HUB"]),
        new(AlertSetAside, "card set aside with a reason", Everybody),
        new(AlertActed, "card acted on", Everybody),
        new(SharedWithoutAgreement, "shared on another basis than agreement, by who received it", Everybody),
        new(NotShared, "decided not to share, by who did not receive it", Everybody),
        new(AgreementRefused, "agreement refused or withdrawn, by who asked", Everybody),
        new(BreakGlass, "break-glass opened", ["HUB"]),
    ];

    public static Indicator? Find(string? code) => All.FirstOrDefault(each => each.Code == code);
}
