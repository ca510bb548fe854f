using System.Numerics;
using System.Runtime.InteropServices;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>A coordinate that was withheld: its number in <see cref="CoordinateLists"/>, and why.</summary>
internal readonly record struct WithheldMark(int Number, Effect Effect, string Rule)
{
    /// <summary>Where it stands: what is hidden has a place of its own, since it reads as given to whom it is hidden
    /// from, and what is withheld from somebody else of the same coordinate does not.</summary>
    public (int Number, bool IsHidden) Place => (Number, Effect == Effect.Hide);
}

/// <summary>
/// What is given and withheld of somebody, by the numbers of <see cref="CoordinateLists"/>. Equal to another that says
/// the same.
/// </summary>
internal sealed class SubjectTally : IEquatable<SubjectTally>
{
    // Sorted by place, each once.
    private readonly List<WithheldMark> _withheld = [];

    // One bit for each number. The last word is never zero: whoever widens gives.
    private readonly List<ulong> _given = [];

    public bool IsEmpty => _given.Count == 0 && _withheld.Count == 0;

    /// <summary>The numbers of what is given, ascending.</summary>
    public IEnumerable<int> Given
    {
        get
        {
            for (var word = 0; word < _given.Count; word++)
            {
                for (var rest = _given[word]; rest != 0; rest &= rest - 1)
                {
                    yield return (word * 64) + BitOperations.TrailingZeroCount(rest);
                }
            }
        }
    }

    /// <summary>What is withheld, by place.</summary>
    public IReadOnlyList<WithheldMark> Withheld => _withheld;

    public void Give(int number)
    {
        Widen((number / 64) + 1);
        _given[number / 64] |= 1UL << (number % 64);
    }

    /// <summary>Notes why a coordinate was withheld; the first reason stays.</summary>
    public void Withhold(WithheldMark mark)
    {
        var (from, to) = (0, _withheld.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = _withheld[middle].Place.CompareTo(mark.Place) < 0 ? (middle + 1, to) : (from, middle);
        }

        if (from == _withheld.Count || _withheld[from].Place != mark.Place)
        {
            _withheld.Insert(from, mark);
        }
    }

    /// <summary>Takes another's in.</summary>
    public void Add(SubjectTally other)
    {
        Widen(other._given.Count);
        for (var word = 0; word < other._given.Count; word++)
        {
            _given[word] |= other._given[word];
        }

        other._withheld.ForEach(Withhold);
    }

    public bool Equals(SubjectTally? other) => other is not null
        && CollectionsMarshal.AsSpan(_given).SequenceEqual(CollectionsMarshal.AsSpan(other._given))
        && CollectionsMarshal.AsSpan(_withheld).SequenceEqual(CollectionsMarshal.AsSpan(other._withheld));

    public override bool Equals(object? obj) => Equals(obj as SubjectTally);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        _given.ForEach(word => hash.Add(word));
        _withheld.ForEach(mark => hash.Add(mark.Number));
        return hash.ToHashCode();
    }

    private void Widen(int words)
    {
        while (_given.Count < words)
        {
            _given.Add(0);
        }
    }
}
