using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// Says where subgraphs that define one type know different parts of it: right as long as nobody forgot anything.
/// </summary>
internal static class PartialTypesRule
{
    public static void Check(SupergraphParts parts, FindingLog log)
    {
        foreach (var type in parts.Types.Where(each => each.IsOneKind && each.Parts.Length > 1))
        {
            switch (type.Kind)
            {
                case TypeKind.Object when type.IsEntity:
                    CheckEntity(type, log);
                    break;
                case TypeKind.Object when !type.IsRoot:
                    CheckFields(parts, type, HintCodes.InconsistentObjectField, log);
                    break;
                case TypeKind.Interface when !type.IsEntity:
                    CheckFields(parts, type, HintCodes.InconsistentInterfaceField, log);
                    break;
                case TypeKind.Union:
                    CheckMembers(type, log);
                    break;
            }
        }
    }

    private static void CheckEntity(TypeParts type, FindingLog log)
    {
        var without = type.Parts.Where(part => part.Item.Directive(Names.Key) is null).ToList();
        if (without.Count > 0)
        {
            log.Hint(
                HintCodes.InconsistentEntity,
                $"`{type.Name}` has a @key, but none in {Spoken.List(without.Select(part => part.Subgraph))}",
                without.Select(part => part.Subgraph.At(part.Item)));
        }
    }

    private static void CheckFields(SupergraphParts parts, TypeParts type, CompositionCode code, FindingLog log)
    {
        // What only names fields for others to give, or adds to an interface, is not expected to have them all.
        var whole = type.Parts
            .Where(part => !SubgraphFacts.IsInterfaceObject(part.Item)
                && !part.Item.Fields.All(field => part.Subgraph.Facts.IsExternal(part.Item, field)))
            .ToList();
        foreach (var field in parts.FieldsOf(type.Name)
            .Where(field => !field.Sources.Any(source => SubgraphFacts.IsInterfaceObject(source.Type))))
        {
            var lacking = whole.Where(part => part.Item.Field(field.Name) is null).ToList();
            if (lacking.Count > 0)
            {
                log.Hint(
                    code,
                    $"`{field.Coordinate}` is not known in {Spoken.List(lacking.Select(part => part.Subgraph))}",
                    lacking.Select(part => part.Subgraph.At(part.Item)));
            }
        }
    }

    private static void CheckMembers(TypeParts type, FindingLog log)
    {
        foreach (var member in type.Parts.SelectMany(part => part.Item.Members).Distinct(StringComparer.Ordinal))
        {
            var lacking = type.Parts.Where(part => !part.Item.Members.Contains(member)).ToList();
            if (lacking.Count > 0)
            {
                log.Hint(
                    HintCodes.InconsistentUnionMember,
                    $"`{member}` is not in `{type.Name}` in {Spoken.List(lacking.Select(part => part.Subgraph))}",
                    lacking.Select(part => part.Subgraph.At(part.Item)));
            }
        }
    }
}
