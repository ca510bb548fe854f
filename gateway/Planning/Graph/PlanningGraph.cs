using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>
/// What planning asks of a supergraph again and again, found once: which concrete types a subgraph can return and how
/// an entity is reached in another subgraph. Never changes; made once for each supergraph and shared by all its plans.
/// </summary>
public sealed class PlanningGraph
{
    private readonly FrozenDictionary<string, ImmutableArray<EntityMove>> _moves;
    private readonly FrozenDictionary<(string Type, int Subgraph), ImmutableArray<string>> _concretes;
    private readonly ConcurrentDictionary<(string Type, string Field), FieldParts> _parts = new();
    private readonly FrozenDictionary<string, ImmutableArray<string>> _possible;
    private readonly FrozenSet<string> _labels;

    /// <summary>Finds them.</summary>
    /// <param name="supergraph">The supergraph to plan over.</param>
    /// <param name="overrideLabels">
    /// The labels of progressive overrides that are on; a field taken over under another label stays where it was.
    /// </param>
    public PlanningGraph(Supergraph supergraph, IEnumerable<string>? overrideLabels = null)
    {
        ArgumentNullException.ThrowIfNull(supergraph);
        Supergraph = supergraph;
        _labels = (overrideLabels ?? []).ToFrozenSet(StringComparer.Ordinal);
        var composite = supergraph.Types.Ordered.Where(type => type.IsComposite).ToList();
        _possible = composite.ToFrozenDictionary(type => type.Name, FindPossible, StringComparer.Ordinal);
        _concretes = composite
            .SelectMany(type => supergraph.Join(type.Name).Parts.Select(part => (type, part)))
            .ToFrozenDictionary(at => (at.type.Name, at.part.Subgraph.Index), at => FindConcretes(at.type, at.part));
        _moves = composite.Where(type => type.Kind != TypeKind.Union)
            .ToFrozenDictionary(type => type.Name, FindMoves, StringComparer.Ordinal);
    }

    /// <summary>The supergraph.</summary>
    public Supergraph Supergraph { get; }

    /// <summary>The concrete types of a composite type, in the order of the supergraph.</summary>
    internal ImmutableArray<string> Concretes(string type) => _possible.GetValueOrDefault(type, []);

    /// <summary>
    /// The concrete types that a subgraph can return for a composite type; for an interface object all that the
    /// interface has anywhere.
    /// </summary>
    internal ImmutableArray<string> ConcretesIn(string type, int subgraph) =>
        _concretes.GetValueOrDefault((type, subgraph), []);

    /// <summary>The ways into other subgraphs for an entity of this type, in subgraph order.</summary>
    internal ImmutableArray<EntityMove> Moves(string type) => _moves.GetValueOrDefault(type, []);

    /// <summary>True when the subgraph knows the interface only as an object.</summary>
    internal bool IsInterfaceObject(string type, int subgraph) =>
        Supergraph.Joined.GetValueOrDefault(type)?.In(subgraph)?.IsInterfaceObject == true;

    /// <summary>The subgraphs' parts of a field, with those of interface objects that stand for its type.</summary>
    internal ImmutableArray<(FieldPart Part, string TypeName)> Parts(string type, string field) =>
        PartsOf(type, field).All;

    /// <summary>Those of one subgraph.</summary>
    internal ImmutableArray<(FieldPart Part, string TypeName)> PartsIn(string type, string field, int subgraph) =>
        PartsOf(type, field).BySubgraph[subgraph];

    private FieldParts PartsOf(string type, string field) => _parts.GetOrAdd((type, field), static (at, graph) =>
        new FieldParts([.. graph.FindParts(at.Type, at.Field)], graph.Supergraph.Subgraphs.Length), this);

    /// <summary>True when the subgraph itself answers the field, as overrides stand.</summary>
    internal bool IsAnswered(string type, string field, FieldPart part)
    {
        if (!part.IsResolvable)
        {
            return false;
        }

        if (part.OverrideFrom is not null)
        {
            return part.OverrideLabel is not { } label || _labels.Contains(label);
        }

        return _labels.Count == 0 || !(Supergraph.Join(type, field)?.Parts ?? []).Any(other =>
            other.OverrideFrom == part.Subgraph.Name
            && other.OverrideLabel is { } taken
            && _labels.Contains(taken));
    }

    private ImmutableArray<string> FindPossible(TypeDefinition type) =>
        [.. Supergraph.Types.PossibleTypes(type).Select(possible => possible.Name)];

    private IEnumerable<(FieldPart Part, string TypeName)> FindParts(string type, string field)
    {
        foreach (var part in Supergraph.Join(type, field)?.Parts ?? [])
        {
            yield return (part, type);
        }

        foreach (var name in Supergraph.Types.Type(type)?.Interfaces ?? [])
        {
            foreach (var part in Supergraph.Joined[name].Parts.Where(part => part.IsInterfaceObject))
            {
                if (part.Fields.TryGetValue(field, out var given))
                {
                    yield return (given, name);
                }
            }
        }
    }

    private ImmutableArray<string> FindConcretes(TypeDefinition type, TypePart part) => type.Kind switch
    {
        TypeKind.Object => [type.Name],
        TypeKind.Union => part.Members,
        _ when part.IsInterfaceObject => Concretes(type.Name),
        _ => [.. Concretes(type.Name).Where(name =>
            Supergraph.Join(name).In(part.Subgraph.Index)?.Interfaces.Contains(type.Name) == true)],
    };

    private ImmutableArray<EntityMove> FindMoves(TypeDefinition type)
    {
        var own = Supergraph.Join(type.Name).Parts
            .SelectMany(part => Resolvable(part)
                .Select(key => new EntityMove(part.Subgraph, type.Name, key.Fields, part.IsInterfaceObject)));
        var through = type.Interfaces
            .SelectMany(name => Supergraph.Join(name).Parts.Where(part => part.IsInterfaceObject)
                .SelectMany(part => Resolvable(part)
                    .Select(key => new EntityMove(part.Subgraph, name, key.Fields, true))));
        var untyped = type.Interfaces
            .Where(name => Supergraph.Join(name).Parts.Any(part => part.IsInterfaceObject))
            .SelectMany(name => Supergraph.Join(name).Parts.Where(part => !part.IsInterfaceObject)
                .SelectMany(part => Resolvable(part)
                    .Select(key => new EntityMove(part.Subgraph, name, key.Fields, false) { AsInterface = true })));
        return [.. own.Concat(through).Concat(untyped).OrderBy(move => move.Subgraph.Index)];
    }

    private static IEnumerable<EntityKey> Resolvable(TypePart part) => part.Keys.Where(key => key.IsResolvable);

    /// <summary>The subgraphs' parts of a field, all of them and by subgraph.</summary>
    private sealed class FieldParts(ImmutableArray<(FieldPart Part, string TypeName)> all, int subgraphs)
    {
        public ImmutableArray<(FieldPart Part, string TypeName)> All { get; } = all;

        public ImmutableArray<ImmutableArray<(FieldPart Part, string TypeName)>> BySubgraph { get; } =
            [.. Enumerable.Range(0, subgraphs).Select(ImmutableArray<(FieldPart Part, string TypeName)> (int index) =>
                [.. all.Where(at => at.Part.Subgraph.Index == index)])];
    }
}

/// <summary>A way into a subgraph for an entity.</summary>
/// <param name="Subgraph">Where to.</param>
/// <param name="TypeName">The type as that subgraph knows it.</param>
/// <param name="Key">What it must be given.</param>
/// <param name="AsInterfaceObject">True when that subgraph knows only an object of the interface's name.</param>
internal sealed record EntityMove(Subgraph Subgraph, string TypeName, FieldSet Key, bool AsInterfaceObject)
{
    /// <summary>True when the subgraph is asked by the interface's name, which tells it the type only then.</summary>
    public bool AsInterface { get; init; }
}
