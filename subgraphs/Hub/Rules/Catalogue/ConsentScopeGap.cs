namespace Aggregator.Hub.Rules;

/// <summary>
/// An agreement names some recipients, a service around the child is not among them, and nobody has recorded a decision
/// to share with it on another basis. The card goes to those who can decide, never to the service left out.
/// </summary>
internal static class ConsentScopeGap
{
    private static readonly AgencyCode[] Services = [AgencyCode.HV, AgencyCode.GP, AgencyCode.HST];

    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.ConsentScopeGap,
        Placement = Placement.Card,
        Severity = Severity.ActToday,
        StandingDecision = StandingDecisions.ReferrerFeedback,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence)
    {
        foreach (var consent in evidence.Register.Consents.Where(entry => entry.Scope.Count > 0))
        {
            // What the agreement is about: what its originator has itself recorded of the person who gave it.
            var covered = Evidence.Originals(evidence.CloseFacts.Where(fact =>
                fact.Agency == consent.ObtainedBy && fact.About.Contains(consent.Confider) && IsConcern(fact)));
            AgencyCode[] outside =
                [.. Services.Where(agency => !consent.Scope.Contains(agency) && !IsDecided(evidence, consent, agency))];
            if (covered.Count > 0 && outside.Length > 0)
            {
                yield return new Finding
                {
                    Because = [.. covered.DistinctBy(fact => fact.Record)],
                    For = [AgencyCode.HUB, AgencyCode.HST, consent.ObtainedBy],
                    FiredAt = consent.At,
                    Missing = [.. outside.Select(agency => Item(evidence, consent, agency))],
                    Asks = [Ask.RecordBasisDecision],
                };
            }
        }
    }

    private static bool IsDecided(Evidence evidence, ConsentFact consent, AgencyCode agency) =>
        evidence.Register.SharingDecisions.Any(decision => decision.Person == consent.Confider
            && decision.To.Contains(agency) && decision.At >= consent.At);

    private static MissingItem Item(Evidence evidence, ConsentFact consent, AgencyCode agency) =>
        new(MissingCode.NoBasisDecision, consent.Id, agency,
            Answer.NotFound([consent.ObtainedBy], evidence.Missing).CouldNotCheck);

    private static bool IsConcern(SafeguardingFact fact) =>
        fact.Category is not (null or ConcernCategory.Contact or ConcernCategory.UniversalContact
            or ConcernCategory.Birth or ConcernCategory.Referral or ConcernCategory.StatedIntention);
}
