using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>An @external field serves something, is on an object, and is not said to be resolved as well.</summary>
internal static class ExternalUseRule
{
    // A @shareable or @requires there means nothing yet: it is left for when the field is resolved here again.
    private static readonly (string Canonical, CompositionCode Code)[] Collisions =
    [
        (Names.Override, OverrideCodes.OverrideCollision),
        (Names.Provides, SharingCodes.ExternalCollision),
    ];

    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var (type, field) in subgraph.AllFields)
        {
            Check(subgraph, type, field, log);
        }
    }

    private static void Check(Subgraph subgraph, TypeDefinition type, FieldDefinition field, FindingLog log)
    {
        var coordinate = $"`{type.Name}.{field.Name}`";
        if (type.Kind == TypeKind.Interface)
        {
            CheckInterface(subgraph, field, coordinate, log);
            return;
        }

        if (!subgraph.Facts.IsExternal(type, field))
        {
            return;
        }

        if (subgraph.Facts.IsUnusedExternal(type, field))
        {
            log.Error(
                SharingCodes.ExternalUnused,
                $"{coordinate} is @external, but no @key, @requires, @provides or interface here uses it",
                subgraph.At(field.Directive(Names.External) ?? type.Directive(Names.External)!));
        }

        foreach (var (canonical, code) in Collisions)
        {
            if (field.Directive(canonical) is { } other)
            {
                log.Error(
                    code, $"{coordinate} is both @external and {Names.Spoken(canonical)}", subgraph.At(other));
            }
        }
    }

    private static void CheckInterface(Subgraph subgraph, FieldDefinition field, string coordinate, FindingLog log)
    {
        (string Canonical, CompositionCode Code)[] refused =
        [
            (Names.External, SharingCodes.ExternalOnInterface),
            (Names.Requires, SharingCodes.RequiresOnInterface),
            (Names.Provides, SharingCodes.ProvidesOnInterface),
        ];
        foreach (var (canonical, code) in refused)
        {
            if (field.Directive(canonical) is { } applied)
            {
                log.Error(
                    code,
                    $"{coordinate} is a field of an interface and has {Names.Spoken(canonical)}",
                    subgraph.At(applied));
            }
        }
    }
}
