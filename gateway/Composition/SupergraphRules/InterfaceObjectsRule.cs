using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// An interface object stands for an interface of another subgraph; one with a resolvable key knows every
/// implementation, so that an object's type can be found.
/// </summary>
internal static class InterfaceObjectsRule
{
    public static void Check(SupergraphParts parts, FindingLog log)
    {
        foreach (var type in parts.Types.Where(each => each.Kind == TypeKind.Interface))
        {
            var implementations = parts.Types
                .Where(each => each.Kind == TypeKind.Object && each.Parts.Any(part =>
                    part.Item.Interfaces.Contains(type.Name)))
                .ToList();
            foreach (var part in type.Parts)
            {
                if (SubgraphFacts.IsInterfaceObject(part.Item))
                {
                    CheckObject(type, part, implementations, log);
                }
                else if (SubgraphFacts.Keys(part.Item).FirstOrDefault(key => key.IsResolvable) is { } key)
                {
                    CheckInterface(type, part, key, implementations, log);
                }
            }
        }
    }

    private static void CheckObject(
        TypeParts type, Sourced<TypeDefinition> part, List<TypeParts> implementations, FindingLog log)
    {
        if (type.Parts.All(each => each.Item.Kind != TypeKind.Interface))
        {
            log.Error(
                InterfaceObjectCodes.InterfaceObjectUsage,
                $"`{type.Name}` is an @interfaceObject in `{part.Subgraph}`, but an interface nowhere",
                part.Subgraph.At(part.Item));
        }

        var known = implementations.Where(each => each.In(part.Subgraph) is not null).ToList();
        if (known.Count > 0)
        {
            log.Error(
                InterfaceObjectCodes.InterfaceObjectUsage,
                $"`{type.Name}` is an @interfaceObject in `{part.Subgraph}`, which has implementations of it as well: "
                    + Spoken.List(known.Select(each => each.Name)),
                part.Subgraph.At(part.Item));
        }
    }

    private static void CheckInterface(
        TypeParts type, Sourced<TypeDefinition> part, EntityKey key, List<TypeParts> implementations, FindingLog log)
    {
        var unknown = implementations
            .Where(each => each.In(part.Subgraph) is not { } here || !here.Item.Interfaces.Contains(type.Name))
            .ToList();
        if (unknown.Count > 0)
        {
            log.Error(
                InterfaceObjectCodes.InterfaceKeyMissingImplementation,
                $"`{part.Subgraph}` can be asked for a `{type.Name}` by `{key.Fields.Text}` but does not know "
                    + Spoken.List(unknown.Select(each => each.Name)),
                part.Subgraph.At(key.Applied));
        }
    }
}
