using System.Collections.Immutable;

namespace Aggregator.Schema;

/// <summary>
/// A value as written in a document. Numbers keep the text they were written with, so that no digit is lost.
/// Compared by structure.
/// </summary>
public abstract record Value
{
    private protected Value()
    {
    }

    /// <summary>The value in GraphQL syntax, on one line.</summary>
    public sealed override string ToString() => ValuePrinter.Print(this);
}

/// <summary>The literal <c>null</c>.</summary>
public sealed record NullValue : Value
{
    /// <summary>The only one needed.</summary>
    public static readonly NullValue Instance = new();
}

/// <summary><c>true</c> or <c>false</c>.</summary>
/// <param name="Value">Which.</param>
public sealed record BooleanValue(bool Value) : Value;

/// <summary>An integer, of any length.</summary>
/// <param name="Text">Its digits as written.</param>
public sealed record IntValue(string Text) : Value;

/// <summary>A decimal number, of any precision.</summary>
/// <param name="Text">Its digits as written.</param>
public sealed record FloatValue(string Text) : Value;

/// <summary>A string; block strings are already cleaned.</summary>
/// <param name="Text">Its characters.</param>
public sealed record StringValue(string Text) : Value;

/// <summary>An enum value by name.</summary>
/// <param name="Name">The name.</param>
public sealed record EnumLiteral(string Name) : Value;

/// <summary>A variable, without the dollar sign.</summary>
/// <param name="Name">The name.</param>
public sealed record VariableValue(string Name) : Value;

/// <summary>A list.</summary>
/// <param name="Items">In order.</param>
public sealed record ListValue(ImmutableArray<Value> Items) : Value
{
    /// <inheritdoc/>
    public bool Equals(ListValue? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Aggregate(17, HashCode.Combine);
}

/// <summary>An input object.</summary>
/// <param name="Fields">In the order written.</param>
public sealed record ObjectValue(ImmutableArray<ObjectField> Fields) : Value
{
    /// <inheritdoc/>
    public bool Equals(ObjectValue? other) => other is not null && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override int GetHashCode() => Fields.Aggregate(19, HashCode.Combine);
}

/// <summary>One entry of an <see cref="ObjectValue"/>, or an argument.</summary>
/// <param name="Name">The input field.</param>
/// <param name="Value">Its value.</param>
public sealed record ObjectField(string Name, Value Value)
{
    /// <summary>Where it is written; not compared.</summary>
    public Location At { get; init; }

    /// <inheritdoc/>
    public bool Equals(ObjectField? other) => other is not null && Name == other.Name && Value == other.Value;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Value);
}
