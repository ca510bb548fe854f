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

        // The agency's own generalised twin was asked in its place.
        IsTwin = field.Ruling.Effect == Effect.Generalise && Labels.Variant is not null && HasTwin(access, typeName,
            field);
    }

    public ResponseField Field { get; }

    public FieldClasses Labels { get; }

    public string Coordinate { get; }

    public bool IsText { get; }

    public bool IsMaskable { get; }

    public bool IsTwin { get; }

    /// <summary>A transform's name or a text; null when a generalised value is withheld.</summary>
    public string? Generaliser { get; }

    public string Mask { get; }

    /// <summary>True for a part of a value object or a page, which goes with what it is part of.</summary>
    public bool IsPart => Labels.Own.IsEmpty && Labels.Leads != FieldTarget.LabelledObject;

    private bool HasTwin(PolicyAccess access, string typeName, ResponseField field) =>
        access.Supergraph.Api.Type(typeName)?.Field(Labels.Variant!)?.Type == field.Type;
}
