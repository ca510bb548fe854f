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
    /// <summary>Of whom nothing is known before the answer: it is decided when the answer is released.</summary>
    private static readonly object Open = new();

    // Notes are made one after another, while nothing is merged.
    private readonly SubjectReader _reader = new();

    public object? Note(ResponseSet response, EntityGroup group, string typeName, string? key, DataObject entity)
    {
        var labels = access.Labels.Type(typeName);
        if (!access.Row.NeedsLink || labels.Subjects.IsEmpty)
        {
            return Open;
        }

        if (labels.Subjects.FirstOrDefault(subject => subject.Path is ["id"]) is { } person)
        {
            return key is null ? null : new SubjectContext { Subjects = [new DecidedSubject(key, person.Role, null)] };
        }

        // A record: whose it is, is known where another agency gave it already. Otherwise only its answer tells.
        return access.Facts.Of(response, group, typeName) is { } facts
            && SubjectReader.IsKnown(entity, facts)
            && _reader.Context(entity, facts) is { Subjects.IsEmpty: false } known
            && !known.Subjects.All(subject => subject.Role == SubjectRole.ThirdParty)
                ? known
                : Open;
    }

    public async ValueTask AdmitAsync(
        FetchStep fetch,
        string typeName,
        IReadOnlyList<object?> noted,
        bool[] admitted,
        CancellationToken cancellationToken)
    {
        var contexts = noted.OfType<SubjectContext>().ToList();
        if (contexts.Count == 0)
        {
            Admit(noted, admitted, _ => false);
            return;
        }

        var question = access.Facts.Question(fetch, access.Row.Caller.Agency);
        var persons = contexts.SelectMany(context => context.Subjects.Select(subject => subject.Person)).Distinct();
        var register = await access.Register.KnowAsync(persons, cancellationToken);
        Admit(noted, admitted, context => IsAdmitted(question, context, register));
    }

    private static void Admit(IReadOnlyList<object?> noted, bool[] admitted, Func<SubjectContext, bool> isAdmitted)
    {
        for (var place = 0; place < noted.Count; place++)
        {
            admitted[place] = ReferenceEquals(noted[place], Open)
                || (noted[place] is SubjectContext context && isAdmitted(context));
        }
    }

    private bool IsAdmitted(GateQuestion question, SubjectContext noted, RegisterAnswer register)
    {
        // What an approved flow reads is not the client's; but it is read only for a caller who has a link to somebody.
        if (question.IsForApprovedFlow && !register.Persons.IsEmpty)
        {
            return true;
        }

        var context = noted with
        {
            Subjects = Known(noted.Subjects, register),
            Owner = noted.Owner ?? question.Owner,
            AskedOf = noted.Records.IsEmpty ? question.Codes : [],
        };

        // The records around it are not known here: whoever is linked to one of these persons' records is let through.
        return Gives(question, context, register)
            || (!noted.Records.IsEmpty && context.Subjects.Any(subject => HasRecordLink(subject.Facts)));
    }

    private bool Gives(GateQuestion question, SubjectContext context, RegisterAnswer register)
    {
        var decision = new ObjectDecision(access.Row, context, register);
        foreach (var asked in question.Classes)
        {
            if (GivesAnything(asked, decision.Decide(asked.Classes).Effect))
            {
                return true;
            }
        }

        return question.Classes.IsEmpty && decision.IsLinked;
    }

    private static ImmutableArray<DecidedSubject> Known(
        ImmutableArray<DecidedSubject> subjects, RegisterAnswer register)
    {
        var known = ImmutableArray.CreateBuilder<DecidedSubject>(subjects.Length);
        foreach (var subject in subjects)
        {
            known.Add(subject with { Facts = register.Persons.GetValueOrDefault(subject.Person) });
        }

        return known.MoveToImmutable();
    }

    private static bool HasRecordLink(PersonFacts? facts) =>
        facts is not null && (facts.Links.Any(link => link.Record is not null) || !facts.Sharing.IsEmpty);

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
        var forClient = fetch.Asks.Where(ask => ask.Recipient.Length == 0)
            .Select(ask => ask.IsInternal
                ? Standing(facts.Labels, ask.Coordinate)
                : Asked(facts.Labels, ask.Coordinate))
            .Where(asked => !asked.Classes.IsEmpty)
            .Distinct();
        return new GateQuestion(
            [.. forClient],
            fetch.Subgraph.Codes.Contains(agency) ? agency : null,
            fetch.Subgraph.Codes,
            fetch.Asks.Any(ask => ask is { Recipient.Length: > 0, IsInternal: false }
                && facts.Table.IsApprovedFlow(ask.Coordinate, ask.Recipient)));
    }

    // That a record stands is asked with whatever is selected of it, so that a list does not depend on what that is.
    private static AskedClasses Standing(EffectiveLabels all, string coordinate)
    {
        var dot = coordinate.IndexOf('.', StringComparison.Ordinal);
        var labels = all.Type(coordinate[..dot]);
        var isRecord = coordinate[(dot + 1)..] == InternalKeys.RecordField
            && !labels.Subjects.Any(subject => subject.Path is [InternalKeys.RecordField]);
        return new AskedClasses(isRecord ? labels.Classes : ClassSet.Empty, false);
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
