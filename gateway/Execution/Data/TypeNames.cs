using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Aggregator.Schema;

namespace Aggregator.Execution;

/// <summary>
/// The object types of a supergraph as small numbers, found by their UTF-8 name. One for each supergraph; immutable.
/// </summary>
public sealed class TypeNames
{
    /// <summary>The number of an object whose type was not asked for.</summary>
    public const int Unknown = -1;

    private static readonly ConditionalWeakTable<TypeSystem, TypeNames> Known = [];

    private readonly FrozenDictionary<string, int> _byName;
    private readonly ImmutableArray<byte[]> _quoted;
    private readonly int[] _buckets;

    private TypeNames(TypeSystem types)
    {
        Names = [.. types.Ordered.Where(type => type.Kind == TypeKind.Object).Select(type => type.Name)];
        _byName = Names.Select((name, id) => (name, id)).ToFrozenDictionary(at => at.name, at => at.id);
        _quoted = [.. Names.Select(name => Encoding.UTF8.GetBytes($"\"{name}\""))];
        _buckets = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Names.Length * 2 + 1)];
        for (var id = 0; id < _quoted.Length; id++)
        {
            var at = Bucket(_quoted[id]);
            while (_buckets[at] != 0)
            {
                at = (at + 1) & (_buckets.Length - 1);
            }

            _buckets[at] = id + 1;
        }
    }

    /// <summary>The names by number.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The types of a supergraph: <see cref="Supergraph.Types"/>, inaccessible ones too.</summary>
    /// <param name="types">All types.</param>
    public static TypeNames Of(TypeSystem types) => Known.GetValue(types, static types => new TypeNames(types));

    /// <summary>The number of a type, or <see cref="Unknown"/>.</summary>
    /// <param name="name">An object type's name.</param>
    public int Id(string name) => _byName.GetValueOrDefault(name, Unknown);

    /// <summary>The name as a JSON string, quotes included.</summary>
    /// <param name="id">A type's number.</param>
    public ReadOnlySpan<byte> Json(int id) => _quoted[id];

    /// <summary>The number of the type that a JSON string names, or <see cref="Unknown"/>.</summary>
    /// <param name="json">A JSON string, quotes included.</param>
    /// <param name="likely">The number that it probably is, or <see cref="Unknown"/>.</param>
    internal int Find(ReadOnlySpan<byte> json, int likely)
    {
        if (likely >= 0 && json.SequenceEqual(_quoted[likely]))
        {
            return likely;
        }

        for (var at = Bucket(json); _buckets[at] != 0; at = (at + 1) & (_buckets.Length - 1))
        {
            if (json.SequenceEqual(_quoted[_buckets[at] - 1]))
            {
                return _buckets[at] - 1;
            }
        }

        return Unknown;
    }

    private int Bucket(ReadOnlySpan<byte> bytes) => (int)(ByteHash.Of(bytes) & (uint)(_buckets.Length - 1));
}
