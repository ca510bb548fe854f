using NodaTime;

namespace Aggregator.Hub.Rules;

/// <summary>Everything about a rule that a partnership may set. None of it makes a score.</summary>
internal sealed record Thresholds
{
    /// <summary>Age in completed years below which the rules for the youngest hold. Default 2.</summary>
    public int YoungChildYears { get; init; } = 2;

    /// <summary>Age in completed years below which self-harm of a parent is immediate. Default 1.</summary>
    public int BabyYears { get; init; } = 1;

    /// <summary>Months over which factors count as together. Default 12.</summary>
    public int ClusterMonths { get; init; } = 12;

    /// <summary>Days within which referrals, or incidents, repeat. Default 90.</summary>
    public int RepeatDays { get; init; } = 90;

    /// <summary>Referrals, or distinct days with an incident, that make a repeat. Default 2.</summary>
    public int RepeatCount { get; init; } = 2;

    /// <summary>Referrals after which a reason for not assessing is asked. Default 3.</summary>
    public int ReasonAskedCount { get; init; } = 3;

    /// <summary>Days without other than universal contact that count as silence. Default 28.</summary>
    public int SilenceDays { get; init; } = 28;

    /// <summary>Hours to reply to an immediate card. Default 4.</summary>
    public int ImmediateReplyHours { get; init; } = 4;

    /// <summary>Days within which professionals seen are counted. Default 60.</summary>
    public int DiscontinuityDays { get; init; } = 60;

    /// <summary>Professionals within those days, without a lead, that are worth a note. Default 3.</summary>
    public int DiscontinuityCount { get; init; } = 3;

    /// <summary>Grades that make "for information" worth a question.</summary>
    public IReadOnlyList<string> RaisedGrades { get; init; } = ["MEDIUM", "HIGH"];

    /// <summary>Record kinds in which domestic abuse is notified for the youngest.</summary>
    public IReadOnlyList<EventKind> DomesticAbuseSources { get; init; } =
        [EventKind.PoliceIncident, EventKind.Consultation];

    /// <summary>Agencies whose involvement continues, so that not telling them is a gap.</summary>
    public IReadOnlyList<AgencyCode> ContinuingServices { get; init; } =
        [AgencyCode.HV, AgencyCode.GP, AgencyCode.MID, AgencyCode.THX, AgencyCode.CSC];

    /// <summary>The columns of the knowledge matrix.</summary>
    public IReadOnlyList<AgencyCode> MatrixAgencies { get; init; } =
    [
        AgencyCode.POL, AgencyCode.CSC, AgencyCode.GP, AgencyCode.HV, AgencyCode.HST, AgencyCode.MID, AgencyCode.THX,
        AgencyCode.ADV, AgencyCode.AMB, AgencyCode.ED,
    ];

    public Duration RepeatWindow => Duration.FromDays(RepeatDays);
}
