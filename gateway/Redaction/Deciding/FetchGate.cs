using System.Collections.Immutable;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>
/// The second of three checks of the policy: before an agency is asked about persons. A person is left out when every
/// field that would be asked is refused for that person, since asking is disclosure.
/// </summary>
internal sealed class FetchGate(PolicyAccess access) : IFetchGate
{
    public async ValueTask AdmitAsync(
        FetchStep fetch,
        string typeName,
        IReadOnlyList<string?> keys,
        bool[] admitted,
        CancellationToken cancellationToken)
    {
        var labels = access.Labels.Type(typeName);
        var subject = labels.Subjects.FirstOrDefault(subject => subject.Path is ["id"]);
        if (subject is null || !access.Row.NeedsLink)
        {
            // Whose data it is shows only in the answer: it is decided when the answer is released.
            Array.Fill(admitted, true);
            return;
        }

        var question = access.Facts.Question(fetch, access.Row.Caller.Agency);
        var register = await access.Register.KnowAsync(keys.OfType<string>().Distinct(), cancellationToken);
        for (var place = 0; place < keys.Count; place++)
        {
            admitted[place] = keys[place] is { } person && IsAdmitted(question, person, subject.Role, register);
        }
    }

    private bool IsAdmitted(GateQuestion question, string person, SubjectRole role, RegisterAnswer register)
    {
        // What an approved flow reads is not the client's; but it is read only for a caller who has a link to somebody.
        if (question.IsForApprovedFlow && !register.Persons.IsEmpty)
        {
            return true;
        }

        var context = new SubjectContext
        {
            Subjects = [new DecidedSubject(person, role, register.Persons.GetValueOrDefault(person))],
            Owner = question.Owner,
            AskedOf = question.Codes,
        };
        var decision = new ObjectDecision(access.Row, context, register);
        return question.Classes.IsEmpty
            ? decision.IsLinked
            : question.Classes.Any(asked => GivesAnything(asked, decision.Decide(asked.Classes).Effect));
    }

    // That a value is there is no value: only a record can be shown to exist.
    private static bool GivesAnything(AskedClasses asked, Effect effect) =>
        effect < (asked.IsValue ? Effect.Exists : Effect.Omit);
}

/// <summary>What the gate has to decide about one fetch, whoever the persons are.</summary>
/// <param name="Classes">What would be asked for the client.</param>
/// <param name="Owner">The caller's agency when it is the one that is asked; else null.</param>
/// <param name="Codes">The codes of the agency that is asked.</param>
/// <param name="IsForApprovedFlow">True when something is read for a flow that a standing decision approves.</param>
internal sealed record GateQuestion(
    ImmutableArray<AskedClasses> Classes, string? Owner, ImmutableArray<string> Codes, bool IsForApprovedFlow)
{
    /// <summary>Works it out.</summary>
    public static GateQuestion Of(ReleaseFacts facts, FetchStep fetch, string agency)
    {
        var forClient = fetch.Asks.Where(ask => ask is { Recipient: "", IsInternal: false })
            .Select(ask => Asked(facts.Labels, ask.Coordinate))
            .Where(asked => !asked.Classes.IsEmpty)
            .Distinct();
        return new GateQuestion(
            [.. forClient],
            fetch.Subgraph.Codes.Contains(agency) ? agency : null,
            fetch.Subgraph.Codes,
            fetch.Asks.Any(ask => ask is { Recipient.Length: > 0, IsInternal: false }
                && facts.Table.IsApprovedFlow(ask.Coordinate, ask.Recipient)));
    }

    private static AskedClasses Asked(EffectiveLabels all, string coordinate)
    {
        var dot = coordinate.IndexOf('.', StringComparison.Ordinal);
        var labels = all.Field(coordinate[..dot], coordinate[(dot + 1)..]);
        return new AskedClasses(labels.All, labels is { Leads: FieldTarget.Leaf, IsFacet: false });
    }
}

/// <summary>The classes of one field that would be asked.</summary>
/// <param name="Classes">Its classes.</param>
/// <param name="IsValue">True for a value, of which nothing is shown by saying that it is there.</param>
internal readonly record struct AskedClasses(ClassSet Classes, bool IsValue);
