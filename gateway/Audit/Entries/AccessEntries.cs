namespace Aggregator.Audit;

/// <summary>What is about to be asked.</summary>
/// <param name="At">When, by the system's clock.</param>
/// <param name="RequestId">The request's id, as agencies get it.</param>
/// <param name="Caller">The caller's id as the identity provider gives it.</param>
/// <param name="Role">The role acted in.</param>
/// <param name="Agency">The caller's agency code.</param>
/// <param name="Purpose">The purpose stated.</param>
/// <param name="Stage">The effective stage.</param>
/// <param name="AsAt">The instant shown as known at.</param>
/// <param name="PolicyVersion">The policy's content hash.</param>
/// <param name="Operation">The operation's hash.</param>
/// <param name="Sources">The agencies that will be asked, sorted.</param>
/// <param name="Subjects">Person ids named in the request; written only as pseudonyms.</param>
/// <param name="Reason">The caller's reason from the policy's list, or null.</param>
/// <param name="BreakGlass">The break-glass grant's id, or null.</param>
public sealed record AccessIntent(
    DateTimeOffset At,
    string RequestId,
    string Caller,
    string Role,
    string Agency,
    string Purpose,
    string Stage,
    DateTimeOffset AsAt,
    string PolicyVersion,
    string Operation,
    IReadOnlyList<string> Sources,
    IReadOnlyList<string> Subjects,
    string? Reason = null,
    string? BreakGlass = null);

/// <summary>What is about to be shown, person by person.</summary>
/// <param name="At">When, by the system's clock.</param>
/// <param name="Basis">The lawful basis applied, as the policy names it.</param>
/// <param name="Subjects">One block for each person whose data was fetched.</param>
/// <param name="Complete">True when all connected sources answered.</param>
public sealed record AccessOutcome(
    DateTimeOffset At, string Basis, IReadOnlyList<SubjectBlock> Subjects, bool Complete);

/// <summary>What of one person is shown and withheld. Coordinates only, never values.</summary>
/// <param name="Subject">The person's id; written only as a pseudonym.</param>
/// <param name="Delivered">Coordinates that leave, as in <c>Person.name</c>.</param>
/// <param name="Withheld">Coordinates that do not, each with the effect and rule.</param>
public sealed record SubjectBlock(
    string Subject, IReadOnlyList<string> Delivered, IReadOnlyList<WithheldCoordinate> Withheld);

/// <summary>A coordinate that was withheld.</summary>
/// <param name="Coordinate">As in <c>Consultation.narrative</c>.</param>
/// <param name="Effect">The effect applied.</param>
/// <param name="Rule">The policy rule or reason code that decided.</param>
public sealed record WithheldCoordinate(string Coordinate, string Effect, string Rule);
