using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>
/// Spreads fragments and merges fields (section 6.3.2, CollectFields and its merging of sub-selections), with
/// conditions kept. Runs only on documents without cycles, of limited nesting.
/// </summary>
/// <param name="document">The document.</param>
/// <param name="budget">Where it stops.</param>
internal sealed class SelectionExpansion(DocumentIndex document, ExpansionBudget budget)
{
    private readonly ExecutableTypes _types = document.Types;

    /// <summary>The root of an operation; incomplete when <paramref name="budget"/> has a fault.</summary>
    public static ValidSelectionSet Root(DocumentIndex document, DefinitionUse operation, ExpansionBudget budget)
    {
        var source = new SelectionSource(operation.Selections, Conjunction.Always);
        var set = new SelectionExpansion(document, budget).Build(operation.Type!, [source]);
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
                    var fragment = document.Fragments[spread.Name].Fragment!;
                    Collect(level, fragment.TypeCondition, fragment.Selections, here);
                    break;
            }
        }
    }

    private void Collect(SelectionLevel level, FieldSelection node, Conjunction condition)
    {
        var definition = _types.Field(level.Type, node.Name)
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
        var type = typeCondition is null ? level.Type : _types.Type(typeCondition)!;
        if (ExecutableTypes.Covers(type, level.Type))
        {
            Collect(level, selections, condition);
        }
        else if (level.CanBe(type, _types))
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

        return new ValidSelectionSet(level.Type, selections.ToImmutable(), Narrow);

        // A part of what has kept the limits keeps them too: it visits nothing that was not visited.
        ValidSelectionSet Narrow(TypeDefinition type) =>
            new SelectionExpansion(document, new ExpansionBudget(null)).Build(type, level.Sources);
    }

    private ValidField Finish(SelectionLevel level, CollectedField field)
    {
        var returned = _types.Type(field.Definition.Type)!;
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
