namespace Aggregator.Planning;

/// <summary>
/// Finds when each field, group, merge and fetch of a draft takes part: when the client wants it or when something that
/// takes part needs it.
/// </summary>
internal sealed class ConditionSolver
{
    // A longer condition is widened: a fetch too many is right, a fetch too few is not.
    private const int MaxAlternatives = 8;

    private readonly Dictionary<object, Condition> _known = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, Condition> _guessed = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, Condition> _found = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _open = new(ReferenceEqualityComparer.Instance);
    private bool _isCyclic;

    public static readonly Condition Never = new([]);

    public Condition Of(DraftField field) => Known(field, () => Any(
    [
        .. field.Demands.Select(Of),
        .. field.Child?.Fields.Select(Of) ?? [],
    ]));

    public Condition Of(DraftGroup group) => Known(group, () => Any(group.Selection.Fields.Select(Of)));

    public Condition Of(DraftMerge merge) => Known(merge, () => Any(merge.Demands.Select(Of)));

    public Condition Of(DraftFetch fetch) => Any(fetch.Root is { } root
        ? root.Fields.Select(Of)
        : fetch.Groups.Select(Of));

    public Condition Of(DraftStep step) => step is DraftFetch fetch ? Of(fetch) : Of((DraftMerge)step);

    private Condition Of(Demand demand) => demand.When ?? demand.By switch
    {
        DraftGroup group => Of(group),
        DraftMerge merge => Of(merge),
        _ => Condition.Always,
    };

    private Condition Known(object key, Func<Condition> find)
    {
        if (_known.TryGetValue(key, out var condition) || _found.TryGetValue(key, out condition))
        {
            return condition;
        }

        if (!_open.Add(key))
        {
            _isCyclic = true;
            return _guessed.GetValueOrDefault(key, Never);
        }

        condition = _open.Count > 1 ? find() : Settled(key, find);
        _ = _open.Remove(key);
        (_open.Count > 0 ? _found : _known)[key] = condition;
        return condition;
    }

    // Groups can need each other's fields, each another one: then the least condition that explains itself is found by
    // beginning with never and looking again until nothing grows.
    private Condition Settled(object outermost, Func<Condition> find)
    {
        while (true)
        {
            _isCyclic = false;
            _found.Clear();
            var condition = find();
            _found[outermost] = condition;
            if (!_isCyclic || _found.All(entry => _guessed.GetValueOrDefault(entry.Key, Never).Equals(entry.Value)))
            {
                foreach (var (key, value) in _found)
                {
                    _known[key] = value;
                }

                _found.Clear();
                _guessed.Clear();
                return condition;
            }

            foreach (var (key, value) in _found)
            {
                _guessed[key] = value;
            }
        }
    }

    /// <summary>Holds when any holds.</summary>
    public static Condition Any(IEnumerable<Condition> conditions)
    {
        var any = Never;
        foreach (var condition in conditions)
        {
            any = any.Or(condition);
            if (any.AnyOf.Length > MaxAlternatives)
            {
                return Condition.Always;
            }
        }

        return any;
    }
}
