using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// A field that has a label of its own, or by its scalar or enum, can be null, so that it can be withheld. Non-null
/// fields of a labelled object type are its existence facets: they stand or go with the object. A list that the
/// gateway itself puts together is withheld by giving none of its items, so it need not be nullable. A person's own key
/// is withheld with the reference to the person.
/// </summary>
internal static class NullableLabelsRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var (type, field) in subgraph.AllFields.Where(each =>
            each.Field.Type.IsNonNull && !IsMadeHere(each.Field) && !IsPersonKey(each.Type, each.Field)))
        {
            var label = field.Directive(Names.Sensitive) ?? LeafLabel(subgraph.Schema, field);
            if (label is not null)
            {
                log.Error(
                    LabelCodes.LabelOnNonNull,
                    $"`{type.Name}.{field.Name}` has a label but is `{field.Type}`",
                    subgraph.At(label), subgraph.At(field));
            }
        }
    }

    private static bool IsMadeHere(FieldDefinition field) =>
        field.Directive(Names.Contributed) is not null || field.Directive(Names.Gathered) is not null;

    private static bool IsPersonKey(TypeDefinition type, FieldDefinition field) => type.Directives.Any(applied =>
        applied.Name == Names.Subject && applied.Text("key")?.Trim() == field.Name);

    private static AppliedDirective? LeafLabel(TypeSystem schema, FieldDefinition field) =>
        schema.Type(field.Type.Name) is { IsLeaf: true } leaf ? leaf.Directive(Names.Sensitive) : null;
}
