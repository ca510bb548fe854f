using System.Collections.Immutable;
using Aggregator.Policy;

namespace Aggregator.Host.Explaining;

/// <summary>What a policy makes of an operation for a kind of caller, whoever the persons are: without data.</summary>
/// <param name="Operation">The operation, as in <c>query ChildView</c>.</param>
/// <param name="Caller">The caller.</param>
/// <param name="Policy">The policy's version and hash.</param>
/// <param name="Asked">What is asked of whom, for which recipient.</param>
/// <param name="Fields">What was selected, in order, with what becomes of it.</param>
/// <param name="Refusals">Why the whole operation is refused; empty when it is not.</param>
internal sealed record Explanation(
    string Operation,
    Caller Caller,
    string Policy,
    ImmutableArray<AskedOfAgency> Asked,
    ImmutableArray<ExplainedField> Fields,
    ImmutableArray<ExplainedRefusal> Refusals);

/// <summary>Why a whole operation is refused.</summary>
/// <param name="Code">A code of docs/errors.md.</param>
/// <param name="Message">What to change.</param>
internal sealed record ExplainedRefusal(string Code, string Message);

/// <summary>What one subgraph is asked for one recipient.</summary>
/// <param name="Subgraph">Who is asked.</param>
/// <param name="Recipient">
/// <c>client</c>, <c>gateway</c> for keys and the like, or the id of the agency that is given it.
/// </param>
/// <param name="StandingDecision">The standing decision that the flow rests on; null for none.</param>
/// <param name="Coordinates">The fields, sorted.</param>
internal sealed record AskedOfAgency(
    string Subgraph, string Recipient, string? StandingDecision, ImmutableArray<string> Coordinates)
{
    /// <summary>The recipient of what is for the answer.</summary>
    public const string Client = "client";

    /// <summary>The recipient of what only the gateway uses.</summary>
    public const string Gateway = "gateway";
}

/// <summary>Where it is decided what the caller gets of a field.</summary>
internal enum DecidingPoint
{
    /// <summary>Nowhere: it has no class, or the gateway answers it.</summary>
    Nowhere,

    /// <summary>For each person: at the gate before an agency is asked, and again at release.</summary>
    EachPerson,

    /// <summary>The screen withheld it from everybody in this role, purpose and stage: it is never asked.</summary>
    Screen,
}

/// <summary>What becomes of one selected field.</summary>
/// <param name="Path">Response keys from the root, with dots.</param>
/// <param name="Coordinate">As in <c>Person.name</c>.</param>
/// <param name="OnTypes">The concrete types it is so for; empty for all.</param>
/// <param name="Point">Where it is decided.</param>
/// <param name="Most">The most that anyone in this role, purpose and stage gets.</param>
/// <param name="Classes">Its effective classes.</param>
/// <param name="Inherited">Of these, those it has only because other data flows into it.</param>
/// <param name="Rules">What decides, by class.</param>
/// <param name="Note">What else explains it; null for nothing.</param>
/// <param name="AskedOf">The subgraphs it is asked of; empty when it is not asked.</param>
internal sealed record ExplainedField(
    string Path,
    string Coordinate,
    ImmutableArray<string> OnTypes,
    DecidingPoint Point,
    Effect Most,
    ImmutableArray<string> Classes,
    ImmutableArray<string> Inherited,
    ImmutableArray<ExplainedRule> Rules,
    string? Note,
    ImmutableArray<string> AskedOf);

/// <summary>What the policy says of one class to this caller.</summary>
/// <param name="Class">The class.</param>
/// <param name="Tier">How dangerous.</param>
/// <param name="Most">The most it gives.</param>
/// <param name="Because">The grants with their conditions, or the prohibition, or that there is none.</param>
internal sealed record ExplainedRule(string Class, Tier Tier, Effect Most, string Because);
