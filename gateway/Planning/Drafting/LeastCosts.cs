namespace Aggregator.Planning;

/// <summary>
/// Costs that are made of each other, perhaps in a circle: the least that hold together. In a round each is worked out
/// once; one that is asked for within itself is given what the round before found, and rounds go on until nothing
/// changes. To follow every chain of them instead would take exponential time.
/// </summary>
/// <param name="unknown">What is the most: a cost of which nothing is known yet.</param>
internal sealed class LeastCosts<TKey>(int unknown)
    where TKey : notnull
{
    private readonly Dictionary<TKey, int> _before = [];
    private readonly Dictionary<TKey, int?> _round = [];
    private bool _isCircular;
    private bool _isChanged;

    /// <summary>The cost of one; asked for within the work of another it is that one's part.</summary>
    /// <param name="key">Which.</param>
    /// <param name="work">Works it out; asks for others.</param>
    public int Of(TKey key, Func<int> work)
    {
        if (_round.Count > 0)
        {
            return InRound(key, work);
        }

        _before.Clear();
        int cost;
        do
        {
            (_isCircular, _isChanged) = (false, false);
            cost = InRound(key, work);
            _round.Clear();
        }
        while (_isCircular && _isChanged);

        return cost;
    }

    private int InRound(TKey key, Func<int> work)
    {
        var before = _before.GetValueOrDefault(key, unknown);
        if (_round.TryGetValue(key, out var known))
        {
            _isCircular |= known is null;
            return known ?? before;
        }

        _round[key] = null;
        var cost = work();
        _round[key] = cost;
        _isChanged |= cost != before;
        _before[key] = cost;
        return cost;
    }
}
