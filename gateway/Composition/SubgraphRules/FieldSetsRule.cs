using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Every field set of a @key, @requires or @provides can be read and fits its type.</summary>
internal static class FieldSetsRule
{
    private sealed record Kind(
        CompositionCode NotText,
        CompositionCode Invalid,
        CompositionCode Directives,
        CompositionCode? Arguments,
        CompositionCode? Composites);

    private static readonly Kind KeyKind = new(
        FieldSetCodes.KeyInvalidFieldsType, FieldSetCodes.KeyInvalidFields, FieldSetCodes.KeyDirectiveInFields,
        FieldSetCodes.KeyFieldsHasArgs, FieldSetCodes.KeyFieldsSelectInvalidType);

    private static readonly Kind RequiresKind = new(
        FieldSetCodes.RequiresInvalidFieldsType, FieldSetCodes.RequiresInvalidFields,
        FieldSetCodes.RequiresDirectiveInFields, Arguments: null, Composites: null);

    private static readonly Kind ProvidesKind = new(
        FieldSetCodes.ProvidesInvalidFieldsType, FieldSetCodes.ProvidesInvalidFields,
        FieldSetCodes.ProvidesDirectiveInFields, FieldSetCodes.ProvidesFieldsHasArgs, Composites: null);

    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var type in subgraph.Schema.Ordered)
        {
            foreach (var key in type.Directives.Where(applied => applied.Name == Names.Key))
            {
                Check(subgraph, KeyKind, $"`{type.Name}`", type, key, log);
            }
        }

        foreach (var (type, field) in subgraph.AllFields)
        {
            var coordinate = $"`{type.Name}.{field.Name}`";
            if (field.Directive(Names.Requires) is { } requires)
            {
                Check(subgraph, RequiresKind, coordinate, type, requires, log);
            }

            if (field.Directive(Names.Provides) is { } provides)
            {
                CheckProvides(subgraph, coordinate, field, provides, log);
            }
        }
    }

    private static void CheckProvides(
        Subgraph subgraph, string coordinate, FieldDefinition field, AppliedDirective provides, FindingLog log)
    {
        if (subgraph.Schema.Type(field.Type.Name) is { IsComposite: true } returned)
        {
            Check(subgraph, ProvidesKind, coordinate, returned, provides, log);
        }
        else
        {
            log.Error(
                FieldSetCodes.ProvidesOnNonObjectField,
                $"{coordinate} returns `{field.Type}`, of which nothing can be provided",
                subgraph.At(provides));
        }
    }

    private static void Check(
        Subgraph subgraph, Kind kind, string coordinate, TypeDefinition type, AppliedDirective applied, FindingLog log)
    {
        var set = FieldSet.Read(applied);
        var what = $"the field set of {subgraph.Links.Spoken(applied.Name)} on {coordinate}";
        if (applied.Argument("fields") is null)
        {
            // Reported where directives are held against their definitions.
        }
        else if (!set.IsText && (subgraph.IsFederation2 || set.Fault is not null))
        {
            log.Error(kind.NotText, $"{what} is not a string", subgraph.At(applied));
        }
        else if (set.Fault is not null)
        {
            log.Error(kind.Invalid, $"{what} cannot be read: {set.Fault}", subgraph.At(applied));
        }
        else
        {
            CheckMarks(set.Selections, mark => log.Error(
                kind.Directives, $"{what} holds {mark}", subgraph.At(applied)));
            new FieldSetWalk(
                subgraph.Schema,
                (parent, field, selected) => CheckField(subgraph, kind, what, parent, field, selected, applied, log),
                fault => log.Error(kind.Invalid, $"{what} does not fit: {fault}", subgraph.At(applied)))
                .Over(type, set.Selections);
        }
    }

    private static void CheckField(
        Subgraph subgraph,
        Kind kind,
        string what,
        TypeDefinition parent,
        FieldDefinition field,
        FieldSelection selected,
        AppliedDirective applied,
        FindingLog log)
    {
        var coordinate = $"`{parent.Name}.{field.Name}`";
        if (kind.Arguments is null)
        {
            foreach (var fault in ArgumentFaults(subgraph.Schema, field, selected))
            {
                log.Error(kind.Invalid, $"{what} does not fit: {coordinate} {fault}", subgraph.At(applied));
            }
        }
        else if (!field.Arguments.IsEmpty)
        {
            log.Error(kind.Arguments, $"{what} names {coordinate}, which takes arguments", subgraph.At(applied));
        }

        if (kind.Composites is not null && subgraph.Schema.Type(field.Type.Name) is { IsAbstract: true })
        {
            log.Error(
                kind.Composites, $"{what} names {coordinate}, which is `{field.Type}`", subgraph.At(applied));
        }
    }

    private static IEnumerable<string> ArgumentFaults(
        TypeSystem schema, FieldDefinition field, FieldSelection selected)
    {
        foreach (var given in selected.Arguments)
        {
            if (field.Argument(given.Name) is not { } known)
            {
                yield return $"has no argument `{given.Name}`";
            }
            else if (!ConstantValues.Fits(schema, known.Type, given.Value))
            {
                yield return $"is given `{given.Value}` for `{given.Name}`, which is no `{known.Type}`";
            }
        }

        foreach (var needed in field.Arguments.Where(each => each.IsRequired
            && !selected.Arguments.Any(given => given.Name == each.Name)))
        {
            yield return $"needs the argument `{needed.Name}`";
        }
    }

    private static void CheckMarks(IEnumerable<Selection> selections, Action<string> report)
    {
        foreach (var selection in selections)
        {
            foreach (var applied in selection.Directives)
            {
                report($"the directive `@{applied.Name}`");
            }

            if (selection is FieldSelection field)
            {
                if (field.Alias is not null)
                {
                    report($"the alias `{field.Alias}`");
                }

                CheckMarks(field.Selections, report);
            }
            else if (selection is InlineFragment inline)
            {
                CheckMarks(inline.Selections, report);
            }
        }
    }
}
