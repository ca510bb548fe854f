using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// An argument from a context stands on a field of an object alone, names a context that is set, and one field of every
/// type that sets it.
/// </summary>
internal static class ContextArgumentsRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var (type, field) in subgraph.AllFields)
        {
            foreach (var argument in field.Arguments.Where(ContextArguments.IsContextual))
            {
                var coordinate = $"`{type.Name}.{field.Name}({argument.Name}:)`";
                CheckKey(subgraph, type, argument, log);
                CheckPlace(subgraph, type, field, coordinate, argument, log);
                Check(subgraph, coordinate, argument, log);
            }
        }

        foreach (var directive in subgraph.Schema.OrderedDirectives)
        {
            foreach (var argument in directive.Arguments.Where(ContextArguments.IsContextual))
            {
                log.Error(
                    ContextCodes.ContextNotSet,
                    $"`@{directive.Name}({argument.Name}:)` is an argument of a directive: no context reaches it",
                    subgraph.At(argument));
            }
        }
    }

    private static void CheckPlace(
        Subgraph subgraph,
        TypeDefinition type,
        FieldDefinition field,
        string coordinate,
        InputValueDefinition argument,
        FindingLog log)
    {
        if (argument.Default is not null)
        {
            log.Error(
                ContextCodes.ContextNotSet,
                $"{coordinate} takes from a context and has a default, which would never be taken",
                subgraph.At(argument));
        }

        var interfaces = type.Interfaces.Where(name => subgraph.Schema.Type(name)?.Field(field.Name) is not null);
        foreach (var name in type.Kind == TypeKind.Interface ? [type.Name] : interfaces)
        {
            log.Error(
                ContextCodes.ContextNotSet,
                $"{coordinate} takes from a context, and the field is one of the interface `{name}`",
                subgraph.At(argument));
        }
    }

    private static void CheckKey(Subgraph subgraph, TypeDefinition type, InputValueDefinition argument, FindingLog log)
    {
        if (!SubgraphFacts.Keys(type).Any(key => key.IsResolvable))
        {
            log.Error(
                ContextCodes.ContextNoResolvableKey,
                $"`{type.Name}` takes an argument from a context but has no resolvable key",
                subgraph.At(argument));
        }
    }

    private static void Check(Subgraph subgraph, string coordinate, InputValueDefinition argument, FindingLog log)
    {
        var place = subgraph.At(argument.Directives.First(each => each.Name == Names.FromContext));
        if (ContextArguments.Read(argument) is not { } read)
        {
            log.Error(ContextCodes.NoContextInSelection, $"{coordinate} names no context and selection", place);
            return;
        }

        var setting = subgraph.Schema.Ordered
            .Where(type => type.Directives.Any(each => each.Name == Names.Context && each.Text("name") == read.Context))
            .ToList();
        if (setting.Count == 0)
        {
            log.Error(
                ContextCodes.ContextNotSet,
                $"{coordinate} takes from `{read.Context}`, which no type here sets",
                place);
        }

        var set = FieldSet.Parse(read.Selection);
        foreach (var fault in SelectionFaults(subgraph.Schema, setting, set.Selections))
        {
            log.Error(
                ContextCodes.ContextInvalidSelection, $"{coordinate} takes `{read.Selection}`: {fault}", place);
        }

        foreach (var type in setting.SelectMany(type => Takers(subgraph.Schema, type, set)).Distinct())
        {
            if (Fault(subgraph.Schema, type, set, argument.Type) is { } fault)
            {
                log.Error(
                    ContextCodes.ContextInvalidSelection,
                    $"{coordinate} takes `{read.Selection}` from `{type.Name}`: {fault}",
                    place);
            }
        }
    }

    private static IEnumerable<string> SelectionFaults(
        TypeSystem schema, List<TypeDefinition> setting, ImmutableArray<Selection> selections)
    {
        foreach (var inline in selections.OfType<InlineFragment>())
        {
            if (inline.TypeCondition is null || schema.Type(inline.TypeCondition) is not { Kind: TypeKind.Object })
            {
                yield return "each of its fragments has to be for one object type";
            }
            else if (setting.Count > 0 && !setting.Any(type => schema.IsPossible(type, inline.TypeCondition)))
            {
                yield return $"no `{inline.TypeCondition}` sets the context";
            }
        }

        if (Within(selections).Any(each => !each.Directives.IsEmpty))
        {
            yield return "it applies a directive";
        }

        if (Within(selections).Any(each => each is FieldSelection { Alias: not null }))
        {
            yield return "it gives a field another name";
        }
    }

    private static IEnumerable<Selection> Within(ImmutableArray<Selection> selections) => selections
        .Concat(selections.SelectMany(each => each switch
        {
            FieldSelection field => Within(field.Selections),
            InlineFragment inline => Within(inline.Selections),
            _ => [],
        }));

    // Fragments tell the object types of an interface or union apart: then each of them must fit.
    private static IEnumerable<TypeDefinition> Takers(TypeSystem schema, TypeDefinition type, FieldSet set) =>
        type.IsAbstract && set.Selections.Any(selection => selection is InlineFragment { TypeCondition: not null })
            ? schema.PossibleTypes(type)
            : [type];

    private static string? Fault(TypeSystem schema, TypeDefinition type, FieldSet set, TypeRef wanted)
    {
        if (set.Fault is not null)
        {
            return set.Fault;
        }

        string? fault = null;
        var count = 0;
        var path = new List<TypeRef>();
        new FieldSetWalk(
            schema,
            (parent, field, selection) =>
            {
                path.Add(field.Type);
                count += selection.Selections.IsEmpty ? 1 : 0;
                if (SubgraphFacts.IsInterfaceObject(parent))
                {
                    fault ??= $"`{parent.Name}` is an interface object, of which nothing is known above";
                }
            },
            found => fault ??= found).Over(type, Applying(schema, type, set.Selections));
        if (fault is not null || count != 1)
        {
            return fault ?? $"it selects {count} fields instead of one";
        }

        var value = path.AsEnumerable().Reverse().Aggregate((inner, around) => Around(around, inner));
        return Takes(wanted.Nullable, value.Nullable) ? null : $"it is `{value}`, not `{wanted}`";
    }

    // What selecting through a field gives: as many lists as there are on the way.
    private static TypeRef Around(TypeRef around, TypeRef inner) => around switch
    {
        NonNullTypeRef { Of: ListTypeRef list } => new NonNullTypeRef(new ListTypeRef(Around(list.Of, inner))),
        ListTypeRef list => new ListTypeRef(Around(list.Of, inner)),
        NonNullTypeRef => inner,
        _ => inner.Nullable,
    };

    private static bool Takes(TypeRef wanted, TypeRef given) => (wanted, given) switch
    {
        (NonNullTypeRef nonNull, NonNullTypeRef other) => Takes(nonNull.Of, other.Of),
        (NonNullTypeRef, _) => false,
        (_, NonNullTypeRef other) => Takes(wanted, other.Of),
        (ListTypeRef list, ListTypeRef other) => Takes(list.Of, other.Of),
        _ => wanted == given,
    };

    // Where several types set the context, each has its own fragment: those of the others do not count.
    private static ImmutableArray<Selection> Applying(
        TypeSystem schema, TypeDefinition type, ImmutableArray<Selection> selections) =>
        [.. selections.Where(selection => selection is not InlineFragment { TypeCondition: { } name }
            || schema.Type(name) is not { } condition
            || schema.PossibleTypes(condition).Any(each => schema.IsPossible(type, each.Name)))];
}
