using System.Collections.Immutable;

namespace Aggregator.Audit;

/// <summary>
/// The log of who was shown what. It holds coordinates and pseudonyms, never a value. An append returns when the
/// entry is durable; it throws when it cannot be made so, and then nothing is asked or released.
/// </summary>
public interface IAccessLog
{
    /// <summary>Records what is about to be asked, before the first agency is asked: asking is disclosure.</summary>
    /// <param name="intent">What is about to be asked.</param>
    /// <param name="cancellationToken">Ends the wait; the entry may be durable all the same.</param>
    ValueTask<AccessIntent> AppendIntentAsync(IntentEntry intent, CancellationToken cancellationToken);

    /// <summary>Records what is about to be given, before the first byte leaves.</summary>
    /// <param name="intent">The request's intent.</param>
    /// <param name="outcome">What is about to be given.</param>
    /// <param name="cancellationToken">Ends the wait; the entry may be durable all the same.</param>
    /// <returns>The receipt without which nothing is sent.</returns>
    ValueTask<AuditReceipt> AppendOutcomeAsync(
        AccessIntent intent, OutcomeEntry outcome, CancellationToken cancellationToken);
}

/// <summary>Proof that a request's intent is in the log. Only the log makes one.</summary>
public sealed class AccessIntent
{
    internal AccessIntent(string auditId) => AuditId = auditId;

    /// <summary>The request's audit id, as the answer says it.</summary>
    public string AuditId { get; }
}

/// <summary>Proof that what an answer gives is in the log. Nothing labelled is sent without one.</summary>
public sealed class AuditReceipt
{
    internal AuditReceipt(string auditId) => AuditId = auditId;

    /// <summary>The request's audit id, as the answer says it.</summary>
    public string AuditId { get; }
}

/// <summary>Who asks, and why.</summary>
/// <param name="Subject">The caller, as a pseudonym.</param>
/// <param name="Role">The role.</param>
/// <param name="Agency">The agency code.</param>
/// <param name="Purpose">The stated purpose; empty when none was stated.</param>
/// <param name="Stage">The claimed stage.</param>
/// <param name="Reason">The reason given; null for none.</param>
/// <param name="BreakGlass">The break-glass relied on; null for none.</param>
public sealed record AccessCaller(
    string Subject,
    string Role,
    string Agency,
    string Purpose,
    string Stage,
    string? Reason,
    string? BreakGlass)
{
    /// <summary>The lawful basis that the policy names for the purpose. Default empty: none.</summary>
    public string Basis { get; init; } = "";

    /// <summary>The agency code that the answer was asked for to be passed on to. Default null: nobody.</summary>
    public string? OnwardTo { get; init; }
}

/// <summary>What is about to be asked.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="PolicyVersion">The policy's version and hash.</param>
/// <param name="Operation">A hash of the operation's text.</param>
/// <param name="AsAt">The instant data is asked as known at.</param>
/// <param name="Agencies">The agency codes to be asked, sorted.</param>
/// <param name="Subjects">The persons named by the request, as pseudonyms; the outcome has those found later.</param>
public sealed record IntentEntry(
    AccessCaller Caller,
    string PolicyVersion,
    string Operation,
    DateTimeOffset AsAt,
    ImmutableArray<string> Agencies,
    ImmutableArray<string> Subjects)
{
    /// <summary>The request's id, as the agencies get it with the caller context. Default empty: none.</summary>
    public string RequestId { get; init; } = "";
}

/// <summary>What is about to be given.</summary>
/// <param name="Subjects">A block for each data subject, and another where the answer says only of a part that it is of
/// that person; an empty pseudonym for data about no person.</param>
public sealed record OutcomeEntry(ImmutableArray<SubjectAccess> Subjects)
{
    /// <summary>The code by which the whole answer was refused, before or after agencies were asked. Default null: it
    /// was not.</summary>
    public string? Refused { get; init; }
}

/// <summary>What is given and withheld of one data subject.</summary>
/// <param name="Subject">The person, as a pseudonym; empty for data about no person.</param>
/// <param name="Coordinates">What is given and withheld.</param>
public sealed record SubjectAccess(string Subject, CoordinateList Coordinates)
{
    /// <summary>The ids of the recorded decisions to share that stood in for agreement. Default none.</summary>
    public ImmutableArray<string> ReliedOn { get; init; } = [];

    /// <summary>True when the answer says that it is of this person, or it is about nobody. Default false: what the
    /// caller reads of the log does not tell it either.</summary>
    public bool IsTold { get; init; }
}

/// <summary>A form in which a coordinate was given.</summary>
/// <param name="Coordinate">As in <c>PoliceIncident.narrative</c>.</param>
/// <param name="Effect">The policy's effect: <c>CLEAR</c>, <c>GENERALISE</c>, <c>MASK</c> or <c>EXISTS</c>.</param>
public sealed record GivenForm(string Coordinate, string Effect);

/// <summary>One coordinate that was withheld.</summary>
/// <param name="Coordinate">As in <c>Consultation.narrative</c>.</param>
/// <param name="Effect">What stood in its place.</param>
/// <param name="Rule">What in the policy withheld it.</param>
public sealed record WithheldCoordinate(string Coordinate, string Effect, string Rule);
