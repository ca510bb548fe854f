using System.Collections.Frozen;
using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>
/// Spreads fragments and merges fields (section 6.3.2, CollectFields and its merging of sub-selections), with
/// conditions kept. Runs only on documents without cycles, of limited nesting. What it makes holds on to it for as long
/// as the operation is kept, so it holds nothing but what narrowing needs.
/// </summary>
/// <param name="fragments">The document's fragments by name.</param>
/// <param name="types">The schema.</param>
/// <param name="budget">Where it stops.</param>
internal sealed class SelectionExpansion(
    FrozenDictionary<string, FragmentDefinition> fragments, ExecutableTypes types, ExpansionBudget budget)
{
    /// <summary>The root of an operation; incomplete when <paramref name="budget"/> has a fault.</summary>
    public static ValidSelectionSet Root(DocumentIndex document, DefinitionUse operation, ExpansionBudget budget)
    {
        var source = new SelectionSource(operation.Selections, Conjunction.Always);
        var fragments = document.Fragments.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.Fragment!);
        var set = new SelectionExpansion(fragments, document.Types, budget).Build(operation.Type!, [source]);
        budget.RootFields(set.Selections.Length, operation.Operation!.At);
        return set;
    }

    private ValidSelectionSet Build(TypeDefinition type, IEnumerable<SelectionSource> sources)
    {
        var level = new SelectionLevel(type, null);
        foreach (var source in sources)
        {
            Collect(level, source);
        }

        return Finish(level);
    }

    private void Collect(SelectionLevel level, SelectionSource source)
    {
        level.Sources.Add(source);
        Collect(level, source.Selections, source.Condition);
    }

    private void Collect(SelectionLevel level, IReadOnlyList<Selection> selections, Conjunction condition)
    {
        foreach (var selection in selections)
        {
            if (!budget.Step(selection.At))
            {
                return;
            }

            if (condition.With(selection.Directives) is not { } here)
            {
                continue;
            }

            switch (selection)
            {
                case FieldSelection field:
                    Collect(level, field, here);
                    break;
                case InlineFragment inline:
                    Collect(level, inline.TypeCondition, inline.Selections, here);
                    break;
                case FragmentSpread spread when level.Spread(spread.Name, here):
                    var fragment = fragments[spread.Name];
                    Collect(level, fragment.TypeCondition, fragment.Selections, here);
                    break;
            }
        }
    }

    private void Collect(SelectionLevel level, FieldSelection node, Conjunction condition)
    {
        var definition = types.Field(level.Type, node.Name)
            ?? throw new InvalidOperationException($"type {level.Type} lacks the field {node.Name} of its interface");
        var field = level.Field(node, definition, out var isNew);
        field.Add(node, condition);
        budget.Conditions(field.Alternatives.Count, node);
        if (isNew)
        {
            budget.Field(node);
        }
    }

    private void Collect(
        SelectionLevel level, string? typeCondition, IReadOnlyList<Selection> selections, Conjunction condition)
    {
        var type = typeCondition is null ? level.Type : types.Type(typeCondition)!;
        if (ExecutableTypes.Covers(type, level.Type))
        {
            Collect(level, selections, condition);
        }
        else if (level.CanBe(type, types))
        {
            Collect(level.Fragment(type), new SelectionSource(selections, condition));
        }
    }

    private ValidSelectionSet Finish(SelectionLevel level)
    {
        var selections = ImmutableArray.CreateBuilder<ValidSelection>(level.Entries.Count);
        foreach (var entry in level.Entries)
        {
            if (budget.Fault is not null)
            {
                break;
            }

            if (entry is CollectedField field)
            {
                selections.Add(Finish(level, field));
            }
            else if (entry is SelectionLevel fragment && Finish(fragment) is { IsEmpty: false } children)
            {
                selections.Add(new ValidFragment { TypeCondition = fragment.Type, Children = children });
            }
        }

        var sources = level.Sources;
        return new ValidSelectionSet(level.Type, selections.ToImmutable(), Narrow);

        // A part of what has kept the limits keeps them too: it visits nothing that was not visited.
        ValidSelectionSet Narrow(TypeDefinition type) =>
            new SelectionExpansion(fragments, types, new ExpansionBudget(null)).Build(type, sources);
    }

    private ValidField Finish(SelectionLevel level, CollectedField field)
    {
        var returned = types.Type(field.Definition.Type)!;
        return new ValidField
        {
            ResponseKey = field.First.ResponseKey,
            Name = field.First.Name,
            ParentType = level.Type,
            Definition = field.Definition,
            ReturnType = returned,
            Arguments = field.First.Arguments,
            Condition = field.Alternatives is [{ Tests.IsEmpty: true }]
                ? SelectionCondition.Always
                : new SelectionCondition([.. field.Alternatives.Select(alternative => alternative.Tests)]),
            Children = returned.IsComposite ? Build(returned, Below(field)) : null,
            Locations = [.. field.Occurrences.Select(occurrence => occurrence.Node.At)],
        };
    }

    // With one condition the sub-selections under it need not repeat it; otherwise each keeps its own.
    private static IEnumerable<SelectionSource> Below(CollectedField field)
    {
        var whole = field.Alternatives is [var only] ? only : (Conjunction?)null;
        return field.Occurrences.Select(occurrence => new SelectionSource(
            occurrence.Node.Selections,
            whole is { } same && same.Equals(occurrence.Condition) ? Conjunction.Always : occurrence.Condition));
    }
}
