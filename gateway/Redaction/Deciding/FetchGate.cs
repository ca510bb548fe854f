using System.Collections.Immutable;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>
/// The second of three checks of the policy: before an agency is asked about persons. A person is left out when every
/// field that would be asked is refused for that person, since asking is disclosure. Below whom the caller may not know
/// of nobody is asked about, whoever it is: who was asked would tell.
/// </summary>
internal sealed class FetchGate(PolicyAccess access) : IFetchGate
{
    // Notes are made one after another, while nothing is merged.
    private readonly SubjectReader _reader = new();
    private readonly Dictionary<EntityGroup, ImmutableArray<Found>> _above = [];

    public object? Note(
        ResponseSet response, EntityGroup group, DataObject root, string typeName, string? key, DataObject entity)
    {
        var labels = access.Labels.Type(typeName);
        if (!access.Row.NeedsLink)
        {
            return new Noted(null, []);
        }

        var above = Above(response, group, root);
        if (labels.Subjects.IsEmpty)
        {
            return new Noted(null, above);
        }

        if (labels.Subjects.FirstOrDefault(subject => subject.Path is ["id"]) is { } person)
        {
            return key is null ? null : new Noted(
                new SubjectContext { Subjects = [new DecidedSubject(key, person.Role, null)] }, above);
        }

        // A record: whose it is, is known where another agency gave it already. Otherwise only its answer tells.
        return access.Facts.Of(response, group, typeName) is { } facts
            && SubjectReader.IsKnown(entity, facts)
            && _reader.Context(entity, facts) is { Subjects.IsEmpty: false } known
            && !known.Subjects.All(subject => subject.Role == SubjectRole.ThirdParty)
                ? new Noted(known, above)
                : new Noted(null, above);
    }

    public async ValueTask AdmitAsync(
        FetchStep fetch,
        string typeName,
        IReadOnlyList<object?> noted,
        Admission[] admitted,
        CancellationToken cancellationToken)
    {
        var above = noted.OfType<Noted>().Select(each => each.Above).Distinct().ToList();
        var persons = noted.OfType<Noted>().Select(each => each.Context).OfType<SubjectContext>()
            .Concat(above.SelectMany(group => group.Select(found => found.Context)))
            .SelectMany(context => context.Subjects.Select(subject => subject.Person)).Distinct().ToList();
        var register = persons.Count == 0
            ? RegisterAnswer.Nobody
            : await access.Register.KnowAsync(persons, cancellationToken);
        var known = above.Where(group => group.IsEmpty
            || group.Any(found => found.MayBeKnown(access.Row, register))).ToHashSet();
        var question = access.Facts.Question(fetch, access.Row.Caller.Agency);
        for (var place = 0; place < noted.Count; place++)
        {
            // Of whom nothing is known before the answer it is decided when that is released.
            admitted[place] = noted[place] is not Noted each || !known.Contains(each.Above) ? Admission.None
                : each.Context is not { } context || IsAdmitted(question, context, register) ? Admission.Full
                : IsForAgencies(question, register) ? Admission.ForAgencies
                : Admission.None;
        }
    }

    // What an approved flow reads is not the client's; but it is read only for a caller who has a link to somebody.
    private static bool IsForAgencies(GateQuestion question, RegisterAnswer register) =>
        question.IsForApprovedFlow && register.Persons.Values.Any(facts => facts.IsReached);

    // Those of the root that a group's entities are below of; none where they are below something else too.
    private ImmutableArray<Found> Above(ResponseSet response, EntityGroup group, DataObject root)
    {
        if (!_above.TryGetValue(group, out var above))
        {
            above = [.. group.Paths.SelectMany(path => response.Fields
                .Where(field => path.Segments is [var first, ..] && field.Slot == first.Slot)
                .SelectMany(field => Found.By(access, _reader, root, field)))];
            above = above.All(found => found.IsOfSomebody) ? above : [];
            _above.Add(group, above);
        }

        return above;
    }

    private bool IsAdmitted(GateQuestion question, SubjectContext noted, RegisterAnswer register)
    {
        var context = noted with
        {
            Subjects = register.Knowing(noted.Subjects),
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

    private static bool HasRecordLink(PersonFacts? facts) =>
        facts is { IsReached: true } && (facts.Links.Any(link => link.Record is not null) || !facts.Sharing.IsEmpty);

    // That a value is there is no value: only a record can be shown to exist.
    private static bool GivesAnything(AskedClasses asked, Effect effect) =>
        effect < (asked.IsValue ? Effect.Exists : Effect.Omit);

    /// <summary>What is ruled on an entity by.</summary>
    /// <param name="Context">Whose data it is; null where only its answer tells.</param>
    /// <param name="Above">Of whom the caller has to be allowed to know one; none for no such demand.</param>
    private sealed record Noted(SubjectContext? Context, ImmutableArray<Found> Above);
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
