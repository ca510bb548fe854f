namespace Aggregator.Hub.Rules;

/// <summary>A source did not answer: what follows from its silence cannot be told.</summary>
internal static class SourceIncomplete
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.SourceIncomplete,
        Placement = Placement.SourceStrip,
        Severity = Severity.Inform,
        StandingDecision = StandingDecisions.HubScreening,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence)
    {
        if (evidence.Missing.Count > 0)
        {
            yield return new Finding
            {
                Because = [],
                For = [.. evidence.Thresholds.MatrixAgencies, AgencyCode.HUB],
                FiredAt = evidence.AsAt,
                Missing =
                [
                    .. evidence.Missing.Order().Select(agency =>
                        new MissingItem(MissingCode.SourceNotAnswering, null, agency, [agency])),
                ],
            };
        }
    }
}
