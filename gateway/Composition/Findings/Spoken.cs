namespace Aggregator.Composition;

/// <summary>Wording that several findings share.</summary>
internal static class Spoken
{
    /// <summary><c>`a` and `b`</c>.</summary>
    public static string List(IEnumerable<Subgraph> subgraphs) => List(subgraphs.Select(each => each.Name));

    /// <summary><c>`a`, `b` and `c`</c>.</summary>
    public static string List(IEnumerable<string> names)
    {
        var quoted = names.Distinct().Select(name => $"`{name}`").ToList();
        return quoted.Count < 2
            ? string.Concat(quoted)
            : string.Join(", ", quoted.SkipLast(1)) + " and " + quoted[^1];
    }

    /// <summary><c>`Int` in `a`, `String` in `b`</c>.</summary>
    public static string Each(IEnumerable<(string What, Subgraph Where)> all) => string.Join(
        ", ",
        all.GroupBy(each => each.What, each => each.Where).Select(group => $"{group.Key} in {List(group)}"));
}
