using System.Collections.Immutable;
using Aggregator.Planning;

namespace Aggregator.Execution;

/// <summary>
/// Turns places of merged data into paths of the client's answer, by going through the answer's projection. Only done
/// when there are errors.
/// </summary>
internal sealed class ErrorPlacer
{
    private readonly DataTree _tree;
    private readonly bool[] _conditions;
    private readonly CompiledPlan _plan;
    private readonly int _root;
    private readonly int _mostPaths;
    private readonly HashSet<int> _wanted = [];
    private readonly Dictionary<int, List<(ImmutableArray<PathItem> Path, ResponseSet Set)>> _found = [];
    private readonly Stack<PathItem> _path = new();

    private ErrorPlacer(CompiledPlan plan, DataTree tree, int root, bool[] conditions, int mostPaths)
    {
        _mostPaths = mostPaths;
        _plan = plan;
        _tree = tree;
        _root = root;
        _conditions = conditions;
    }

    /// <summary>The errors with their paths, in the order they were noted; as many as are kept.</summary>
    public static ImmutableArray<ExecutionError> Place(
        CompiledPlan plan, DataTree tree, int root, bool[] conditions, ErrorNotes notes)
    {
        if (notes.All.Count == 0)
        {
            return [];
        }

        var placer = new ErrorPlacer(plan, tree, root, conditions, notes.Limit);
        var places = notes.All.Select(note => placer.Candidates(note.Place)).ToArray();
        foreach (var place in places.SelectMany(place => place))
        {
            _ = placer._wanted.Add(place.Object);
        }

        placer.Visit(root, plan.Plan.Response);
        return
        [
            .. notes.All.SelectMany((note, at) => Errors(note, [.. placer.PathsOf(places[at]).Take(note.MostPaths)]))
                .Distinct(SamePlace.Instance).Take(notes.Limit),
        ];
    }

    private static IEnumerable<ExecutionError> Errors(ErrorNote note, ImmutableArray<PathItem>?[] paths) =>
        paths.Select((path, at) => new ExecutionError(note.Code, note.Message, path, note.Agency)
        {
            MorePlaces = at == paths.Length - 1 ? note.MorePlaces : 0,
            SubgraphCode = note.SubgraphCode,
        });

    // The place itself, then the merged lists that its first slot is a part of, then the next place up.
    private List<DataPlace> Candidates(DataPlace? place)
    {
        var candidates = new List<DataPlace>();
        for (; place is not null; place = place.Otherwise)
        {
            candidates.Add(place with { Object = _tree.Standing(place.Object), Otherwise = null });
            if (!place.Tail.IsEmpty)
            {
                foreach (var merge in _plan.Merges.Where(merge =>
                    merge.Step.Contributors.Any(one => one.Slot == place.Tail[0])))
                {
                    var targets = new PooledList<int>(16);
                    _ = PathWalker.Collect(_tree, merge.Target, _root, ref targets);
                    candidates.AddRange(targets.Span.ToArray().Select(id => new DataPlace(id, [merge.Step.Slot])));
                    targets.Dispose();
                }
            }
        }

        return candidates;
    }

    private IEnumerable<ImmutableArray<PathItem>?> PathsOf(List<DataPlace> candidates)
    {
        foreach (var place in candidates)
        {
            var paths = _found.GetValueOrDefault(place.Object, [])
                .Select(at => Extend(at.Path, at.Set, _tree.ObjectAt(place.Object).Type, place.Tail))
                .OfType<ImmutableArray<PathItem>>()
                .ToArray();
            if (paths.Length > 0)
            {
                return paths.Select(path => (ImmutableArray<PathItem>?)path);
            }
        }

        return [null];
    }

    private ImmutableArray<PathItem>? Extend(
        ImmutableArray<PathItem> path, ResponseSet set, int type, ImmutableArray<int> tail)
    {
        var name = type < 0 ? null : _tree.Types.Names[type];
        foreach (var step in tail)
        {
            if (step < 0)
            {
                path = path.Add(new PathItem(null, ~step));
                continue;
            }

            var field = set.Fields.FirstOrDefault(field => field.Slot == step && field.Kind == ResponseFieldKind.Data
                && (field.OnTypes.IsEmpty || name is null || field.OnTypes.Contains(name)));
            if (field is null)
            {
                return null;
            }

            path = path.Add(new PathItem(field.ResponseKey, 0));
            name = null;
            set = field.Children ?? new ResponseSet([]);
        }

        return path;
    }

    private void Visit(int id, ResponseSet set)
    {
        if (_wanted.Contains(id))
        {
            if (!_found.TryGetValue(id, out var paths))
            {
                _found.Add(id, paths = []);
            }

            if (paths.Count < _mostPaths)
            {
                paths.Add(([.. _path.Reverse()], set));
            }
        }

        var type = _tree.ObjectAt(id).Type;
        var name = type < 0 ? null : _tree.Types.Names[type];
        foreach (var field in set.Fields)
        {
            if (field is { Kind: ResponseFieldKind.Data, Children: not null }
                && (field.OnTypes.IsEmpty || (name is not null && field.OnTypes.Contains(name)))
                && Holds(field.Condition)
                && _tree.Find(id, field.Slot) is >= 0 and var cell)
            {
                _path.Push(new PathItem(field.ResponseKey, 0));
                VisitValue(_tree.CellAt(cell), field.Children);
                _ = _path.Pop();
            }
        }
    }

    private void VisitValue(in Cell value, ResponseSet set)
    {
        if (value.Kind == DataKind.Object)
        {
            Visit(value.At, set);
        }
        else if (value.Kind == DataKind.List)
        {
            var index = 0;
            for (var item = value.At; item >= 0; item = _tree.CellAt(item).Next)
            {
                _path.Push(new PathItem(null, index++));
                VisitValue(_tree.CellAt(item), set);
                _ = _path.Pop();
            }
        }
    }

    private bool Holds(Condition condition) =>
        _plan.Conditions.Find(condition) is var at && (at < 0 || _conditions[at]);

    /// <summary>One failure is told once for each place.</summary>
    private sealed class SamePlace : IEqualityComparer<ExecutionError>
    {
        public static readonly SamePlace Instance = new();

        public bool Equals(ExecutionError? x, ExecutionError? y) =>
            x?.ToString() == y?.ToString() && x?.Agency == y?.Agency && x?.SubgraphCode == y?.SubgraphCode;

        public int GetHashCode(ExecutionError obj) => obj.ToString().GetHashCode(StringComparison.Ordinal);
    }
}
