namespace Aggregator.Hub.Rules;

/// <summary>Who cards go to. The hub's decision-makers and analysts carry the code HUB.</summary>
internal static class Recipients
{
    /// <summary>The health desk, the two services whose job is a young child, and the hub.</summary>
    public static IReadOnlyList<AgencyCode> AroundTheChild { get; } =
        [AgencyCode.HST, AgencyCode.HV, AgencyCode.GP, AgencyCode.HUB];

    /// <summary>Of these, who has no record of being told of the record, with the missing item that says so.</summary>
    public static IReadOnlyList<(AgencyCode Agency, MissingItem Item)> NotTold(
        Evidence evidence, SafeguardingFact fact, IEnumerable<AgencyCode> agencies) =>
    [
        .. agencies.Where(agency => agency != AgencyCode.HUB)
            .Select(agency => (agency, told: evidence.Told(agency, fact)))
            .Where(entry => !entry.told.IsYes)
            .Select(entry => (entry.agency, new MissingItem(
                MissingCode.NotInformed, fact.Record, entry.agency, entry.told.CouldNotCheck))),
    ];

    /// <summary>A finding for each record: the hub and those of the agencies that were not told of it.</summary>
    public static IEnumerable<Finding> Notify(
        Evidence evidence, IEnumerable<SafeguardingFact> facts, Func<SafeguardingFact, Severity?> severity)
    {
        foreach (var fact in facts)
        {
            var notTold = NotTold(evidence, fact, AroundTheChild);
            if (notTold.Count > 0)
            {
                yield return new Finding
                {
                    Because = [fact],
                    For = [.. notTold.Select(entry => entry.Agency), AgencyCode.HUB],
                    FiredAt = fact.HeldFrom,
                    Severity = severity(fact),
                    Missing = [.. notTold.Select(entry => entry.Item)],
                    Asks = [Ask.CheckOnChild, Ask.TalkToOriginator, Ask.ReviewServiceLevel],
                    OverdueFrom = evidence.Input.Calendar.AckDueAt(fact.HeldFrom),
                };
            }
        }
    }
}
