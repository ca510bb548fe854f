using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// What @requires and @provides name is resolved elsewhere: else there is nothing to require or provide.
/// </summary>
internal static class RequirementsAreExternalRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var (type, field) in subgraph.AllFields)
        {
            if (field.Directive(Names.Requires) is { } requires)
            {
                Check(subgraph, type, field, type, requires, FieldSetCodes.RequiresFieldsMissingExternal, log);
            }

            if (field.Directive(Names.Provides) is { } provides && subgraph.Schema.Type(field.Type.Name) is { } given)
            {
                Check(subgraph, type, field, given, provides, FieldSetCodes.ProvidesFieldsMissingExternal, log);
            }
        }
    }

    private static void Check(
        Subgraph subgraph,
        TypeDefinition type,
        FieldDefinition field,
        TypeDefinition on,
        AppliedDirective applied,
        CompositionCode code,
        FindingLog log)
    {
        if (!subgraph.IsFederation2)
        {
            return;
        }

        var external = new HashSet<Selection>(ReferenceEqualityComparer.Instance);
        var own = new List<(string Coordinate, FieldSelection Selection)>();
        new FieldSetWalk(subgraph.Schema, (parent, selected, selection) =>
        {
            if (IsExternal(subgraph, parent, selected))
            {
                _ = external.Add(selection);
            }
            else
            {
                own.Add(($"{parent.Name}.{selected.Name}", selection));
            }
        }).Over(on, FieldSet.Read(applied).Selections);

        // An external field makes all below it external, and a field above an external one is only the way to it.
        var below = external.SelectMany(Below).ToHashSet<Selection>(ReferenceEqualityComparer.Instance);
        var missing = own.Where(each => !below.Contains(each.Selection)
            && !Below(each.Selection).Any(external.Contains)
            && each.Selection.Selections.IsEmpty);
        foreach (var (coordinate, _) in missing)
        {
            log.Error(
                code,
                $"`{subgraph.Links.Spoken(applied.Name)}` of `{type.Name}.{field.Name}` names `{coordinate}`, "
                    + $"which `{subgraph}` resolves itself",
                subgraph.At(applied));
        }
    }

    private static bool IsExternal(Subgraph subgraph, TypeDefinition type, FieldDefinition field) =>
        field.Directive(Names.External) is not null
        || type.Directive(Names.External) is not null
        || (type.Kind == TypeKind.Interface && subgraph.Schema.PossibleTypes(type).Any(concrete =>
            concrete.Field(field.Name) is { } own && IsExternal(subgraph, concrete, own)));

    private static IEnumerable<Selection> Below(Selection selection) => selection switch
    {
        FieldSelection field => field.Selections.Concat(field.Selections.SelectMany(Below)),
        InlineFragment inline => inline.Selections.Concat(inline.Selections.SelectMany(Below)),
        _ => [],
    };
}
