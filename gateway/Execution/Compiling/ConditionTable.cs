using Aggregator.Planning;

namespace Aggregator.Execution;

/// <summary>The different conditions of a plan as small numbers, decided once for each request.</summary>
public sealed class ConditionTable
{
    private readonly List<Condition> _conditions = [];

    /// <summary>Index of a condition that always holds.</summary>
    public const int Always = -1;

    /// <summary>The number of a condition, or <see cref="Always"/>. Only while a plan is being compiled.</summary>
    /// <param name="condition">Any condition of the plan.</param>
    public int Index(Condition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        if (condition.IsAlways)
        {
            return Always;
        }

        var at = _conditions.IndexOf(condition);
        if (at < 0)
        {
            at = _conditions.Count;
            _conditions.Add(condition);
        }

        return at;
    }

    /// <summary>The number of a condition; <see cref="Always"/> when it always holds or is not known.</summary>
    internal int Find(Condition condition) => condition.IsAlways ? Always : _conditions.IndexOf(condition);

    /// <summary>Which conditions hold for these variables; the shared empty array when there are none.</summary>
    /// <param name="variables">The request's variables.</param>
    internal bool[] Decide(VariableLookup variables)
    {
        if (_conditions.Count == 0)
        {
            return [];
        }

        bool ValueOf(string name) => variables(name, out var json) && json.Span.SequenceEqual("true"u8);
        return [.. _conditions.Select(condition => condition.Holds(ValueOf))];
    }
}
