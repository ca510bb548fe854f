using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>A selection set as written, and when it applies.</summary>
/// <param name="Selections">As written.</param>
/// <param name="Condition">Relative to the field around it.</param>
internal readonly record struct SelectionSource(IReadOnlyList<Selection> Selections, Conjunction Condition);

/// <summary>A field while it is collected.</summary>
/// <param name="first">Its first occurrence.</param>
/// <param name="definition">What it is on the type of its level.</param>
internal sealed class CollectedField(FieldSelection first, FieldDefinition definition)
{
    public FieldSelection First => first;

    public FieldDefinition Definition => definition;

    public List<(FieldSelection Node, Conjunction Condition)> Occurrences { get; } = [];

    /// <summary>The distinct conditions, without those that another one makes superfluous, in order.</summary>
    public List<Conjunction> Alternatives { get; } = [];

    public void Add(FieldSelection node, Conjunction condition)
    {
        Occurrences.Add((node, condition));
        if (!Alternatives.Exists(known => known.IsImpliedBy(condition)))
        {
            _ = Alternatives.RemoveAll(condition.IsImpliedBy);
            Alternatives.Add(condition);
        }
    }
}

/// <summary>A selection set while it is collected, on one type.</summary>
/// <param name="type">The type.</param>
/// <param name="around">The level of the typed fragments around, innermost first; null outside fragments.</param>
internal sealed class SelectionLevel(TypeDefinition type, SelectionLevel? around)
{
    private readonly Dictionary<string, CollectedField> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<(string Fragment, Conjunction Condition)> _spread = [];

    public TypeDefinition Type => type;

    /// <summary><see cref="CollectedField"/> and <see cref="SelectionLevel"/> in order.</summary>
    public List<object> Entries { get; } = [];

    /// <summary>What was collected into this level, to collect it again for a narrower type.</summary>
    public List<SelectionSource> Sources { get; } = [];

    /// <summary>The field of that key, made when it is new.</summary>
    public CollectedField Field(FieldSelection node, FieldDefinition definition, out bool isNew)
    {
        isNew = !_fields.TryGetValue(node.ResponseKey, out var field);
        if (isNew)
        {
            field = new CollectedField(node, definition);
            _fields.Add(node.ResponseKey, field);
            Entries.Add(field);
        }

        return field!;
    }

    /// <summary>The fragment on that type, joined with the one just before when that is on the same type.</summary>
    public SelectionLevel Fragment(TypeDefinition condition)
    {
        if (Entries.LastOrDefault() is SelectionLevel last && last.Type.Name == condition.Name)
        {
            return last;
        }

        var made = new SelectionLevel(condition, this);
        Entries.Add(made);
        return made;
    }

    /// <summary>False when the named fragment is already spread here under this condition or always.</summary>
    public bool Spread(string fragment, Conjunction condition) =>
        !_spread.Contains((fragment, Conjunction.Always)) && _spread.Add((fragment, condition));

    /// <summary>True when a value of this level can be a <paramref name="condition"/>.</summary>
    public bool CanBe(TypeDefinition condition, ExecutableTypes types)
    {
        for (var level = this; level is not null; level = level.Around)
        {
            if (!types.Overlap(level.Type, condition))
            {
                return false;
            }
        }

        return true;
    }

    private SelectionLevel? Around => around;
}
