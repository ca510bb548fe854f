using Aggregator.Planning;
using Aggregator.Policy;
using Aggregator.Schema;

namespace Aggregator.Redaction;

/// <summary>What releasing needs to know of one field of the answer for one concrete type.</summary>
internal sealed class FieldFacts
{
    public FieldFacts(PolicyAccess access, string typeName, ResponseField field)
    {
        var dot = field.Coordinate.IndexOf('.', StringComparison.Ordinal);
        var name = field.Coordinate[(dot + 1)..];
        var transforms = access.Row.Table.Model.Transforms;
        Field = field;
        Labels = access.Labels.Field(typeName, name);
        Coordinate = typeName + "." + name;
        IsText = field.Type.Nullable is NamedTypeRef { Name: "String" };
        IsMaskable = IsText || field.Type.Nullable is NamedTypeRef { Name: "ID" };
        Generaliser = transforms.GeneraliserOf(
            Coordinate, access.Row.Table.CodesOf(Labels.Own), IsText);
        Mask = transforms.Masks.GetValueOrDefault(Coordinate, transforms.Mask);
    }

    public ResponseField Field { get; }

    public FieldClasses Labels { get; }

    public string Coordinate { get; }

    public bool IsText { get; }

    public bool IsMaskable { get; }

    /// <summary>True when the agency's own generalised twin was asked in the field's place.</summary>
    public bool IsTwin => Field.IsTwin;

    /// <summary>A transform's name or a text; null when a generalised value is withheld.</summary>
    public string? Generaliser { get; }

    public string Mask { get; }

    /// <summary>True when some part of the value has classes of its own, and so is decided for itself.</summary>
    public bool HasDecidedParts => Labels.Leads == FieldTarget.ValueObject && NeedsDecision(Field.Children);

    /// <summary>True for a part of a value object or a page, which goes with what it is part of.</summary>
    public bool IsPart => Labels.Own.IsEmpty && Labels.Leads != FieldTarget.LabelledObject;

    private static bool NeedsDecision(ResponseSet? set) => set is not null
        && set.Fields.Any(field => field.Ruling.NeedsDecision || NeedsDecision(field.Children));
}
