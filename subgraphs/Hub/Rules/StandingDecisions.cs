namespace Aggregator.Hub.Rules;

/// <summary>
/// The standing decisions rules name. What they allow is data in the hub's register; a rule whose decision is not in
/// force shows nothing outside the hub. A rule executes a decision, it never makes one.
/// </summary>
internal static class StandingDecisions
{
    /// <summary>Concern about a young or unborn child, as categories, to the services around it.</summary>
    public const string ChildConcern = "SD-1";

    /// <summary>State, clock and gaps of a referral, to those who made it or said they would share.</summary>
    public const string ReferrerFeedback = "SD-3";

    /// <summary>The hub's own screening.</summary>
    public const string HubScreening = "SD-4";

    /// <summary>Warning markers, to those who visit.</summary>
    public const string LoneWorkerSafety = "SD-5";

    /// <summary>
    /// Which decision lets the recipient have what the rule found: the rule's own, or for the hub its own screening.
    /// </summary>
    public static StandingDecision? For(Rule rule, AgencyCode recipient, Evidence evidence) =>
        InForce(rule.StandingDecision, recipient, evidence) ??
        (recipient == AgencyCode.HUB ? InForce(HubScreening, recipient, evidence) : null);

    private static StandingDecision? InForce(string id, AgencyCode recipient, Evidence evidence) =>
        evidence.Register.StandingDecisions
            .Where(decision => decision.Id == id && evidence.IsInForce(decision) &&
                decision.Recipients.Contains(recipient))
            .MaxBy(decision => decision.Version);
}
