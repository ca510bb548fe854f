using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>What a leaf of a subgraph's answer has to be, as far as its first byte tells.</summary>
/// <param name="Kind">What each value is.</param>
/// <param name="Lists">In how many lists it is.</param>
public readonly record struct LeafShape(LeafForm Kind, int Lists)
{
    /// <summary>The shape of a type.</summary>
    /// <param name="type">The field's type.</param>
    /// <param name="types">The types that it may name.</param>
    public static LeafShape Of(TypeRef type, TypeSystem types)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(types);
        var lists = 0;
        for (var inner = type.Element; inner is not null; inner = inner.Element)
        {
            lists++;
        }

        return new LeafShape(
            type.Name switch
            {
                "String" => LeafForm.Text,
                "Int" or "Float" => LeafForm.Number,
                "Boolean" => LeafForm.Truth,
                "ID" => LeafForm.Id,
                var name => types.Type(name)?.Kind == TypeKind.Enum ? LeafForm.Text : LeafForm.Any,
            },
            lists);
    }
}

/// <summary>What a value is in JSON.</summary>
public enum LeafForm : byte
{
    /// <summary>Anything: a custom scalar.</summary>
    Any,

    /// <summary>A string.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>A string or a number.</summary>
    Id,
}
