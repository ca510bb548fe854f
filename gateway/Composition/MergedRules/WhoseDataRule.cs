using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// Labelled data says whose it is where nothing around it does: an item gathered from several persons, and a person.
/// </summary>
internal static class WhoseDataRule
{
    public static void Check(SupergraphParts parts, MergedSupergraph merged, FindingLog log)
    {
        foreach (var field in parts.Fields.Where(each => each.Directive(Names.Gathered) is not null))
        {
            foreach (var type in Items(merged, field).Where(type => IsLabelled(parts, type) && !SaysWhose(parts, type)))
            {
                log.Error(
                    LabelCodes.GatheredOfNobody,
                    $"`{field.Coordinate}` gathers `{type.Name}`, which is labelled and does not say whose it is",
                    parts.Type(type.Name)!.Parts.Select(part => part.Subgraph.At(part.Item)));
            }
        }

        foreach (var type in merged.Supergraph.Ordered.Where(each => each.Kind == TypeKind.Object))
        {
            foreach (var key in OwnKeys(parts, type)
                .Where(key => !IsLabelled(parts, type) && !HasLabel(parts, type, key)))
            {
                log.Hint(
                    LabelCodes.PersonKeyUnlabelled,
                    $"`{type.Name}` is a person, and neither it nor `{type.Name}.{key}` has a class",
                    parts.Type(type.Name)!.Parts.Select(part => part.Subgraph.At(part.Item)).Take(1));
            }
        }
    }

    private static IEnumerable<TypeDefinition> Items(MergedSupergraph merged, FieldParts field)
    {
        var list = merged.Type(field.Parent.Name)?.Field(field.Name);
        var item = list is null ? null : ContributedList.ItemOf(merged.Supergraph, list);
        return item is null ? [] : merged.Supergraph.PossibleTypes(item);
    }

    private static bool IsLabelled(SupergraphParts parts, TypeDefinition type) => type.Interfaces.Append(type.Name)
        .Any(name => On(parts, name, Names.Sensitive).Any());

    private static bool SaysWhose(SupergraphParts parts, TypeDefinition type) =>
        On(parts, type.Name, Names.Subject).Any();

    private static IEnumerable<string> OwnKeys(SupergraphParts parts, TypeDefinition type) =>
        On(parts, type.Name, Names.Subject)
            .Select(applied => applied.Text("key")?.Trim())
            .OfType<string>()
            .Where(key => type.Field(key) is not null)
            .Distinct(StringComparer.Ordinal);

    private static bool HasLabel(SupergraphParts parts, TypeDefinition type, string key) =>
        parts.Field(type.Name, key)?.Directive(Names.Sensitive) is not null;

    private static IEnumerable<AppliedDirective> On(SupergraphParts parts, string type, string directive) =>
        (parts.Type(type)?.Parts ?? []).SelectMany(part => part.Item.Directives)
            .Where(applied => applied.Name == directive);
}
