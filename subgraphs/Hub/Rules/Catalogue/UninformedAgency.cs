namespace Aggregator.Hub.Rules;

/// <summary>
/// An agency involved with the child or a parent has no record of being told of a concern: in the matrix.
/// </summary>
internal static class UninformedAgency
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.UninformedAgency,
        Placement = Placement.Matrix,
        Severity = Severity.Inform,
        StandingDecision = StandingDecisions.HubScreening,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence) =>
        from row in KnowledgeMatrix.Read(evidence)
        where row.UninformedInvolved.Count > 0
        select new Finding
        {
            Because = [row.Facts[0]],
            For = [AgencyCode.HUB],
            FiredAt = row.FirstKnown,
            Missing =
            [
                .. row.UninformedInvolved.Select(agency =>
                    new MissingItem(MissingCode.NotInformed, row.Facts[0].Record, agency, [])),
            ],
        };
}
