using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>No input object needs itself: such a value could never be written.</summary>
internal static class InputCyclesRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        var needs = subgraph.Schema.Ordered.Where(type => type.Kind == TypeKind.InputObject).ToDictionary(
            type => type.Name,
            type => type.InputFields.Where(field => field.Type is NonNullTypeRef { Of: NamedTypeRef }).ToList(),
            StringComparer.Ordinal);

        // What needs only inputs that can be written can be written; what is left needs itself, or what does.
        for (var removed = true; removed;)
        {
            var done = needs.Where(type => !type.Value.Any(field => needs.ContainsKey(field.Type.Name)))
                .Select(type => type.Key).ToList();
            done.ForEach(name => needs.Remove(name));
            removed = done.Count > 0;
        }

        foreach (var (name, fields) in needs)
        {
            var field = fields.First(each => needs.ContainsKey(each.Type.Name));
            log.Error(
                SchemaCodes.InvalidGraphql,
                $"a `{name}` could never be written: `{name}.{field.Name}` needs a `{field.Type.Name}`, and so on "
                    + "without an end",
                subgraph.At(field));
        }
    }
}
