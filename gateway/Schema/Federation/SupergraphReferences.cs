using System.Collections.Frozen;

namespace Aggregator.Schema;

/// <summary>Checks that a supergraph document has what it names: then it can be made a model.</summary>
internal static class SupergraphReferences
{
    private static readonly FrozenSet<string> BuiltIn =
        new[] { "Int", "Float", "String", "Boolean", "ID" }.ToFrozenSet();

    public static IEnumerable<SupergraphFault> Check(TypeSystem types)
    {
        var graphs = (types.Type("join__Graph")?.Values ?? []).Select(value => value.Name).ToHashSet();
        if (types.Type(types.QueryName) is not { Kind: TypeKind.Object })
        {
            yield return Fault($"the query type `{types.QueryName}` is not there", default);
        }

        foreach (var type in types.Ordered)
        {
            foreach (var fault in Graphs(type.Name, type.Directives, graphs).Concat(Members(types, type)))
            {
                yield return fault;
            }

            foreach (var field in type.Fields)
            {
                var coordinate = $"{type.Name}.{field.Name}";
                foreach (var fault in Graphs(coordinate, field.Directives, graphs))
                {
                    yield return fault;
                }

                if (!BuiltIn.Contains(field.Type.Name) && types.Type(field.Type.Name) is null)
                {
                    yield return Fault(
                        $"`{coordinate}` is of the type `{field.Type.Name}`, which is not there", default);
                }
            }
        }
    }

    private static IEnumerable<SupergraphFault> Graphs(
        string coordinate, IEnumerable<AppliedDirective> directives, HashSet<string> graphs) => directives
        .Where(directive => directive.Name.StartsWith("join__", StringComparison.Ordinal))
        .Where(directive => directive.Name == "join__type" || directive.Argument("graph") is not null)
        .Where(directive => directive.Argument("graph") is not EnumLiteral graph || !graphs.Contains(graph.Name))
        .Select(directive => Fault($"`{coordinate}` names a subgraph that `join__Graph` does not have", directive.At));

    private static IEnumerable<SupergraphFault> Members(TypeSystem types, TypeDefinition type) => type.Members
        .Where(name => types.Type(name) is not { Kind: TypeKind.Object })
        .Concat(type.Interfaces.Where(name => types.Type(name) is not { Kind: TypeKind.Interface }))
        .Select(name => Fault($"`{type.Name}` names `{name}`, which is not there", default));

    private static SupergraphFault Fault(string message, Location at) =>
        new(SupergraphReader.BrokenReference, message + ": compose the subgraphs anew", at);
}
