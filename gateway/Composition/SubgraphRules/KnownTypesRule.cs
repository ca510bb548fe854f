using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Every type that is named is defined, and is of a kind that can stand there.</summary>
internal static class KnownTypesRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var type in subgraph.Schema.Ordered)
        {
            foreach (var field in type.Fields)
            {
                Check(subgraph, log, $"{type.Name}.{field.Name}", field.Type, isInput: false, subgraph.At(field));
                Check(subgraph, log, $"{type.Name}.{field.Name}", field.Arguments);
            }

            Check(subgraph, log, type.Name, type.InputFields);
            Check(subgraph, log, type, type.Interfaces, TypeKind.Interface);
            Check(subgraph, log, type, type.Members, TypeKind.Object);
        }

        foreach (var directive in subgraph.Schema.OrderedDirectives)
        {
            Check(subgraph, log, "@" + directive.Name, directive.Arguments);
        }
    }

    private static void Check(
        Subgraph subgraph, FindingLog log, string parent, IEnumerable<InputValueDefinition> inputs)
    {
        foreach (var input in inputs)
        {
            Check(subgraph, log, $"{parent}.{input.Name}", input.Type, isInput: true, subgraph.At(input));
        }
    }

    private static void Check(
        Subgraph subgraph, FindingLog log, string coordinate, TypeRef type, bool isInput, SubgraphPlace place)
    {
        var isBuiltIn = SubgraphReader.BuiltInScalars.Contains(type.Name);
        var found = subgraph.Schema.Type(type.Name);
        if (found is null && !isBuiltIn)
        {
            log.Error(SchemaCodes.InvalidGraphql, $"`{coordinate}` is of type `{type}`, which is not defined", place);
        }
        else if (found is not null && (isInput ? found.IsComposite : found.Kind == TypeKind.InputObject))
        {
            var use = isInput ? "given" : "returned";
            log.Error(SchemaCodes.InvalidGraphql, $"`{coordinate}` is of type `{type}`, which cannot be {use}", place);
        }
    }

    private static void Check(
        Subgraph subgraph, FindingLog log, TypeDefinition type, IEnumerable<string> names, TypeKind kind)
    {
        foreach (var name in names)
        {
            // An interface object may stand where its interface is named.
            if (subgraph.Schema.Type(name) is not { } found || found.Kind != kind)
            {
                log.Error(
                    SchemaCodes.InvalidGraphql,
                    $"`{type.Name}` names `{name}`, which is no {kind.ToString().ToLowerInvariant()} type here",
                    subgraph.At(type));
            }
        }
    }
}
