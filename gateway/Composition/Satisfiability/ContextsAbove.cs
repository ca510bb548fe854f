using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Which contexts are set by the objects above another one. A set of them is written as one text.</summary>
internal sealed class ContextsAbove
{
    public const string None = "";

    private readonly SupergraphParts _parts;
    private readonly Dictionary<string, SortedSet<string>> _setting = new(StringComparer.Ordinal);

    public ContextsAbove(SupergraphParts parts)
    {
        _parts = parts;
        foreach (var subgraph in parts.Subgraphs)
        {
            foreach (var type in subgraph.Schema.Ordered)
            {
                foreach (var applied in type.Directives.Where(each => each.Name == Names.Context))
                {
                    Note(subgraph, type, Contexts.Qualify(subgraph, applied.Text("name") ?? ""));
                }
            }
        }
    }

    /// <summary>The contexts above the values of a field of the type.</summary>
    public string Below(string type, string above) => _setting.TryGetValue(type, out var here)
        ? string.Join(' ', here.Union(Split(above)).Order(StringComparer.Ordinal))
        : above;

    /// <summary>True when every argument that the field takes from a context can be filled.</summary>
    public bool AreSet(Position at, FieldDefinition field, string above) => field.Arguments
        .Select(ContextArguments.Read)
        .All(read => read is not { } taken
            || Split(above).Contains(Contexts.Qualify(_parts.Subgraphs[at.Subgraph], taken.Context)));

    private static string[] Split(string above) => above.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private void Note(Subgraph subgraph, TypeDefinition type, string context)
    {
        foreach (var concrete in subgraph.Schema.PossibleTypes(type))
        {
            if (!_setting.TryGetValue(concrete.Name, out var here))
            {
                _setting.Add(concrete.Name, here = new SortedSet<string>(StringComparer.Ordinal));
            }

            _ = here.Add(context);
        }
    }
}
