using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// No type is named like those of the specifications that a supergraph is made of, and nothing like introspection.
/// </summary>
internal static class ReservedNamesRule
{
    private const string Introspection = "__";

    private static readonly string[] Reserved =
        ["join__", "link__", "core__", DisclosureSpecification.Prefix, Introspection];

    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var type in subgraph.Schema.Ordered)
        {
            if (Reserved.FirstOrDefault(prefix => type.Name.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix)
            {
                log.Error(
                    SchemaCodes.ReservedName, $"the type `{type.Name}` begins with `{prefix}`", subgraph.At(type));
            }

            foreach (var (name, place) in Within(subgraph, type).Where(each =>
                each.Name.StartsWith(Introspection, StringComparison.Ordinal)))
            {
                log.Error(SchemaCodes.ReservedName, $"`{name}` of `{type.Name}` begins with `__`", place);
            }
        }
    }

    private static IEnumerable<(string Name, SubgraphPlace At)> Within(Subgraph subgraph, TypeDefinition type) =>
    [
        .. type.Fields.Select(field => (field.Name, subgraph.At(field))),
        .. type.Fields.SelectMany(field => field.Arguments).Select(argument => (argument.Name, subgraph.At(argument))),
        .. type.InputFields.Select(field => (field.Name, subgraph.At(field))),
        .. type.Values.Select(value => (value.Name, subgraph.At(value))),
    ];
}
