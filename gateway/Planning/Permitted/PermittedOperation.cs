using System.Collections.Immutable;
using Aggregator.Policy;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>
/// An operation of which everything that is asked may be asked. The planner takes nothing else, and only
/// screening makes one.
/// </summary>
public sealed class PermittedOperation
{
    internal PermittedOperation(
        OperationKind kind, ImmutableArray<VariableDefinition> variables, ImmutableArray<PermittedField> fields)
    {
        Kind = kind;
        Variables = variables;
        Fields = fields;
    }

    /// <summary>Query, mutation or subscription.</summary>
    public OperationKind Kind { get; }

    /// <summary>
    /// True when it has more fields, resolved to concrete types, than are planned; the rest is left out.
    /// </summary>
    internal bool IsTooLarge { get; init; }

    /// <summary>The operation's variables.</summary>
    public ImmutableArray<VariableDefinition> Variables { get; }

    /// <summary>The root fields, in the client's order.</summary>
    public ImmutableArray<PermittedField> Fields { get; }
}

/// <summary>
/// One field of a permitted operation. Fragments are resolved: a field says for which concrete types it is. Equal
/// response keys for one type are one field: its condition is the disjunction, its children carry the rest.
/// </summary>
public sealed class PermittedField
{
    /// <summary>The key in the answer.</summary>
    public required string ResponseKey { get; init; }

    /// <summary>The type that the client selected it on; an object, interface or union of the API schema.</summary>
    public required TypeDefinition ParentType { get; init; }

    /// <summary>
    /// The field that is asked; null for <c>__typename</c>. A generalised twin stands in for what was selected.
    /// </summary>
    public required FieldDefinition? Asked { get; init; }

    /// <summary>The field that the client selected; its coordinate is the marker's.</summary>
    public required FieldDefinition? Selected { get; init; }

    /// <summary>Arguments as written, in order.</summary>
    public required ImmutableArray<ObjectField> Arguments { get; init; }

    /// <summary>
    /// The concrete types of the parent that it is for, when a fragment narrows <see cref="ParentType"/>; empty for
    /// all.
    /// </summary>
    public ImmutableArray<string> OnTypes { get; init; } = [];

    /// <summary>When it takes part.</summary>
    public Condition Condition { get; init; } = Condition.Always;

    /// <summary>What is below it; empty for a leaf.</summary>
    public ImmutableArray<PermittedField> Children { get; init; } = [];

    /// <summary>What screening ruled; below <see cref="Effect.Exists"/> the field is not asked.</summary>
    public FieldRuling Ruling { get; init; } = FieldRuling.Clear;

    /// <summary>The classes of data that its arguments pick by.</summary>
    public ImmutableArray<ProbedClass> Probed { get; init; } = [];

    /// <summary>
    /// Concrete types of its value that cannot stand in the answer: nothing is asked of them, and a contributor that
    /// could give nothing else is not asked at all.
    /// </summary>
    public ImmutableArray<string> Refused { get; init; } = [];

    /// <summary>Those of <see cref="Refused"/> of which the client selected something.</summary>
    public ImmutableArray<string> LeftOut { get; init; } = [];

    /// <summary>
    /// True when the release needs it and the client did not select it: planned like any other, never written.
    /// </summary>
    public bool IsInternal { get; init; }

    /// <summary>True when it is answered by the gateway itself.</summary>
    public bool IsLocal { get; init; }
}

/// <summary>A class of data that an argument picks by: whoever is found by it is told it.</summary>
/// <param name="Class">The class.</param>
/// <param name="Variable">The variable that the argument is bound to: without a value it picks nobody. Null when it is
/// written out.</param>
public readonly record struct ProbedClass(string Class, string? Variable);
