using System.Collections.Concurrent;
using Aggregator.Audit;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>
/// The lists of coordinates that answers to one operation gave and withheld, for the access log: one answer's are
/// mostly those of another. Used by many requests at once.
/// </summary>
internal sealed class CoordinateLists
{
    /// <summary>The most lists that are kept; beyond it all are made again.</summary>
    public const int MaxLists = 1000;

    private static readonly string InFull = Effects.NameOf(Effect.Clear);
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Coordinate, Effect Form, string Class), int> _numbers = [];
    private readonly ConcurrentDictionary<SubjectTally, CoordinateList> _lists = new();
    private readonly List<GivenForm> _names = [];

    /// <summary>The number that stands for a coordinate in a <see cref="SubjectTally"/>.</summary>
    /// <param name="coordinate">The coordinate.</param>
    /// <param name="form">In which form it is given.</param>
    public int NumberOf(string coordinate, Effect form = Effect.Clear) => NumberOf(coordinate, form, "");

    /// <summary>The number that stands for what of a class is left out of a list: the list itself is given.</summary>
    /// <param name="coordinate">The list's coordinate.</param>
    /// <param name="cls">The class.</param>
    public int NumberOf(string coordinate, string cls) => NumberOf(coordinate, Effect.Clear, cls);

    private int NumberOf(string coordinate, Effect form, string cls)
    {
        lock (_gate)
        {
            if (!_numbers.TryGetValue((coordinate, form, cls), out var number))
            {
                number = _names.Count;
                _names.Add(new GivenForm(coordinate, Effects.NameOf(form)));
                _numbers.Add((coordinate, form, cls), number);
            }

            return number;
        }
    }

    /// <summary>The list that a tally says.</summary>
    /// <param name="tally">A tally that is not counted in any more.</param>
    public CoordinateList Of(SubjectTally tally)
    {
        if (!_lists.TryGetValue(tally, out var list))
        {
            if (_lists.Count >= MaxLists)
            {
                _lists.Clear();
            }

            list = Make(tally);
            _lists[tally] = list;
        }

        return list;
    }

    private CoordinateList Make(SubjectTally tally)
    {
        lock (_gate)
        {
            var given = tally.Given.Select(number => _names[number])
                .OrderBy(form => form.Coordinate, StringComparer.Ordinal)
                .ThenBy(form => form.Effect, StringComparer.Ordinal)
                .GroupBy(form => form.Coordinate, StringComparer.Ordinal)
                .ToList();
            return new CoordinateList(
                [.. given.Select(forms => forms.Key)],
                [
                    .. tally.Withheld.Select(mark => new WithheldCoordinate(
                            _names[mark.Number].Coordinate, Effects.NameOf(mark.Effect), mark.Rule))
                        .OrderBy(withheld => withheld.Coordinate, StringComparer.Ordinal)
                        .ThenBy(withheld => withheld.Rule, StringComparer.Ordinal),
                ])
            {
                Forms = [.. given.Where(forms => forms.Any(form => form.Effect != InFull)).SelectMany(forms => forms)],
            };
        }
    }
}
