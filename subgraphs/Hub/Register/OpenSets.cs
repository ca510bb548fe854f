using System.Numerics;
using System.Text.Json;

namespace Aggregator.Hub.Register;

/// <summary>
/// Where people around a child are shielded, an alert stands for whoever has some of them open and the others not. It
/// is worked out for sets of them, each of which is named by those who are open.
/// </summary>
internal static class OpenSets
{
    // Of so many every set is worked out, of more the smallest and the largest, of more still with none and with all.
    private const int MaxEach = 4;
    private const int MaxApart = 8;

    /// <summary>The sets that are worked out: all of them first.</summary>
    /// <param name="shielded">Who is shielded, in order.</param>
    public static IEnumerable<string[]> Of(IReadOnlyList<string> shielded) =>
        shielded.Count > MaxApart
            ? [[.. shielded], []]
            : Enumerable.Range(0, 1 << shielded.Count).Reverse()
                .Where(set => IsWorkedOut(BitOperations.PopCount((uint)set), shielded.Count))
                .Select(set => shielded.Where((_, place) => (set >> place & 1) == 1).ToArray());

    /// <summary>What a set is called.</summary>
    public static string NameOf(IEnumerable<string> open) => string.Join(' ', open);

    /// <summary>Whether a stored alert stands for whoever may know of everybody.</summary>
    public static bool StandsForAll(JsonElement outcome) => RaisedAt(outcome, _ => false) is not null;

    /// <summary>Since when a stored alert stands for whom some are closed to; null where it does not.</summary>
    /// <param name="outcome">What is stored.</param>
    /// <param name="isClosed">Whether somebody who is shielded is closed.</param>
    public static string? RaisedAt(JsonElement outcome, Func<string, bool> isClosed)
    {
        if (outcome.Texts("shielded") is not { Count: > 0 } shielded)
        {
            // As it was stored before there were sets: who is shielded, where it stands only with, or without, them.
            return !outcome.Texts("onlyWith").Any(isClosed)
                && (outcome.Texts("onlyWithout") is not { Count: > 0 } without || without.Any(isClosed))
                    ? outcome.Text("raisedAt") ?? "" : null;
        }

        string[] open = [.. shielded.Where(person => !isClosed(person))];
        var (names, raised) = (outcome.Texts("standsFor"), outcome.Texts("raisedIn"));

        // Invariant: what is taken for a set rests on nobody who is not in it.
        return (IsWorkedOut(open.Length, shielded.Count) ? [NameOf(open)] : open.Append(""))
            .Select(name => names.ToList().IndexOf(name)).Where(place => place >= 0)
            .Select(place => raised[place]).FirstOrDefault();
    }

    private static bool IsWorkedOut(int open, int shielded) => open == 0 || open == shielded
        || shielded <= MaxEach || (shielded <= MaxApart && (open == 1 || open == shielded - 1));
}
