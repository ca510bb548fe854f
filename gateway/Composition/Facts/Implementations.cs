using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// Whether types are what their interfaces say: each implements what its interfaces implement, without a circle, and
/// the fields that it has of theirs have types and arguments that fit.
/// </summary>
internal static class Implementations
{
    /// <summary>What is wrong; a field that is missing altogether is for the caller to find.</summary>
    public static IEnumerable<TypeFault> Faults(IReadOnlyCollection<TypeDefinition> types)
    {
        var refs = new TypeRefs(types);
        var byName = types.ToDictionary(type => type.Name, StringComparer.Ordinal);
        return types.SelectMany(type => type.Interfaces
            .Select(byName.GetValueOrDefault)
            .OfType<TypeDefinition>()
            .SelectMany(demanded => Faults(type, demanded)
                .Concat(demanded.Fields.SelectMany(field => type.Field(field.Name) is { } own
                    ? Faults(refs, type, own, $"{demanded.Name}.{field.Name}", field)
                    : []))));
    }

    private static IEnumerable<TypeFault> Faults(TypeDefinition type, TypeDefinition demanded)
    {
        if (demanded == type || demanded.Interfaces.Contains(type.Name))
        {
            return
            [
                new(
                    $"`{type.Name}` implements `{demanded.Name}`, which implements `{type.Name}`",
                    type.Name,
                    null,
                    type.At),
            ];
        }

        return demanded.Interfaces.Where(name => !type.Interfaces.Contains(name)).Select(above => new TypeFault(
            $"`{type.Name}` implements `{demanded.Name}` and must implement `{above}` too, as that does",
            type.Name,
            null,
            type.At));
    }

    private static IEnumerable<TypeFault> Faults(
        TypeRefs refs, TypeDefinition type, FieldDefinition own, string coordinate, FieldDefinition demanded)
    {
        if (!refs.IsSubtype(demanded.Type, own.Type))
        {
            yield return Fault($"is `{own.Type}`, which is no `{demanded.Type}` (`{coordinate}`)");
        }

        foreach (var argument in demanded.Arguments.Where(each => own.Argument(each.Name)?.Type != each.Type))
        {
            yield return Fault($"does not take `{argument.Name}: {argument.Type}` (`{coordinate}`)");
        }

        foreach (var argument in own.Arguments.Where(each => each.IsRequired
            && demanded.Argument(each.Name) is null))
        {
            yield return Fault($"needs `{argument.Name}`, which `{coordinate}` does not have");
        }

        TypeFault Fault(string what) => new($"`{type.Name}.{own.Name}` {what}", type.Name, own.Name, own.At);
    }
}
