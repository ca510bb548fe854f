using NodaTime;

namespace Aggregator.Hub.Rules;

/// <summary>
/// Many professionals within a short time, and nobody who leads: no one of them can see the whole. Universal services
/// are not counted: everybody has them.
/// </summary>
internal static class Discontinuity
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.Discontinuity,
        Placement = Placement.Chronology,
        Severity = Severity.Inform,
        StandingDecision = StandingDecisions.HubScreening,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence)
    {
        var since = evidence.AsAt - Duration.FromDays(evidence.Thresholds.DiscontinuityDays);
        SafeguardingFact[] first =
        [
            .. evidence.CloseFacts
                .Where(fact => fact.Professional is not null && fact.HappenedAt >= since &&
                    fact.Category != ConcernCategory.UniversalContact)
                .GroupBy(fact => (fact.Agency, fact.Professional))
                .Select(seen => seen.MinBy(fact => (fact.HeldFrom, fact.Id))!)
                .OrderBy(fact => fact.HeldFrom).ThenBy(fact => fact.Id, StringComparer.Ordinal),
        ];
        if (first.Length >= evidence.Thresholds.DiscontinuityCount &&
            !evidence.Register.Involved.Any(entry => entry.Leads))
        {
            yield return new Finding
            {
                Because = first,
                For = [AgencyCode.HUB, AgencyCode.HST],
                FiredAt = first[evidence.Thresholds.DiscontinuityCount - 1].HeldFrom,
                Missing = [new MissingItem(MissingCode.NoLead, null, null, [])],
                Asks = [Ask.NameALead],
            };
        }
    }
}
