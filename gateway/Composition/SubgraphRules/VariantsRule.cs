using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>A @variant stands in for a sibling field; a @declassify says why and by which decision.</summary>
internal static class VariantsRule
{
    private static readonly string[] Effects = ["GENERALISE", "MASK"];

    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var (type, field) in subgraph.AllFields)
        {
            if (field.Directive(Names.Variant) is { } variant)
            {
                CheckVariant(subgraph, type, field, variant, log);
            }

            foreach (var declassify in field.Directives.Where(each => each.Name == Names.Declassify))
            {
                if (string.IsNullOrWhiteSpace(declassify.Text("reason"))
                    || string.IsNullOrWhiteSpace(declassify.Text("standingDecision")))
                {
                    log.Error(
                        LabelCodes.DeclassifyInvalid,
                        $"`{type.Name}.{field.Name}` is declassified without a reason or a standing decision",
                        subgraph.At(declassify));
                }
            }
        }
    }

    private static void CheckVariant(
        Subgraph subgraph, TypeDefinition type, FieldDefinition field, AppliedDirective variant, FindingLog log)
    {
        var of = variant.Text("of");
        var effect = (variant.Argument("effect") as EnumLiteral)?.Name;
        if (of is null || of == field.Name || type.Field(of) is null)
        {
            log.Error(
                LabelCodes.VariantInvalid,
                $"`{type.Name}.{field.Name}` is a variant of `{of}`, which is no other field of its type",
                subgraph.At(variant));
        }
        else if (!Effects.Contains(effect))
        {
            log.Error(
                LabelCodes.VariantInvalid,
                $"`{type.Name}.{field.Name}` is a variant for `{effect}`, where no value is given",
                subgraph.At(variant));
        }
    }
}
