using Aggregator.Kit;

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
    public const string Shield = "ShieldedPerson";

    /// <summary>
    /// At most so many entries of the register for one person; a case with more needs a person to look.
    /// </summary>
    public const int MaxEntriesPerPerson = 500;

    /// <summary>At most so many new entries about one person by one worker within a day, so that no one worker fills
    /// a person's part of the register.</summary>
    public const int MaxEntriesOfWorkerInADay = 50;

    /// <summary>At most so many standing decisions, or desks.</summary>
    public const int MaxEntriesOfKind = 200;

    /// <summary>How far work on a child has gone where nothing says more.</summary>
    public const string FirstStage = "CONTACT";

    private static readonly string[] Stages = [FirstStage, "S17", "S47"];

    /// <summary>The place of a stage among all; below all for none.</summary>
    public static int StageOrder(string? stage) => Array.IndexOf(Stages, stage);

    /// <summary>The lower of two stages; the first where one is none.</summary>
    public static string LowerStage(string? one, string? other) =>
        Stages[Math.Max(0, Math.Min(StageOrder(one), StageOrder(other)))];

    /// <summary>Where a child's case stands.</summary>
    public static string CaseId(string child) => $"HUB-CASE-{child}";

    /// <summary>Refuses more entries than are read of one person: a part of them would mislead.</summary>
    /// <param name="entries">By person, one more than the most where there are more.</param>
    public static void RefuseMore(ILookup<string, Fact> entries)
    {
        if (entries.Any(person => person.Count() > MaxEntriesPerPerson))
        {
            throw new AgencyException(
                AgencyErrors.TooManyFacts,
                $"there are more than {MaxEntriesPerPerson} entries of the register for one person");
        }
    }

    /// <summary>What rules read of persons.</summary>
    public static IReadOnlyList<string> OfRules { get; } = [Link, Consent, Sharing, Told, Reply, Check, Shown, Hold];

    /// <summary>What workers write about persons.</summary>
    public static IReadOnlyList<string> OfWorkers { get; } =
        [Enquiry, Consent, Sharing, Told, Reply, Check, BreakGlass, WrongPerson, Hold];

    /// <summary>What decisions about access rest on.</summary>
    public static IReadOnlyList<string> OfAccess { get; } = [Link, Case, Enquiry, Consent, Sharing, BreakGlass, Shield];
}
