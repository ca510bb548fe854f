using System.Collections.Immutable;
using Aggregator.Policy;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>A selection set of the client's answer, in the client's order.</summary>
/// <param name="Fields">
/// The fields. A response key can stand more than once for different concrete types, never twice for the same type.
/// </param>
public sealed record ResponseSet(ImmutableArray<ResponseField> Fields);

/// <summary>One field of the client's answer.</summary>
public sealed class ResponseField
{
    /// <summary>Its key in the answer.</summary>
    public required string ResponseKey { get; init; }

    /// <summary>What kind of value it is.</summary>
    public required ResponseFieldKind Kind { get; init; }

    /// <summary>Its slot in merged data; -1 where the kind needs none.</summary>
    public required int Slot { get; init; }

    /// <summary>The field's coordinate as the client selected it, as in <c>Person.name</c>.</summary>
    public required string Coordinate { get; init; }

    /// <summary>Its type in the API schema: decides completion (list, null, propagation).</summary>
    public required TypeRef Type { get; init; }

    /// <summary>The API schema's definition of its named type: enum values, scalar, or the types it can have.</summary>
    public required TypeDefinition NamedType { get; init; }

    /// <summary>The concrete types of the parent object that it is for; empty for any.</summary>
    public ImmutableArray<string> OnTypes { get; init; } = [];

    /// <summary>When it takes part.</summary>
    public Condition Condition { get; init; } = Condition.Always;

    /// <summary>What is below it; null for a leaf.</summary>
    public ResponseSet? Children { get; init; }

    /// <summary>
    /// Concrete types of its value of which the client selected something and nothing is asked: an object of one is
    /// left out.
    /// </summary>
    public ImmutableArray<string> LeftOut { get; init; } = [];

    /// <summary>True when the agency was asked for its own generalised twin in the field's place.</summary>
    public bool IsTwin { get; init; }

    /// <summary>The static effect that screening found; anything below CLEAR is written so, with its marker.</summary>
    public FieldRuling Ruling { get; init; } = FieldRuling.Clear;

    /// <summary>The classes of data that its arguments pick by.</summary>
    public ImmutableArray<ProbedClass> Probed { get; init; } = [];
}

/// <summary>What kind of value a field of the answer is.</summary>
public enum ResponseFieldKind
{
    /// <summary>Read from its slot.</summary>
    Data,

    /// <summary><c>__typename</c>: the object's concrete type, from the API schema's names.</summary>
    TypeName,

    /// <summary>
    /// Answered by the gateway itself at the root (<c>__schema</c>, <c>__type</c>, <c>disclosure</c>).
    /// </summary>
    Local,

    /// <summary>Not asked at all: screening withheld it.</summary>
    Withheld,

    /// <summary>Read from its slot by the release only and never written.</summary>
    Internal,
}
