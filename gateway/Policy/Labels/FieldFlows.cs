using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Policy;

/// <summary>What flows into a field of a supergraph from others: requirements, arguments from contexts, gathered
/// lists.</summary>
internal sealed class FieldFlows(Supergraph supergraph)
{
    /// <summary>Every field of every composite type.</summary>
    public IEnumerable<(JoinedType Type, JoinedField Field)> AllFields() =>
        Composite().SelectMany(type => type.Fields.Values.Select(field => (type, field)));

    /// <summary>Every composite type.</summary>
    public IEnumerable<JoinedType> Composite() =>
        supergraph.Joined.Values.Where(type => type.Definition.IsComposite);

    /// <summary>A type and its interfaces: what is said of an interface holds for every implementation.</summary>
    public IEnumerable<JoinedType> WithInterfaces(JoinedType type) => type.Definition.Interfaces
        .Concat(type.Parts.SelectMany(part => part.Interfaces))
        .Distinct(StringComparer.Ordinal)
        .Select(name => supergraph.Joined.GetValueOrDefault(name))
        .OfType<JoinedType>()
        .Prepend(type);

    /// <summary>The fields that flow in; null for one that cannot be told.</summary>
    public IEnumerable<(string Type, string Field)?> Into(JoinedType type, JoinedField field)
    {
        foreach (var part in field.Parts)
        {
            foreach (var from in part.Requires is { } requires ? Over(type, requires.Selections) : [])
            {
                yield return from;
            }

            foreach (var from in part.ContextArguments.SelectMany(OverContext))
            {
                yield return from;
            }
        }

        if (field.Gathered is { } gathered
            && supergraph.Join(gathered.FromType, gathered.FromField) is not null)
        {
            yield return (gathered.FromType, gathered.FromField);
        }
    }

    private IEnumerable<(string Type, string Field)?> Over(JoinedType type, ImmutableArray<Selection> selections) =>
        selections.SelectMany(selection => selection switch
        {
            FieldSelection { Name: "__typename" } => [],
            FieldSelection field when type.Fields.TryGetValue(field.Name, out var joined) =>
                Below(joined, field.Selections).Prepend((type.Definition.Name, field.Name)),
            InlineFragment { TypeCondition: { } name } fragment
                when supergraph.Joined.TryGetValue(name, out var target) => Over(target, fragment.Selections),
            InlineFragment { TypeCondition: null } fragment => Over(type, fragment.Selections),
            _ => [null],
        });

    private IEnumerable<(string Type, string Field)?> Below(JoinedField field, ImmutableArray<Selection> selections) =>
        supergraph.Joined.TryGetValue(field.Definition.Type.Name, out var target) ? Over(target, selections) : [];

    // Whichever of the types that set the context stands above, and whatever fragments narrow it to.
    private IEnumerable<(string Type, string Field)?> OverContext(ContextArgument context)
    {
        var types = supergraph.ContextTypes(context.Context);
        return types.IsEmpty
            ? [null]
            : types.SelectMany(type =>
                Over(supergraph.Join(type), HoldingFor(type, context.Selection.Selections)));
    }

    private ImmutableArray<Selection> HoldingFor(string type, ImmutableArray<Selection> selections) =>
        [.. selections.Where(selection => selection is not InlineFragment { TypeCondition: { } condition }
            || supergraph.Types.Type(condition) is not { } abstraction
            || supergraph.Types.IsPossible(abstraction, type))];
}
