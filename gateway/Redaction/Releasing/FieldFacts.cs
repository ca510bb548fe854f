using System.Collections.Immutable;
using Aggregator.Planning;
using Aggregator.Policy;
using Aggregator.Schema;

namespace Aggregator.Redaction;

/// <summary>What releasing needs to know of one field of the answer for one concrete type.</summary>
internal sealed class FieldFacts
{
    // Of a value object that is given as a whole: what is selected of it, and when.
    private readonly ImmutableArray<(LoggedCoordinate Part, Condition When)> _parts;
    private readonly LoggedCoordinate _logged;

    public FieldFacts(ReleaseFacts facts, string typeName, ResponseField field)
    {
        var dot = field.Coordinate.IndexOf('.', StringComparison.Ordinal);
        var name = field.Coordinate[(dot + 1)..];
        var transforms = facts.Table.Model.Transforms;
        Field = field;
        TypeName = typeName;
        Labels = facts.Labels.Field(typeName, name);
        IsOfPerson = facts.Labels.Type(typeName).IsPerson;
        Coordinate = typeName + "." + name;
        _logged = new LoggedCoordinate(facts.Lists, Coordinate);
        IsText = field.Type.Nullable is NamedTypeRef { Name: "String" };
        IsMaskable = IsText || field.Type.Nullable is NamedTypeRef { Name: "ID" };
        Generaliser = transforms.GeneraliserOf(
            Coordinate, facts.Table.CodesOf(Labels.Own), IsText);
        HoldsMore = Labels.Leads == FieldTarget.ValueObject && HasDecisionsBelow(facts, field);
        NamesAgencies = Labels.Leads == FieldTarget.ValueObject && field.Children is { } below
            && !facts.Internals(below).Named.IsEmpty;
        _parts = Labels.Leads == FieldTarget.ValueObject && !HoldsMore
            ? [.. PartsOf(facts, field, Condition.Always)] : [];
        Lists = IsOfPerson ? ListOfKinds.In(facts, Coordinate, field) : [];
        foreach (var list in Lists)
        {
            facts.NoteListOfPerson(list.Field);
        }

        IsListOfPerson = facts.IsListOfPerson(field);
        Mask = transforms.Masks.GetValueOrDefault(Coordinate, transforms.Mask);
    }

    public ResponseField Field { get; }

    public string TypeName { get; }

    public FieldClasses Labels { get; }

    public string Coordinate { get; }

    /// <summary>Its number in the operation's <see cref="CoordinateLists"/>, in full or withheld.</summary>
    public int Number => _logged.Number;

    public bool IsText { get; }

    public bool IsMaskable { get; }

    /// <summary>True when the agency's own generalised twin was asked in the field's place.</summary>
    public bool IsTwin => Field.IsTwin;

    /// <summary>A transform's name or a text; null when a generalised value is withheld.</summary>
    public string? Generaliser { get; }

    public string Mask { get; }

    /// <summary>Of a field of a person: the lists of records that it is or holds.</summary>
    public ImmutableArray<ListOfKinds> Lists { get; }

    /// <summary>True for such a list itself: its records are decided on one by one.</summary>
    public bool IsListOfPerson { get; }

    /// <summary>True for a value object that names somebody, whatever is selected of it, or in which something is
    /// selected that is decided on by itself: a person, or a part with a class of its own.</summary>
    public bool HoldsMore { get; }

    /// <summary>True for a list of value objects that name an agency, as of who was told.</summary>
    public bool NamesAgencies { get; }

    /// <summary>True for a field of a person, whom several agencies know: it is of the agency that alone gives it,
    /// wherever the person was met.</summary>
    public bool IsOfPerson { get; }

    /// <summary>True for a part of a value object or a page, which goes with what it is part of.</summary>
    public bool IsPart => Labels.Own.IsEmpty && Labels.Leads != FieldTarget.LabelledObject;

    /// <summary>False for a key, an agency or whom to ask: these stand with every record that is there.</summary>
    public bool IsContent => !Labels.Own.IsEmpty && !Labels.IsFacet;

    /// <summary>The classes of which something is given in full.</summary>
    /// <param name="effect">How the field is given.</param>
    public ClassSet InFull(Effect effect) => IsContent && effect == Effect.Clear ? Labels.Own : ClassSet.Empty;

    /// <summary>Its number as given where it leads to objects. In one's own log whoever is hidden reads as given, in no
    /// form: so does nobody.</summary>
    /// <param name="effect">What was decided.</param>
    public int NumberToward(Effect effect) => Field.Type.Element is null ? Number : _logged.As(FormOf(effect));

    /// <summary>Counts it, and the parts of a value object that goes as a whole, as given.</summary>
    /// <param name="tally">Of whom.</param>
    /// <param name="effect">What was decided.</param>
    /// <param name="variableIsTrue">The client's boolean variables.</param>
    public void Give(SubjectTally tally, Effect effect, Func<string, bool> variableIsTrue)
    {
        var form = FormOf(effect);
        tally.Give(_logged.As(form));
        foreach (var (part, when) in _parts)
        {
            if (when.Holds(variableIsTrue))
            {
                tally.Give(part.As(form));
            }
        }
    }

    // What is general already is given as the record has it; a twin is never more than general.
    private Effect FormOf(Effect effect) => effect == Effect.Generalise && Generaliser is TransformRules.Keep
        ? Effect.Clear
        : Effects.Meet(effect, IsTwin ? Effect.Generalise : Effect.Clear);

    private static IEnumerable<(LoggedCoordinate Part, Condition When)> PartsOf(
        ReleaseFacts facts, ResponseField field, Condition when) =>
        (field.Children?.Fields ?? []).Where(part => part.Kind == ResponseFieldKind.Data).SelectMany(part =>
            PartsOf(facts, part, when.And(part.Condition))
                .Prepend((new LoggedCoordinate(facts.Lists, part.Coordinate), when.And(part.Condition))));

    private static bool HasDecisionsBelow(ReleaseFacts facts, ResponseField field) => NamesSomebody(facts, field)
        || (field.Children?.Fields ?? []).Where(part => part.Kind == ResponseFieldKind.Data).Any(part =>
        {
            var dot = part.Coordinate.IndexOf('.', StringComparison.Ordinal);
            var labels = facts.Labels.Field(part.Coordinate[..dot], part.Coordinate[(dot + 1)..]);
            return labels.Leads == FieldTarget.LabelledObject || !labels.Own.IsEmpty
                || (labels.Leads == FieldTarget.ValueObject && HasDecisionsBelow(facts, part));
        });

    private static bool NamesSomebody(ReleaseFacts facts, ResponseField field) =>
        facts.Supergraph.Types.PossibleTypes(field.NamedType)
            .Any(type => !facts.Labels.Type(type.Name).Named.IsEmpty);
}
