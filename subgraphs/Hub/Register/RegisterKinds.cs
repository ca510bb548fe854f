namespace Aggregator.Hub.Register;

/// <summary>The kinds of entry of the register, as the contract names them.</summary>
internal static class RegisterKinds
{
    public const string Link = "RegisteredLink";
    public const string Case = "CaseCircle";
    public const string Enquiry = "Enquiry";
    public const string Consent = "ConsentRecord";
    public const string Sharing = "SharingDecision";
    public const string Standing = "StandingDecision";
    public const string Told = "ToldRecord";
    public const string Reply = "AlertReply";
    public const string Check = "DecisionCheck";
    public const string BreakGlass = "BreakGlass";
    public const string Outcome = "AlertOutcome";
    public const string Desk = "DutyDesk";
    public const string Feed = "FeedPosition";
    public const string LogOrigin = "LogOrigin";
    public const string Shown = "ShownRecords";
    public const string Look = "CaseLook";
    public const string Due = "RuleDueTime";
    public const string WrongPerson = "WrongPersonReport";
    public const string Hold = "LegalHold";
    public const string Notice = "Notice";

    /// <summary>
    /// At most so many entries of the register for one person; a case with more needs a person to look.
    /// </summary>
    public const int MaxEntriesPerPerson = 500;

    /// <summary>At most so many standing decisions, or desks.</summary>
    public const int MaxEntriesOfKind = 200;

    /// <summary>Where a child's case stands.</summary>
    public static string CaseId(string child) => $"HUB-CASE-{child}";

    /// <summary>What rules read of persons.</summary>
    public static IReadOnlyList<string> OfRules { get; } = [Link, Consent, Sharing, Told, Reply, Check, Shown, Hold];

    /// <summary>What decisions about access rest on.</summary>
    public static IReadOnlyList<string> OfAccess { get; } = [Link, Case, Enquiry, Consent, Sharing, BreakGlass];
}
