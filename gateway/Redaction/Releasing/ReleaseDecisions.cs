using System.Collections.Immutable;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>What was decided on every value of one answer. What is not in it is given.</summary>
internal sealed class ReleaseDecisions(ShownTally shown) : IPageRelease
{
    private readonly Dictionary<(ResponseField Field, int Owner), ReleasedField> _fields = [];
    private readonly HashSet<(ResponseField Field, int Value)> _absent = [];
    private readonly HashSet<int> _absentAnywhere = [];
    private readonly HashSet<int> _settled = [];
    private readonly HashSet<(int Owner, int Slot)> _lists = [];
    private readonly Dictionary<FieldFacts, ImmutableArray<string>> _twins = [];
    private readonly Dictionary<FieldFacts, (ImmutableArray<string> Path, ImmutableArray<LeftOutClass> Classes)>
        _leftOut = [];

    /// <summary>True when the root itself cannot stand.</summary>
    public bool IsRefused { get; set; }

    /// <summary>Fields for which the agency's own generalised twin stands, each once, with their place in the
    /// answer.</summary>
    public IEnumerable<(FieldFacts Facts, ImmutableArray<string> Path)> Twins =>
        _twins.Select(twin => (twin.Key, twin.Value));

    /// <summary>Fields that lead to kinds of objects of which nothing is asked, whether there is one or not, each once,
    /// with their place in the answer.</summary>
    public IEnumerable<(FieldFacts Facts, ImmutableArray<string> Path, ImmutableArray<LeftOutClass> Classes)> LeftOut =>
        _leftOut.Select(left => (left.Key, left.Value.Path, left.Value.Classes));

    /// <summary>What was given and withheld, by person.</summary>
    public AccessTally Tally { get; } = new();

    /// <summary>Which records it shows, for the hub.</summary>
    public ShownTally Shown { get; } = shown;

    /// <summary>The decision on a field of an object; null when it is given as it is.</summary>
    public ReleasedField? Of(ResponseField field, int owner) =>
        _fields.TryGetValue((field, owner), out var released) ? released : null;

    /// <summary>True when some field of the object is not given as it is.</summary>
    public bool IsSettled(int owner) => _settled.Contains(owner);

    /// <summary>True when the object may not stand there.</summary>
    public bool IsAbsent(ResponseField field, int value) => _absent.Contains((field, value));

    /// <inheritdoc/>
    public bool IsAbsent(int item) => _absentAnywhere.Contains(item);

    /// <inheritdoc/>
    public bool IsListed(int owner, int slot) => _lists.Contains((owner, slot));

    /// <summary>Notes a list that was gone into, or is given as a whole.</summary>
    public void NoteList(int owner, int slot) => _lists.Add((owner, slot));

    public void Leave(ResponseField field, int value)
    {
        _ = _absent.Add((field, value));
        _ = _absentAnywhere.Add(value);
    }

    public void NoteTwin(FieldFacts facts, ReadOnlySpan<string> path)
    {
        if (!_twins.ContainsKey(facts))
        {
            _twins.Add(facts, [.. path]);
        }
    }

    public void NoteLeftOut(
        FieldFacts facts, ReadOnlySpan<string> path, ImmutableArray<LeftOutClass> classes)
    {
        if (!_leftOut.ContainsKey(facts))
        {
            _leftOut.Add(facts, ([.. path], classes));
        }
    }

    // The same object can be met twice in one place of the answer: the stricter decision holds for both.
    public void Set(int owner, ReleasedField released)
    {
        var field = released.Facts.Field;
        if (!_fields.TryGetValue((field, owner), out var before) || released.Ruling.Effect > before.Ruling.Effect)
        {
            _fields[(field, owner)] = released;
            _ = _settled.Add(owner);
        }
    }
}

/// <summary>What was decided on one field of an object, or of all that are about the same.</summary>
/// <param name="Facts">The field.</param>
/// <param name="Ruling">The effect and why.</param>
/// <param name="Act">What the writer does.</param>
/// <param name="Owner">The agency code of the record, for the contact; null when not known.</param>
internal sealed record ReleasedField(FieldFacts Facts, Ruling Ruling, ReleaseAct Act, string? Owner)
{
    /// <summary>What is left out of the lists that it is or holds.</summary>
    public ImmutableArray<LeftOutOfList> LeftOut { get; init; } = [];
}
