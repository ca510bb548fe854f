using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Input objects that need themselves: such a value could never be written.</summary>
internal static class InputCycles
{
    public static IEnumerable<TypeFault> Faults(IReadOnlyCollection<TypeDefinition> types)
    {
        var needs = types.Where(type => type.Kind == TypeKind.InputObject).ToDictionary(
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
            yield return new TypeFault(
                $"a `{name}` could never be written: `{name}.{field.Name}` needs a `{field.Type.Name}`, and so on "
                    + "without an end",
                name,
                field.Name,
                field.At);
        }
    }
}
