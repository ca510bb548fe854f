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
        if (!_known.TryGetValue(key, out var condition))
        {
            condition = find();
            _known[key] = condition;
        }

        return condition;
    }

    private static Condition Any(IEnumerable<Condition> conditions)
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
