using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>An @external field is resolved by some subgraph, and is there what it is said to be here.</summary>
internal static class ExternalBaseRule
{
    public static void Check(SupergraphParts parts, FindingLog log)
    {
        foreach (var field in parts.Fields.Where(each => each.Sources.Any(source => source.IsExternal)))
        {
            var external = field.Sources.Where(source => source.IsExternal).ToList();
            var resolving = field.Resolving.ToList();
            if (resolving.Count > 0)
            {
                CheckTypes(parts, field, external, resolving, log);
            }
            else if (!IsAddedByInterfaceObject(parts, field))
            {
                log.Error(
                    SharingCodes.ExternalMissingOnBase,
                    $"`{field.Coordinate}` is @external in {Spoken.List(external.Select(each => each.Subgraph))} "
                        + "and resolved nowhere",
                    external.Select(each => each.Place));
            }
        }
    }

    private static bool IsAddedByInterfaceObject(SupergraphParts parts, FieldParts field) => field.Parent.Parts
        .SelectMany(part => part.Item.Interfaces)
        .Distinct()
        .Any(name => parts.Field(name, field.Name)?.Resolving
            .Any(source => SubgraphFacts.IsInterfaceObject(source.Type)) == true);

    private static void CheckTypes(
        SupergraphParts parts,
        FieldParts field,
        List<FieldSource> external,
        List<FieldSource> resolving,
        FindingLog log)
    {
        var type = parts.Refs.Widest([.. resolving.Select(each => each.Field.Type)]) ?? resolving[0].Field.Type;
        var known = resolving[0].Field.Arguments;
        foreach (var source in external)
        {
            var isCopy = resolving.Any(each => each.Field.Type == source.Field.Type)
                || (parts.Refs.IsSubtype(type, source.Field.Type) && Shape(type) == Shape(source.Field.Type));
            if (!isCopy)
            {
                log.Error(
                    SharingCodes.ExternalTypeMismatch,
                    $"`{field.Coordinate}` is `{source.Field.Type}` in `{source.Subgraph}` but resolved as `{type}`",
                    source.Place);
            }

            foreach (var argument in known.Where(each => !ContextArguments.IsContextual(each)))
            {
                CheckArgument(field, resolving[0].Subgraph, source, argument, log);
            }
        }
    }

    // Lists and exclamation marks: a copy of the declaration has the same.
    private static string Shape(TypeRef type) =>
        type.ToString().Replace(type.Name, "", StringComparison.Ordinal);

    private static void CheckArgument(
        FieldParts field, Subgraph owner, FieldSource source, InputValueDefinition argument, FindingLog log)
    {
        var coordinate = $"`{field.Coordinate}({argument.Name}:)`";
        if (source.Field.Argument(argument.Name) is not { } own)
        {
            log.Error(
                SharingCodes.ExternalArgumentMissing,
                $"{coordinate} is missing in `{source.Subgraph}`",
                source.Place);
        }
        else if (own.Type.Nullable != argument.Type.Nullable)
        {
            log.Error(
                SharingCodes.ExternalArgumentTypeMismatch,
                $"{coordinate} is `{own.Type}` in `{source.Subgraph}` but `{argument.Type}` where it is resolved",
                source.Subgraph.At(own));
        }
        else if (Default(source.Subgraph, own) != Default(owner, argument))
        {
            log.Error(
                SharingCodes.ExternalArgumentDefaultMismatch,
                $"{coordinate} has another default in `{source.Subgraph}` than where it is resolved",
                source.Subgraph.At(own));
        }
    }

    private static Value? Default(Subgraph subgraph, InputValueDefinition argument) => argument.Default is null
        ? null
        : ConstantValues.Canonical(subgraph.Schema, argument.Type, argument.Default);
}
