using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>An argument from a context names one that is set, and one field of every type that sets it.</summary>
internal static class ContextArgumentsRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var (type, field) in subgraph.AllFields)
        {
            foreach (var argument in field.Arguments.Where(ContextArguments.IsContextual))
            {
                CheckKey(subgraph, type, argument, log);
                Check(subgraph, $"`{type.Name}.{field.Name}({argument.Name}:)`", argument, log);
            }
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
        var ends = new List<TypeRef>();
        new FieldSetWalk(
            schema,
            (_, field, selection) =>
            {
                if (selection.Selections.IsEmpty)
                {
                    ends.Add(field.Type);
                }
            },
            found => fault ??= found).Over(type, Applying(schema, type, set.Selections));
        return fault ?? (ends.Count != 1
            ? $"it selects {ends.Count} fields instead of one"
            : ends[0].Nullable != wanted.Nullable ? $"it is `{ends[0]}`, not `{wanted}`" : null);
    }

    // Where several types set the context, each has its own fragment: those of the others do not count.
    private static ImmutableArray<Selection> Applying(
        TypeSystem schema, TypeDefinition type, ImmutableArray<Selection> selections) =>
        [.. selections.Where(selection => selection is not InlineFragment { TypeCondition: { } name }
            || schema.Type(name) is not { } condition
            || schema.PossibleTypes(condition).Any(each => schema.IsPossible(type, each.Name)))];
}
