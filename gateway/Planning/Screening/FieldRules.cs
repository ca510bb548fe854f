using System.Collections.Immutable;
using Aggregator.Policy;
using Aggregator.Schema;
using Aggregator.Validation;

namespace Aggregator.Planning;

/// <summary>
/// Rules on the fields of one operation for one caller: role, purpose and stage, whoever the person is. What it
/// withholds
/// is never asked; what is decided for each person later is asked and carries its classes.
/// </summary>
internal sealed class FieldRules(ScreeningInput input, string internalPrefix) : IFieldRules
{
    private readonly ArgumentRules _arguments = new(input);
    private readonly HashSet<string> _notPermitted = new(StringComparer.Ordinal);

    /// <summary>Coordinates that can neither be given nor be null: the operation cannot have them.</summary>
    public ImmutableArray<string> NotPermitted => [.. _notPermitted.Order(StringComparer.Ordinal)];

    public FieldVerdict Rule(TypeDefinition type, ValidField field, FieldRuling above)
    {
        var labels = input.Labels.Field(type.Name, field.Name);
        var definition = type.Field(field.Name) ?? field.Definition;
        var ruling = Ruled(labels);
        if (input.Labels.Demands.Refusal(input.Row, type.Name, field.Name) is { } refusal)
        {
            return new FieldVerdict(NotAuthorised(type, definition, labels, ruling, refusal), definition);
        }

        // A part of a value object or a page has no class: it goes with what it is part of.
        var isPart = labels.Own.IsEmpty && labels.Leads != FieldTarget.LabelledObject;
        if (!labels.IsFacet && !isPart && above.Effect > ruling.Effect)
        {
            ruling = ruling with { Effect = above.Effect, Reason = above.Reason };
        }

        var verdict = labels.Leads switch
        {
            FieldTarget.Leaf => RuleLeaf(type, definition, labels, ruling),
            FieldTarget.ValueObject => new FieldVerdict(RuleValueObject(type, definition, ruling), definition),
            _ => new FieldVerdict(RuleObject(type, definition, labels, ruling, above), definition),
        };
        return input.Labels.Type(type.Name).Named.IsEmpty
            ? verdict
            : verdict with { Ruling = verdict.Ruling with { IsOfNamed = true } };
    }

    public bool Admits(TypeDefinition type, FieldRuling above)
    {
        var labels = input.Labels.Type(type.Name);
        return Effects.Meet(
            PolicyDecision.Statically(input.Row, labels.Classes, CanBeOwn(labels.Codes)).Effect, above.Effect)
            < Effect.Omit;
    }

    public ImmutableArray<ProbedClass> Probed(ValidField field) => [.. _arguments.Probed(field)];

    public ImmutableArray<InternalSelection> Needs(TypeDefinition type, FieldRuling above, bool isListed)
    {
        var labels = input.Labels.Type(type.Name);
        var named = isListed && !above.Classes.IsEmpty ? Named(type, labels) : [];
        if (labels.Classes.IsEmpty && labels.Subjects.IsEmpty && labels.Named.IsEmpty)
        {
            return named;
        }

        var needs = labels.Subjects.AddRange(labels.Named).Select((subject, place) =>
            Path(InternalKeys.Subject(internalPrefix, place), subject.Path));
        // A person is no record: the key that names it is asked for already.
        string[] record = labels.Subjects.Any(subject => subject.Path is [InternalKeys.RecordField])
            ? []
            : [InternalKeys.RecordField, InternalKeys.OwnerField, InternalKeys.AnswersField];
        return
        [
            .. needs,
            .. record.Where(name => type.Field(name) is { Arguments.IsEmpty: true, Type.IsNonNull: true })
                .Select(name => new InternalSelection(InternalKeys.Of(internalPrefix, KeyOf(name)), name, [])),
            .. named,
        ];
    }

    // What answers a referral names its sender, as an entry of a list names an agency.
    private static string KeyOf(string field) => field == InternalKeys.AnswersField ? InternalKeys.Named : field;

    // An entry of a list in somebody's record, as of who was told or asked, tells of the agency that it names. What has
    // an id, or a class and always an agency, is decided on by its owner.
    private ImmutableArray<InternalSelection> Named(TypeDefinition type, TypeClasses labels) =>
        type.Field(InternalKeys.OwnerField) is { Arguments.IsEmpty: true } agency
        && type.Field(InternalKeys.RecordField) is null
        && (labels.Classes.IsEmpty || !agency.Type.IsNonNull)
            ? [new(InternalKeys.Of(internalPrefix, InternalKeys.Named), InternalKeys.OwnerField, [])]
            : [];

    private InternalSelection Path(string key, ImmutableArray<string> path) => new(
        key, path[0], path.Length == 1 ? [] : [Path(InternalKeys.Step(internalPrefix), path[1..])]);

    private bool CanBeOwn(ImmutableArray<string> codes) => codes.Contains(input.Row.Caller.Agency);

    private FieldRuling Ruled(FieldClasses labels)
    {
        var ruled = PolicyDecision.Statically(input.Row, labels.Own, CanBeOwn(labels.Codes));
        return new FieldRuling(ruled.Effect, input.Row.Table.CodesOf(labels.Own), ruled.Reason);
    }

    // What the schema demands beside its labels only tightens: what these hide stays hidden.
    private FieldRuling NotAuthorised(
        TypeDefinition type, FieldDefinition field, FieldClasses labels, FieldRuling ruling, string reason)
    {
        if (field.Type.IsNonNull && labels.Leads == FieldTarget.Leaf)
        {
            _notPermitted.Add(type.Name + "." + field.Name);
        }

        Withhold(type, field);
        return ruling.Effect >= Effect.Omit ? ruling : ruling with { Effect = Effect.Omit, Reason = reason };
    }

    private FieldVerdict RuleLeaf(TypeDefinition type, FieldDefinition field, FieldClasses labels, FieldRuling ruling)
    {
        if (field.Type.IsNonNull)
        {
            // A facet, or a part of a value object or page: it stands or goes with what it is part of.
            if (!labels.Own.IsEmpty && ruling.Effect != Effect.Clear)
            {
                _notPermitted.Add(type.Name + "." + field.Name);
            }

            return new FieldVerdict(FieldRuling.Clear, field);
        }

        if (ruling.Effect == Effect.Generalise && Twin(type, field, labels) is { } twin)
        {
            return new FieldVerdict(ruling, twin);
        }

        var transforms = input.Row.Table.Model.Transforms;
        var isText = field.Type is NamedTypeRef { Name: "String" };
        var isGiven = ruling.Effect switch
        {
            Effect.Clear => true,
            Effect.Generalise => transforms.GeneraliserOf(type.Name + "." + field.Name, ruling.Classes,
                isText) is not null,
            Effect.Mask => isText || field.Type is NamedTypeRef { Name: "ID" },
            _ => ruling.Effect >= Effect.Omit,
        };
        return new FieldVerdict(isGiven ? ruling : ruling with { Effect = Effect.Omit }, field);
    }

    private FieldRuling RuleValueObject(TypeDefinition type, FieldDefinition field, FieldRuling ruling)
    {
        var isKept = ruling.Effect == Effect.Clear || (ruling.Effect == Effect.Generalise
            && input.Row.Table.Model.Transforms.Keeps(type.Name + "." + field.Name));
        if (isKept)
        {
            return ruling with { Effect = Effect.Clear };
        }

        Withhold(type, field);
        return ruling.Effect < Effect.Omit ? ruling with { Effect = Effect.Omit } : ruling;
    }

    private FieldRuling RuleObject(
        TypeDefinition type, FieldDefinition field, FieldClasses labels, FieldRuling ruling, FieldRuling above)
    {
        if (labels.Named is { } named)
        {
            ruling = RuleReference(ruling, named, CanBeOwn(labels.Codes), above);
        }

        if (ruling.Effect >= Effect.Omit)
        {
            Withhold(type, field);
            return ruling;
        }

        // What is below carries its own type's classes; only what it does not carry limits it from here.
        var passed = PolicyDecision.Statically(input.Row, labels.Passed, CanBeOwn(labels.Codes)).Effect;
        return ruling with { Effect = Effects.Meet(passed, above.Effect), LeadsToSubject = true };
    }

    // Nothing coarser than a person's key says who it is: what is not given in full is not given.
    private FieldRuling RuleReference(FieldRuling ruling, ClassSet named, bool canBeOwn, FieldRuling above)
    {
        var who = PolicyDecision.Statically(input.Row, named, canBeOwn);
        var effect = Effects.Meet(who.Effect, above.Effect);
        return effect == Effect.Clear || ruling.Effect >= Effect.Omit
            ? ruling
            : ruling with { Effect = Effects.Meet(Effect.Omit, effect), Reason = who.Reason ?? above.Reason };
    }

    private void Withhold(TypeDefinition type, FieldDefinition field)
    {
        // A list that is never null is empty instead.
        if (field.Type is { IsNonNull: true, Element: null })
        {
            _notPermitted.Add(type.Name + "." + field.Name);
        }
    }

    private FieldDefinition? Twin(TypeDefinition type, FieldDefinition field, FieldClasses labels) =>
        labels.Variant is not null && type.Field(labels.Variant) is { } twin && twin.Type == field.Type
            && Ruled(input.Labels.Field(type.Name, twin.Name)).Effect <= Effect.Generalise
            && input.Labels.Demands.Refusal(input.Row, type.Name, twin.Name) is null
            ? twin
            : null;
}
