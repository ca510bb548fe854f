namespace Aggregator.Hub.Rules;

/// <summary>
/// An expected or new-born child is linked to a person with an open concern. From the family with the concern the
/// health desk is asked to find the other family's services; in the other child's view its health visitor learns that
/// there is a concern about a parent and which desk to talk to, and nothing of the first family.
/// </summary>
internal static class UnbornLink
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.UnbornLink,
        Placement = Placement.Card,
        Severity = Severity.Inform,
        StandingDecision = StandingDecisions.ChildConcern,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence)
    {
        var siblings = evidence.Input.Circle.Where(member => member.IsBrotherOrSister && IsNew(evidence, member))
            .Select(member => member.PersonId).ToHashSet(StringComparer.Ordinal);
        var known = evidence.Facts.Where(fact => fact.Category == ConcernCategory.HalfSibling).ToArray();
        var concerns = Concerns(evidence, evidence.CloseFacts);
        if ((siblings.Count > 0 || known.Length > 0) && concerns.Count > 0)
        {
            SafeguardingFact[] because = [.. known.Take(1), concerns[0]];
            yield return new Finding
            {
                Because = because,
                For = [AgencyCode.HST],
                FiredAt = because.Max(fact => fact.HeldFrom),
                Asks = [Ask.IdentifyOtherFamily],
            };
        }

        var distant = Concerns(evidence, evidence.DistantFacts);
        if (distant.Count > 0)
        {
            yield return new Finding
            {
                Because = [distant[0]],
                For = [AgencyCode.HST, AgencyCode.HV],
                FiredAt = distant[0].HeldFrom,
                Asks = [Ask.TalkToHealthDesk],
                ContactOnly = true,
            };
        }
    }

    private static bool IsNew(Evidence evidence, CircleMember member) =>
        member.DateOfBirth is { } born
            ? born.PlusYears(evidence.Thresholds.BabyYears) > evidence.Today
            : member.ExpectedDate is not null ||
              member.Relation is Relation.UnbornSibling or Relation.UnbornHalfSibling;

    private static IReadOnlyList<SafeguardingFact> Concerns(Evidence evidence, IEnumerable<SafeguardingFact> facts) =>
        Evidence.Originals(facts.Where(fact =>
            fact.Category is ConcernCategory.ParentSelfHarm or ConcernCategory.DomesticAbuse
                or ConcernCategory.ChildHeldDuringAssault or ConcernCategory.Weapons &&
            evidence.IsYoungAt(fact.HappenedAt)));
}
