using System.Collections.Immutable;
using System.Globalization;

namespace Aggregator.Composition;

/// <summary>Gives each subgraph its value of <c>join__Graph</c>, as the join specification derives it.</summary>
internal static class GraphNames
{
    public static void Assign(ImmutableArray<Subgraph> subgraphs)
    {
        foreach (var same in subgraphs.GroupBy(each => Derive(each.Name), StringComparer.Ordinal))
        {
            ImmutableArray<Subgraph> sharing = [.. same];
            for (var i = 0; i < sharing.Length; i++)
            {
                sharing[i].GraphName = sharing.Length == 1
                    ? same.Key
                    : same.Key + "_" + (i + 1).ToString(CultureInfo.InvariantCulture);
            }
        }
    }

    // Upper case; what a GraphQL name cannot hold becomes an underscore. An ending like `_1` is kept for collisions.
    private static string Derive(string name)
    {
        var letters = name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToUpperInvariant(letter) : '_');
        var derived = string.Concat(letters);
        if (derived.Length == 0 || char.IsAsciiDigit(derived[0]))
        {
            derived = "_" + derived;
        }

        var underscore = derived.LastIndexOf('_');
        var endsInNumber = underscore >= 0 && underscore < derived.Length - 1
            && derived[(underscore + 1)..].All(char.IsAsciiDigit);
        return endsInNumber ? derived + "_" : derived;
    }
}
