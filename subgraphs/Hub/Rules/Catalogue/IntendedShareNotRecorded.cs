namespace Aggregator.Hub.Rules;

/// <summary>Somebody said that they would tell somebody, and two working days later no outcome is recorded.</summary>
internal static class IntendedShareNotRecorded
{
    internal const int DueAfterWorkingDays = 2;

    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.IntendedShareNotRecorded,
        Placement = Placement.Card,
        Severity = Severity.Inform,
        StandingDecision = StandingDecisions.ReferrerFeedback,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence) =>
        from fact in evidence.CloseFacts
        where fact.Intention is { Outcome: null }
        let statedBy = fact.Intention!.StatedBy ?? fact.Agency
        let due = evidence.Input.Calendar.EndOfWorkingDay(
            fact.Intention!.StatedAt ?? fact.HeldFrom, DueAfterWorkingDays)
        where evidence.AsAt >= due
        select new Finding
        {
            Because = [fact],
            For = [statedBy, AgencyCode.HST],
            FiredAt = due,
            Missing =
            [
                .. fact.Intention!.To.Select(agency => new MissingItem(
                    MissingCode.NoOutcomeOfIntention, fact.Record, agency,
                    Answer.NotFound([statedBy, agency], evidence.Missing).CouldNotCheck)),
            ],
            Asks = [Ask.RecordOutcomeOfIntention],
        };
}
