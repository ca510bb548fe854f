using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>
/// A field as it is written in a request. Several places can want it of the same objects: below an object of an
/// interface, whose types are planned apart and which cannot be told apart there. It is written once for all of them,
/// since an object keeps one value for a slot.
/// </summary>
internal sealed class WrittenField
{
    private readonly List<DraftField> _places;

    private WrittenField(IEnumerable<DraftField> places) => _places = [.. places];

    /// <summary>What each place wants.</summary>
    public IReadOnlyList<DraftField> Places => _places;

    /// <summary>The concrete types that it is asked of, in the order of asking.</summary>
    public IReadOnlyList<string> OnTypes => _places.Count == 1
        ? _places[0].OnTypes
        : [.. _places.SelectMany(place => place.OnTypes).Distinct()];

    /// <summary>What is asked below it; empty for a leaf.</summary>
    public IReadOnlyList<DraftSelection> Children => [.. _places.Select(place => place.Child).OfType<DraftSelection>()];

    public string Name => _places[0].Name;

    public string Slot => _places[0].Slot;

    /// <summary>The field as its subgraph has it; null where it is none of the schema's.</summary>
    public FieldPart? Part => _places[0].Part;

    public ImmutableArray<ObjectField> Arguments => _places[0].Arguments;

    /// <summary>The fields of a selection set, or of several that are written as one.</summary>
    public static List<WrittenField> Of(IEnumerable<DraftField> fields)
    {
        var written = new List<WrittenField>();
        foreach (var field in fields)
        {
            var same = written.Where(other => other.IsOfSameObjects(field)).ToList();
            if (same.Count == 0)
            {
                written.Add(new WrittenField([field]));
                continue;
            }

            same[0]._places.AddRange([.. same.Skip(1).SelectMany(other => other._places), field]);
            _ = written.RemoveAll(other => other != same[0] && same.Contains(other));
        }

        return written;
    }

    /// <summary>True when both can stand under one key: leaves of different types with the same shape.</summary>
    public bool CanShareKey(WrittenField other) => Children.Count == 0 && other.Children.Count == 0
        && Slot == other.Slot
        && Equals(_places[0].Part?.Type, other._places[0].Part?.Type);

    // Whatever has only an object of an interface answers for all types at once.
    private bool IsOfSameObjects(DraftField field) => Slot == field.Slot
        && _places[0].Identity == field.Identity
        && (field.In.AsInterfaceObject || _places.Any(place => place.OnTypes.Intersect(field.OnTypes).Any()));
}
