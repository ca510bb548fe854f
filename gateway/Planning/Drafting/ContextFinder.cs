using System.Collections.Immutable;

namespace Aggregator.Planning;

/// <summary>A place above an object whose objects of certain types set a context.</summary>
/// <param name="At">The place.</param>
/// <param name="Above">How many places above, from 1.</param>
/// <param name="Types">The concrete types there that set it and lead to the object.</param>
internal readonly record struct ContextPlace(Position At, int Above, ImmutableArray<string> Types);

/// <summary>Finds who above an object sets a context: the nearest one counts.</summary>
internal static class ContextFinder
{
    /// <summary>
    /// The places, nearest first; null when some object at the place has nothing above it that sets the context.
    /// </summary>
    public static IReadOnlyList<ContextPlace>? Find(Position at, ImmutableArray<string> setting)
    {
        var found = new List<ContextPlace>();
        var (place, above) = (at, 0);
        while (place.Parent is { } parent)
        {
            above++;
            ImmutableArray<string> here = [.. place.OnParent.Where(setting.Contains)];
            if (!here.IsEmpty)
            {
                found.Add(new ContextPlace(parent, above, here));
            }

            if (here.Length == place.OnParent.Count)
            {
                return found;
            }

            place = parent;
        }

        return null;
    }
}
