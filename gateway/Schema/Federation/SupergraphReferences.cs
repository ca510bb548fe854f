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
            foreach (var fault in Graphs(type.Name, type.Directives, graphs)
                .Concat(Members(types, type)).Concat(Twice(type)))
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

                if (!Has(types, field.Type.Name))
                {
                    yield return Fault(
                        $"`{coordinate}` is of the type `{field.Type.Name}`, which is not there", default);
                }
            }
        }
    }

    /// <summary>Checks that what clients see names only what they see.</summary>
    /// <param name="api">The schema without what is inaccessible.</param>
    public static IEnumerable<SupergraphFault> CheckApi(TypeSystem api) => api.Ordered
        .SelectMany(type => type.Fields
            .SelectMany(field => field.Arguments.Select(argument => argument.Type)
                .Prepend(field.Type).Select(named => (Coordinate: $"{type.Name}.{field.Name}", named.Name)))
            .Concat(type.InputFields.Select(input => (Coordinate: $"{type.Name}.{input.Name}", input.Type.Name))))
        .Where(reference => !Has(api, reference.Name))
        .Select(reference => Fault(
            $"clients see `{reference.Coordinate}` and not the type `{reference.Name}` that it names", default));

    private static bool Has(TypeSystem types, string name) =>
        BuiltIn.Contains(name) || types.Type(name) is not null;

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

    private static IEnumerable<SupergraphFault> Twice(TypeDefinition type) => type.Fields.Select(field => field.Name)
        .Concat(type.InputFields.Select(input => input.Name))
        .Concat(type.Values.Select(value => value.Name))
        .Concat(type.Members)
        .Concat(type.Fields.SelectMany(field => field.Arguments.Select(argument => $"{field.Name}({argument.Name}:)")))
        .GroupBy(name => name)
        .Where(same => same.Skip(1).Any())
        .Select(same => Fault($"`{type.Name}` has `{same.Key}` twice", default));

    private static SupergraphFault Fault(string message, Location at) =>
        new(SupergraphReader.BrokenReference, message + ": compose the subgraphs anew", at);
}
