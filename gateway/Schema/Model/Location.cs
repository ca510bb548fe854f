namespace Aggregator.Schema;

/// <summary>A place in a text, for people: both numbers count from 1.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1, in UTF-16 units.</param>
public readonly record struct Location(int Line, int Column)
{
    /// <summary>Nowhere: for what was made and not read.</summary>
    public static readonly Location None;

    /// <summary>The form <c>line:column</c>.</summary>
    public override string ToString() => $"{Line}:{Column}";
}
