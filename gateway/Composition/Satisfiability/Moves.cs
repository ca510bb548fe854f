using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// Knows how a query can go on from a set of positions: along fields, and by keys to other subgraphs.
/// </summary>
internal sealed class Moves(SupergraphParts parts, MergedSupergraph merged)
{
    // Deeper than any schema nests; the stack is safe.
    private const int MaxNesting = 150;
    private const int MaxWork = 5_000_000;

    private readonly Dictionary<ReachState, ReachState> _closures = [];
    private readonly HashSet<ReachState> _growing = [];
    private readonly Dictionary<(ReachState, Position, string Field), bool> _met = [];
    private readonly HashSet<(ReachState, Position, string Field)> _asking = [];
    private readonly Dictionary<(int, string), ImmutableArray<(string Type, ImmutableArray<Selection> Key)>>
        _entries = [];

    private readonly Dictionary<string, ImmutableArray<Selection>> _provided = new(StringComparer.Ordinal);
    private int _nesting;
    private int _work;
    private bool _isProvisional;

    /// <summary>True when the answers are no longer to be relied on, because finding them takes too long.</summary>
    public bool IsExhausted => _work > MaxWork;

    public ImmutableArray<Subgraph> Subgraphs => parts.Subgraphs;

    // Nothing is being found out that what is found now could be a part of.
    private bool IsOutermost => _asking.Count == 0 && _growing.Count == 0;

    /// <summary>The state with every position that keys lead to.</summary>
    public ReachState Close(ReachState state)
    {
        if (_closures.TryGetValue(state, out var known))
        {
            return known;
        }

        if (_nesting >= MaxNesting || !_growing.Add(state))
        {
            // A key that needs this very closure leads nowhere new.
            _isProvisional = true;
            return state;
        }

        var wasProvisional = _isProvisional;
        _isProvisional = false;
        var closed = Deeper(() => Grow(state));
        _ = _growing.Remove(state);
        if (!_isProvisional || IsOutermost)
        {
            _closures[state] = closed;
        }

        _isProvisional |= wasProvisional;
        return closed;
    }

    /// <summary>The definition of the field where it is resolved at that position, or null.</summary>
    public FieldDefinition? Resolves(Position at, string name)
    {
        var subgraph = Subgraphs[at.Subgraph];
        if (subgraph.Schema.Type(at.Type) is not { } type || type.Field(name) is not { } field)
        {
            return null;
        }

        var isExternal = subgraph.Facts.IsExternal(type, field);
        var isTaken = parts.Overrides.IsTaken(subgraph, type, name);
        return (!isExternal && !isTaken) || Gives(at, name) is not null ? field : null;
    }

    /// <summary>True when all of the selections can be had, from one position or another.</summary>
    public bool CanResolve(ReachState state, ImmutableArray<Selection> selections) =>
        selections.All(selection => CanResolve(state, selection));

    /// <summary>True when what the field requires at that position can be had, and come back with.</summary>
    public bool MeetsRequirement(ReachState closed, Position at, FieldDefinition field)
    {
        if (field.Directive(Names.Requires) is not { } requires)
        {
            return true;
        }

        var question = (closed, at, field.Name);
        if (_met.TryGetValue(question, out var known))
        {
            return known;
        }

        if (!_asking.Add(question))
        {
            // What is required needs this very field: not this way.
            _isProvisional = true;
            return false;
        }

        var wasProvisional = _isProvisional;
        _isProvisional = false;
        var isMet = Meets(closed, at, FieldSet.Read(requires).Selections);
        _ = _asking.Remove(question);
        if (isMet || !_isProvisional || IsOutermost)
        {
            _met[question] = isMet;
        }

        _isProvisional |= wasProvisional;
        return isMet;
    }

    /// <summary>Where the field leads: a state for every object type its value can be.</summary>
    public IEnumerable<ReachState> Follow(IReadOnlyList<(Position At, FieldDefinition Field)> taken) => taken
        .SelectMany(each => Lands(each.At, each.Field))
        .GroupBy(each => each.Type, each => each.At, StringComparer.Ordinal)
        .Where(group => merged.Type(group.Key) is { Kind: TypeKind.Object })
        .Select(group => ReachState.Of(group.Key, group));

    /// <summary>The keys of the type by which a subgraph can be asked, spelt out.</summary>
    public IEnumerable<string> KeysInto(int subgraph, string type) =>
        Entries(subgraph, type).Select(entry => SelectionPrinter.Print(entry.Key)).Distinct();

    /// <summary>The directive of a field that the gateway gathers, or null.</summary>
    public AppliedDirective? Gathered(string type, string field) => parts.Field(type, field)?.Directive(Names.Gathered);

    /// <summary>Every subgraph that holds a part of the list that a field gathers.</summary>
    public IReadOnlyList<(Position At, FieldDefinition Field)> Contributors(AppliedDirective gathered)
    {
        var from = gathered.Text("from")?.Split('.') ?? [];
        var field = from.Length == 2 ? parts.Field(from[0], from[1]) : null;
        return [.. (field?.Resolving ?? []).Select(source =>
            (new Position(parts.Subgraphs.IndexOf(source.Subgraph), from[0]), source.Field))];
    }

    private bool Meets(ReachState closed, Position at, ImmutableArray<Selection> needed) =>
        CanResolve(new ReachState(closed.Type, [at]), needed)
        || (CanResolve(closed, needed) && CanEnter(closed, at));

    private ReachState Grow(ReachState state)
    {
        if (Subgraph.RootNames.Contains(state.Type))
        {
            var roots = Enumerable.Range(0, Subgraphs.Length)
                .Where(i => Subgraphs[i].Schema.Type(state.Type) is not null)
                .Select(i => new Position(i, state.Type));
            return ReachState.Of(state.Type, state.Positions.Concat(roots));
        }

        var grown = state;
        var before = 0;
        while (grown.Positions.Length != before)
        {
            before = grown.Positions.Length;
            for (var i = 0; i < Subgraphs.Length; i++)
            {
                grown = Enter(grown, i);
            }
        }

        return grown;
    }

    private ReachState Enter(ReachState state, int subgraph)
    {
        foreach (var (type, key) in Entries(subgraph, state.Type))
        {
            var target = new Position(subgraph, type);
            if (!state.Positions.Contains(target) && MayLeave(state, target) && CanResolve(state, key))
            {
                state = ReachState.Of(state.Type, state.Positions.Append(target));
            }
        }

        return state;
    }

    // Ways into a subgraph for a value of that object type: keys of the type, and of interfaces it is known as there.
    private ImmutableArray<(string Type, ImmutableArray<Selection> Key)> Entries(int subgraph, string type)
    {
        if (!_entries.TryGetValue((subgraph, type), out var known))
        {
            known = [.. FindEntries(subgraph, type)];
            _entries[(subgraph, type)] = known;
        }

        return known;
    }

    private IEnumerable<(string Type, ImmutableArray<Selection> Key)> FindEntries(int subgraph, string type)
    {
        var schema = Subgraphs[subgraph].Schema;
        var interfaces = merged.Type(type)?.Interfaces ?? [];
        foreach (var name in interfaces.Prepend(type))
        {
            if (schema.Type(name) is not { } there)
            {
                continue;
            }

            // By an interface's key one arrives at the implementation itself, if that subgraph has it.
            var arrival = there.Kind == TypeKind.Object ? name : type;
            if (schema.Type(arrival) is not null)
            {
                foreach (var key in SubgraphFacts.Keys(there).Where(key => key.IsResolvable))
                {
                    yield return (arrival, key.Fields.Selections);
                }
            }
        }
    }

    // From interface objects alone the object's type is not known: only a subgraph that knows the interface can tell.
    private bool MayLeave(ReachState state, Position target)
    {
        if (target.Type != state.Type || state.Positions.Any(at => at.Type == state.Type))
        {
            return true;
        }

        var schema = Subgraphs[target.Subgraph].Schema;
        return state.Positions.Any(at => schema.Type(at.Type) is { Kind: TypeKind.Interface } known
            && SubgraphFacts.Keys(known).Any(key => key.IsResolvable));
    }

    private bool CanEnter(ReachState closed, Position at) =>
        Subgraph.RootNames.Contains(closed.Type)
        || Entries(at.Subgraph, closed.Type).Any(entry => entry.Type == at.Type && CanResolve(closed, entry.Key));

    private bool CanResolve(ReachState state, Selection selection)
    {
        switch (selection)
        {
            case FieldSelection { Name: "__typename" }:
                return true;
            case FieldSelection field:
                return CanResolveField(state, field);
            case InlineFragment inline:
                // A condition that the object does not meet asks for nothing.
                return (inline.TypeCondition is { } condition && !IsA(state.Type, condition))
                    || CanResolve(state, inline.Selections);
            default:
                return false;
        }
    }

    private bool CanResolveField(ReachState state, FieldSelection selected)
    {
        if (_nesting >= MaxNesting || ++_work > MaxWork)
        {
            _isProvisional = true;
            return false;
        }

        if (Gathered(state.Type, selected.Name) is { } gathered)
        {
            return GoesOn(Contributors(gathered), selected);
        }

        var taken = state.Positions
            .Select(at => (At: at, Field: Resolves(at, selected.Name)))
            .Where(each => each.Field is not null && (each.Field.Directive(Names.Requires) is null
                || Deeper(() => MeetsRequirement(state, each.At, each.Field))))
            .Select(each => (each.At, each.Field!))
            .ToList();
        return GoesOn(taken, selected);
    }

    private bool GoesOn(IReadOnlyList<(Position At, FieldDefinition Field)> taken, FieldSelection selected) =>
        taken.Count > 0
        && (selected.Selections.IsEmpty
            || Follow(taken).All(next => Deeper(() => CanResolve(Close(next), selected.Selections))));

    private T Deeper<T>(Func<T> ask)
    {
        _nesting++;
        var answer = ask();
        _nesting--;
        return answer;
    }

    private bool IsA(string type, string condition) =>
        merged.Type(condition) is { } abstraction && merged.Supergraph.IsPossible(abstraction, type);

    private IEnumerable<(string Type, Position At)> Lands(Position at, FieldDefinition field)
    {
        var schema = Subgraphs[at.Subgraph].Schema;
        if (schema.Type(field.Type.Name) is not { IsComposite: true } returned)
        {
            yield break;
        }

        var provided = field.Directive(Names.Provides) is { } applied ? FieldSet.Read(applied).Text : "";
        var given = string.Join(' ', new[] { provided, Gives(at, field.Name) ?? "" }.Where(each => each.Length > 0));
        if (SubgraphFacts.IsInterfaceObject(returned))
        {
            var implementations = merged.Type(returned.Name) is { } known
                ? merged.Supergraph.PossibleTypes(known)
                : [];
            foreach (var implementation in implementations)
            {
                yield return (implementation.Name, new Position(at.Subgraph, returned.Name, given));
            }
        }
        else
        {
            foreach (var concrete in schema.PossibleTypes(returned))
            {
                yield return (concrete.Name, new Position(at.Subgraph, concrete.Name, given));
            }
        }
    }

    // What the position's provision selects below the field; null when it does not have the field.
    private string? Gives(Position at, string name)
    {
        if (at.Provided.Length == 0)
        {
            return null;
        }

        if (!_provided.TryGetValue(at.Provided, out var selections))
        {
            selections = FieldSet.Parse(at.Provided).Selections;
            _provided[at.Provided] = selections;
        }

        var found = Flat(Subgraphs[at.Subgraph].Schema, at.Type, selections)
            .Where(field => field.Name == name)
            .ToList();
        return found.Count == 0
            ? null
            : SelectionPrinter.Print([.. found.SelectMany(field => field.Selections)]);
    }

    private static IEnumerable<FieldSelection> Flat(
        TypeSystem schema, string type, ImmutableArray<Selection> selections) => selections.SelectMany(selection =>
        selection switch
        {
            FieldSelection field => [field],
            InlineFragment inline when inline.TypeCondition is null
                || (schema.Type(inline.TypeCondition) is { } condition && schema.IsPossible(condition, type)) =>
                Flat(schema, type, inline.Selections),
            _ => [],
        });
}
