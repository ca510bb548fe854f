using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>A field where it is selected, with what the schema knows of it.</summary>
/// <param name="Node">As written.</param>
/// <param name="Parent">The type around it, or null when that is not known.</param>
/// <param name="Definition">The field, or null when there is none of that name.</param>
internal sealed record FieldUse(FieldSelection Node, TypeDefinition? Parent, FieldDefinition? Definition);

/// <summary>A named spread, an inline fragment with a type condition, or a fragment definition.</summary>
/// <param name="Name">The named fragment; null for an inline one.</param>
/// <param name="Condition">The type condition as written; null for a spread of an unknown fragment.</param>
/// <param name="Parent">The type around it; null when not known, and for definitions.</param>
/// <param name="At">Where.</param>
internal sealed record FragmentUse(string? Name, string? Condition, TypeDefinition? Parent, Location At);

/// <summary>The directives on one thing.</summary>
/// <param name="Applied">At least one.</param>
/// <param name="Place">Where they stand, in the specification's name (FIELD …).</param>
internal sealed record DirectiveSite(ImmutableArray<AppliedDirective> Applied, string Place);

/// <summary>The arguments of one field or directive that takes some or is given some.</summary>
/// <param name="Parent">The type around the field; null for a directive.</param>
/// <param name="Name">The field or directive.</param>
/// <param name="Given">As written.</param>
/// <param name="Defined">What it takes.</param>
/// <param name="At">Where.</param>
internal sealed record ArgumentSite(
    TypeDefinition? Parent,
    string Name,
    ImmutableArray<ObjectField> Given,
    ImmutableArray<InputValueDefinition> Defined,
    Location At)
{
    /// <summary>The field or directive, for messages.</summary>
    public string What => Parent is null ? $"directive `@{Name}`" : $"field `{Parent.Name}.{Name}`";
}

/// <summary>A value at its position; each part of a list or input object is a use of its own.</summary>
/// <param name="Value">As written.</param>
/// <param name="Type">What is expected, or null when anything may stand there or it is not known.</param>
/// <param name="Default">The default of the argument or input field that it is for, or null.</param>
/// <param name="Where">The argument, input field or variable, for messages.</param>
/// <param name="InputType">The input object that it is a field of, or null.</param>
/// <param name="At">Where.</param>
internal sealed record ValueUse(
    Value Value, TypeRef? Type, Value? Default, string Where, TypeDefinition? InputType, Location At);

/// <summary>A spread inside a definition.</summary>
/// <param name="Node">As written.</param>
/// <param name="FieldLevels">Fields around it inside the definition.</param>
/// <param name="Levels">Fields and fragments around it inside the definition.</param>
internal readonly record struct SpreadUse(FragmentSpread Node, int FieldLevels, int Levels);

/// <summary>An operation or a fragment with what it uses itself.</summary>
internal sealed class DefinitionUse
{
    public OperationDefinition? Operation { get; init; }

    public FragmentDefinition? Fragment { get; init; }

    /// <summary>The type its selections are on, or null when not known.</summary>
    public required TypeDefinition? Type { get; init; }

    public ImmutableArray<Selection> Selections => Operation?.Selections ?? Fragment!.Selections;

    public List<SpreadUse> Spreads { get; } = [];

    /// <summary>Values that are variables.</summary>
    public List<ValueUse> Variables { get; } = [];

    /// <summary>Levels of fields, without those of fragments spread.</summary>
    public int FieldLevels { get; set; }

    /// <summary>Levels of fields and fragments, without those of fragments spread.</summary>
    public int Levels { get; set; }

    /// <summary>The operation or fragment, for messages.</summary>
    public string What => Fragment is not null ? $"fragment `{Fragment.Name}`"
        : Operation!.Name is { } name ? $"operation `{name}`"
        : "the operation";
}

/// <summary>
/// A document laid out flat with its types resolved: what the rules go through. Made in one walk, so that the cost of
/// all rules together is linear in the document.
/// </summary>
internal sealed class DocumentIndex
{
    public required OperationDocument Document { get; init; }

    public required ExecutableTypes Types { get; init; }

    public required OperationLimits Limits { get; init; }

    public List<DefinitionUse> Operations { get; } = [];

    public List<DefinitionUse> FragmentDefinitions { get; } = [];

    /// <summary>The first fragment of each name.</summary>
    public Dictionary<string, DefinitionUse> Fragments { get; } = new(StringComparer.Ordinal);

    public List<FieldUse> Fields { get; } = [];

    public List<FragmentUse> FragmentUses { get; } = [];

    public List<DirectiveSite> Directives { get; } = [];

    public List<ArgumentSite> Arguments { get; } = [];

    public List<ValueUse> Values { get; } = [];

    /// <summary>Variables where only constants may stand: in defaults and in directives on variables.</summary>
    public List<Location> VariablesInConstants { get; } = [];

    /// <summary>Cycles among fragments: each the fragment and the spread that closes the cycle.</summary>
    public ImmutableArray<(string Fragment, FragmentSpread Spread)> Cycles { get; set; } = [];

    private readonly Dictionary<DefinitionUse, ImmutableArray<DefinitionUse>> _reach = [];

    /// <summary>The definition itself and every fragment that it spreads, directly or not, each once.</summary>
    public ImmutableArray<DefinitionUse> Reach(DefinitionUse from)
    {
        if (_reach.TryGetValue(from, out var known))
        {
            return known;
        }

        var seen = new HashSet<DefinitionUse> { from };
        var reached = ImmutableArray.CreateBuilder<DefinitionUse>();
        var waiting = new Queue<DefinitionUse>([from]);
        while (waiting.TryDequeue(out var definition))
        {
            reached.Add(definition);
            foreach (var spread in definition.Spreads)
            {
                if (Fragments.TryGetValue(spread.Node.Name, out var target) && seen.Add(target))
                {
                    waiting.Enqueue(target);
                }
            }
        }

        return _reach[from] = reached.ToImmutable();
    }
}
