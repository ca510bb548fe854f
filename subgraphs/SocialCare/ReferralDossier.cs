using System.Text.Json;
using Aggregator.Kit;

namespace Aggregator.SocialCare;

/// <summary>
/// A referral received, with the decisions made on it, as known at one instant. What is said of the referral rests on
/// those about its own child: whoever may not know of another could tell that something was decided about them.
/// </summary>
/// <param name="decisions">The referral, and its decisions.</param>
/// <param name="calendar">Counts working days.</param>
/// <param name="asAt">The instant, UTC.</param>
internal sealed class ReferralDossier(ReferralDecisions decisions, WorkingDayCalendar calendar, DateTimeOffset asAt)
{
    public const string Kind = "Referral";
    public const string DecisionKind = "ScreeningDecision";

    private const int DayToAcknowledge = 1;
    private const int DayToChase = 3;
    private const int DayToGiveFeedback = 1;

    private Fact Referral => decisions.Referral;

    private DateTimeOffset ReceivedAt => Referral.ReceivedAt ?? Referral.RecordedAt;

    /// <summary>The referral that a coded fact speaks of; null for none.</summary>
    public static string? IdIn(Fact fact) => Text(fact, "referral", "referralId");

    /// <summary>The vocabulary of the contract's ReferralClock.</summary>
    public object Clock()
    {
        var due = calendar.EndOfWorkingDay(ReceivedAt, DayToAcknowledge);
        var acknowledged = Instant("clock", "acknowledgedAt");
        return new
        {
            ReceivedAt,
            ackDueAt = due,
            acknowledgedAt = acknowledged,
            chaseFrom = calendar.EndOfWorkingDay(ReceivedAt, DayToChase),
            chasedAt = Instant("clock", "chasedAt"),
            decisionDueAt = due,
            decidedAt = Last?.SortAt,
            feedbackDueAt = FeedbackDueAt,
            feedbackGivenAt = FeedbackGivenAt,
            state = State(due, acknowledged),
            calendar = calendar.Name,
        };
    }

    /// <summary>The contract's Feedback: NOT_GIVEN while no record says that it was.</summary>
    public object Feedback() => new
    {
        state = FeedbackGivenAt is null ? "NOT_GIVEN" : "GIVEN",
        dueAt = FeedbackDueAt,
        givenAt = FeedbackGivenAt,
        to = Text(Referral, "feedback", "to"),
        how = Text(Referral, "feedback", "how"),
    };

    /// <summary>The receiver's part of the vocabulary's ReferralFact: with the decision the fact was coded from, or the
    /// last.</summary>
    public object Coded(Fact fact)
    {
        var decision = decisions.All.FirstOrDefault(made => made.Id == fact.ParentId) ?? Last;
        return new
        {
            referralId = Referral.Id,
            person = Referral.Text("child"),
            from = Referral.Agency,
            to = "CSC",
            ReceivedAt,
            ackDueAt = calendar.EndOfWorkingDay(ReceivedAt, DayToAcknowledge),
            acknowledgedAt = Instant("clock", "acknowledgedAt"),
            chaseFrom = calendar.EndOfWorkingDay(ReceivedAt, DayToChase),
            decidedAt = decision?.SortAt,
            outcome = decision?.Text("outcome"),
            closed = decision is null ? (bool?)null : DecisionGaps.IsTrue(decision.Content, "closed"),
            gaps = decision is null ? [] : DecisionGaps.WithoutContacts(decision.Content),
            contacts = decision is null ? [] : DecisionGaps.Contacts(decision.Content),
            feedbackAt = FeedbackGivenAt,
        };
    }

    /// <summary>Of the vocabulary's ReferralFact which one it is, whose, and between whom.</summary>
    public static object Ends(Fact referral) => new
    {
        referralId = referral.Id,
        person = referral.Text("child"),
        from = referral.Agency,
        to = "CSC",
    };

    private Fact? Last => decisions.OfOwnChild.Count == 0 ? null : decisions.OfOwnChild[^1];

    private DateTimeOffset? FeedbackGivenAt => Instant("feedback", "givenAt");

    private DateTimeOffset? FeedbackDueAt =>
        Last is { } decision ? calendar.EndOfWorkingDay(decision.SortAt, DayToGiveFeedback) : null;

    private string State(DateTimeOffset due, DateTimeOffset? acknowledged) => acknowledged switch
    {
        { } at => at <= due ? "ON_TIME" : "MET_LATE",
        null => asAt <= due ? "DUE" : "OVERDUE",
    };

    private DateTimeOffset? Instant(string part, string field) =>
        Text(Referral, part, field) is { } text && LondonTime.TryInstant(text, out var instant) ? instant : null;

    private static string? Text(Fact fact, string part, string field) =>
        fact.Content.TryGetProperty(part, out var found) && found.ValueKind == JsonValueKind.Object
        && found.TryGetProperty(field, out var value)
            ? value.GetString()
            : null;
}
