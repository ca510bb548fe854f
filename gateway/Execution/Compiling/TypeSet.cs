using System.Collections.Immutable;

namespace Aggregator.Execution;

/// <summary>A set of object types, or all of them.</summary>
public readonly struct TypeSet
{
    private readonly ulong[]? _bits;

    private TypeSet(ulong[] bits) => _bits = bits;

    /// <summary>True when every object is in it, one of unknown type too.</summary>
    public bool IsAny => _bits is null;

    /// <summary>Makes a set.</summary>
    /// <param name="names">Names of object types; empty for all.</param>
    /// <param name="types">The supergraph's types.</param>
    public static TypeSet Of(ImmutableArray<string> names, TypeNames types)
    {
        ArgumentNullException.ThrowIfNull(types);
        if (names.IsEmpty)
        {
            return default;
        }

        var bits = new ulong[(types.Names.Length / 64) + 1];
        foreach (var id in names.Select(types.Id).Where(id => id >= 0))
        {
            bits[id >> 6] |= 1UL << id;
        }

        return new TypeSet(bits);
    }

    /// <summary>True when objects of the type are in it.</summary>
    /// <param name="type">A type's number, or <see cref="TypeNames.Unknown"/>.</param>
    public bool Has(int type) => _bits is null || (type >= 0 && (_bits[type >> 6] & (1UL << type)) != 0);
}
