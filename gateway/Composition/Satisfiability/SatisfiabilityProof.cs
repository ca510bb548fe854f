using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// Proves that whatever can be asked for can be reached. Every path of the API is followed with all positions in which
/// the gateway could be at once; what two paths have in common is followed once.
/// </summary>
internal sealed class SatisfiabilityProof
{
    private readonly SupergraphParts _parts;
    private readonly MergedSupergraph _merged;
    private readonly Dictionary<string, TypeDefinition> _types;
    private readonly Moves _moves;
    private readonly FindingLog _log;
    private readonly ContextsAbove _contexts;
    private readonly HashSet<(ReachState State, string Above)> _seen = [];
    private readonly Queue<(ReachState State, string Above, PathStep Path)> _open = new();
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private readonly HashSet<string> _gathered;
    private int _maxStates;
    private bool _isOfOne;

    private SatisfiabilityProof(SupergraphParts parts, MergedSupergraph merged, FindingLog log)
    {
        _parts = parts;
        _merged = merged;
        _log = log;
        _moves = new Moves(parts, merged);
        _contexts = new ContextsAbove(parts);
        _types = merged.Types.ToDictionary(type => type.Name, StringComparer.Ordinal);
        _gathered = [.. parts.Fields
            .Where(field => Directive(field) is not null)
            .SelectMany(field => field.Sources.Select(source => source.Field.Type.Name))];

        static AppliedDirective? Directive(FieldParts field) =>
            field.Directive(Names.Contributed) ?? field.Directive(Names.Gathered);
    }

    public static void Check(SupergraphParts parts, MergedSupergraph merged, int maxStates, FindingLog log) =>
        new SatisfiabilityProof(parts, merged, log).Run(maxStates);

    private void Run(int maxStates)
    {
        _maxStates = maxStates;
        foreach (var root in Subgraph.RootNames.Where(name => _merged.Type(name) is not null))
        {
            Open(new ReachState(root, []), ContextsAbove.None, new PathStep(null, root));
        }

        Follow();
    }

    private void Follow()
    {
        while (_open.TryDequeue(out var next))
        {
            if (_seen.Count > _maxStates || _moves.IsExhausted)
            {
                _log.Error(
                    ReachabilityCodes.SatisfiabilityLimit, "there are too many ways to reach one type from another");
                return;
            }

            Expand(next.State, next.Above, next.Path);
        }
    }

    private void Open(ReachState state, string above, PathStep path)
    {
        if (_seen.Add((state, above)))
        {
            _open.Enqueue((state, above, path));
        }
    }

    private void Expand(ReachState state, string above, PathStep path)
    {
        var closed = _moves.Close(state);
        var type = _types[state.Type];
        foreach (var field in type.Fields.Where(each => each.Directive(Names.Inaccessible) is null))
        {
            Ask(closed, field, new PathStep(path, $"{type.Name}.{field.Name}") { Above = above });
        }
    }

    private void Ask(ReachState closed, FieldDefinition field, PathStep path)
    {
        if (_gathered.Contains(closed.Type) && field.Name is "missing" or "pageInfo")
        {
            return;
        }

        if (field.Directive(Names.Gathered) is { } gathered)
        {
            Gather(closed, gathered, path);
            return;
        }

        var possible = closed.Positions
            .Select(at => (At: at, Field: _moves.Resolves(at, field.Name)))
            .Where(each => each.Field is not null)
            .Select(each => (each.At, Field: each.Field!))
            .ToList();
        var met = possible.Where(each => _moves.MeetsRequirement(closed, each.At, each.Field)
            && _contexts.AreSet(each.At, each.Field, path.Above)).ToList();
        if (field.Directive(Names.Contributed) is not null)
        {
            Contribute(closed, field, met, path);
        }
        else
        {
            foreach (var alternative in ByLabel(closed.Type, field.Name, met))
            {
                Any(closed, field.Name, possible.Select(each => each.At.Subgraph), alternative, path);
            }
        }
    }

    // While a field moves from one subgraph to another, each of the two must do without the other.
    private IEnumerable<IReadOnlyList<(Position At, FieldDefinition Field)>> ByLabel(
        string type, string field, IReadOnlyList<(Position At, FieldDefinition Field)> met)
    {
        var isMoving = met.ToLookup(each => each.Field.Directive(Names.Override)?.Text("label") is not null);
        if (!isMoving[true].Any())
        {
            return [met];
        }

        var left = met.Where(each => _parts.Subgraphs[each.At.Subgraph] is var subgraph
            && _parts.Overrides.IsTakenAtAll(subgraph, subgraph.Schema.Type(type)!, field)).ToList();
        return [[.. met.Except(left)], [.. met.Except(isMoving[true])]];
    }

    private void Any(
        ReachState closed,
        string field,
        IEnumerable<int> possible,
        IReadOnlyList<(Position At, FieldDefinition Field)> met,
        PathStep path)
    {
        if (met.Count == 0)
        {
            Report(closed, field, possible, path);
        }
        else if (closed.Type == "Mutation" && met.Count > 1 && !_isOfOne)
        {
            GoAlone(field, met, path);
        }
        else
        {
            Go(met, path);
        }
    }

    // What changes something is asked of one subgraph only: one of them must do for all of the answer.
    private void GoAlone(string field, IReadOnlyList<(Position At, FieldDefinition Field)> met, PathStep path)
    {
        var faults = new List<string>();
        foreach (var one in met)
        {
            var log = new FindingLog();
            var alone = new SatisfiabilityProof(_parts, _merged, log) { _maxStates = _maxStates, _isOfOne = true };
            alone.Go([one], path);
            alone.Follow();
            if (!log.HasErrors)
            {
                return;
            }

            faults.Add($"with `{_parts.Subgraphs[one.At.Subgraph]}` alone {log.Errors[0].Message}");
        }

        _log.Error(
            ReachabilityCodes.Satisfiability,
            $"`Mutation.{field}` is asked of one subgraph and none does for all of its answer: "
                + string.Join("; ", faults),
            met.Select(each => _parts.Subgraphs[each.At.Subgraph].At(each.Field)));
    }

    // Any one of the positions will do.
    private void Go(IReadOnlyList<(Position At, FieldDefinition Field)> taken, PathStep path)
    {
        var type = path.Step[..path.Step.IndexOf('.', StringComparison.Ordinal)];
        foreach (var next in _moves.Follow(taken))
        {
            Open(next, _contexts.Below(type, path.Above), path);
        }
    }

    // Every contributor must be reached, and what it gives must be complete from there.
    private void Contribute(
        ReachState closed,
        FieldDefinition field,
        IReadOnlyList<(Position At, FieldDefinition Field)> met,
        PathStep path)
    {
        var contributors = _parts.Field(closed.Type, field.Name)?.Resolving ?? [];
        foreach (var contributor in contributors)
        {
            var there = met.Where(each => _parts.Subgraphs[each.At.Subgraph] == contributor.Subgraph).ToList();
            if (there.Count > 0)
            {
                Go(there, path);
            }
            else if (_reported.Add($"{closed.Type}.{field.Name} {contributor.Subgraph}"))
            {
                _log.Error(
                    ListCodes.ContributorUnreachable,
                    $"`{closed.Type}.{field.Name}` cannot be asked of `{contributor.Subgraph}` on the path {path}",
                    contributor.Place);
            }
        }
    }

    // The gateway finds the persons by the path, and asks each contributor for each of them.
    private void Gather(ReachState closed, AppliedDirective gathered, PathStep path)
    {
        var over = FieldSet.Read(gathered, "over").Selections;
        if (!_moves.CanResolve(closed, over))
        {
            Report(closed, path.Step[(path.Step.IndexOf('.', StringComparison.Ordinal) + 1)..], [], path);
            return;
        }

        foreach (var (at, field) in _moves.Contributors(gathered))
        {
            var contributor = _parts.Subgraphs[at.Subgraph];
            if (_moves.KeysInto(at.Subgraph, at.Type).Contains(Leaf(over)))
            {
                Go([(at, field)], path);
            }
            else if (_reported.Add($"{path.Step} {contributor}"))
            {
                _log.Error(
                    ListCodes.ContributorUnreachable,
                    $"`{path.Step}` cannot be gathered from `{contributor}`, which has no resolvable key "
                        + $"`{Leaf(over)}` of `{at.Type}`",
                    contributor.At(field));
            }
        }
    }

    private static string Leaf(ImmutableArray<Selection> selections) => selections[0] switch
    {
        FieldSelection { Selections.IsEmpty: false } field => Leaf(field.Selections),
        InlineFragment inline => Leaf(inline.Selections),
        FieldSelection field => field.Name,
        _ => "",
    };

    private void Report(ReachState closed, string field, IEnumerable<int> unmet, PathStep path)
    {
        if (!_reported.Add($"{closed.Type}.{field}"))
        {
            return;
        }

        var here = closed.Positions.Select(at => _parts.Subgraphs[at.Subgraph]).Distinct().ToList();
        var reasons = unmet.Distinct()
            .Select(i => $"`{_parts.Subgraphs[i]}` resolves it, but {Unmet(closed, i, field, path)}")
            .Concat(Owners(closed.Type, field)
                .Where(owner => !here.Contains(owner.Subgraph))
                .Select(owner => Missing(owner.Subgraph, closed.Type, here)))
            .ToList();
        var because = reasons.Count == 0 ? "no subgraph resolves it there" : string.Join("; ", reasons);
        _log.Error(
            ReachabilityCodes.Satisfiability,
            $"`{closed.Type}.{field}` can be asked for but never reached: {path}, because {because}",
            Owners(closed.Type, field).Select(owner => owner.Place));
    }

    private string Unmet(ReachState closed, int subgraph, string field, PathStep path) =>
        closed.Positions.Where(at => at.Subgraph == subgraph)
            .Any(at => _moves.Resolves(at, field) is { } there && !_contexts.AreSet(at, there, path.Above))
            ? "nothing above it sets a context that it takes an argument from"
            : "what it requires cannot be had";

    // Who resolves the field: of the type itself, or for all implementations of one of its interfaces.
    private List<FieldSource> Owners(string type, string field) =>
    [
        .. (_parts.Field(type, field)?.Resolving ?? [])
            .Concat(_types[type].Interfaces
                .SelectMany(name => _parts.Field(name, field)?.Resolving ?? [])
                .Where(owner => SubgraphFacts.IsInterfaceObject(owner.Type)))
            .OrderBy(owner => owner.Subgraph.Name, StringComparer.Ordinal),
    ];

    private string Missing(Subgraph owner, string type, List<Subgraph> here)
    {
        var keys = _moves.KeysInto(_parts.Subgraphs.IndexOf(owner), type).ToList();
        return keys.Count == 0
            ? $"`{owner}` has no resolvable key of `{type}`"
            : $"no key of `{type}` in `{owner}` ({Spoken.List(keys)}) can be had in {Spoken.List(here)}";
    }

    /// <summary>How a state was reached, for people.</summary>
    private sealed record PathStep(PathStep? Before, string Step)
    {
        /// <summary>The contexts that are set above the object whose field this is.</summary>
        public string Above { get; init; } = ContextsAbove.None;

        public override string ToString()
        {
            var steps = new Stack<string>();
            for (var at = this; at is not null; at = at.Before)
            {
                if (at.Before is not null)
                {
                    steps.Push($"`{at.Step}`");
                }
            }

            return string.Join(" → ", steps);
        }
    }
}
