using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>A coordinate by its numbers in an operation's lists: one for each form in which it is given.</summary>
/// <param name="lists">The operation's lists.</param>
/// <param name="coordinate">The coordinate.</param>
internal sealed class LoggedCoordinate(CoordinateLists lists, string coordinate)
{
    // By effect, when it is first asked for; zero is not known yet: in full the coordinate had its number before.
    private readonly int[] _otherwise = new int[(int)Effect.Omit];

    /// <summary>Its number as given in full, or withheld.</summary>
    public int Number { get; } = lists.NumberOf(coordinate);

    /// <summary>Its number as given in a form.</summary>
    /// <param name="form">The form.</param>
    public int As(Effect form)
    {
        if (form == Effect.Clear)
        {
            return Number;
        }

        ref var number = ref _otherwise[(int)form];
        return number > 0 ? number : number = lists.NumberOf(coordinate, form);
    }
}
