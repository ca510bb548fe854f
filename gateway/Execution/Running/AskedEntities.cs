namespace Aggregator.Execution;

/// <summary>The entities that a request asks about, in its order.</summary>
/// <param name="count">How many.</param>
/// <param name="kept">Their numbers in the batch; null when it is all of them.</param>
internal readonly struct AskedEntities(int count, int[]? kept)
{
    public int Count => count;

    public int this[int at] => kept is null ? at : kept[at];
}
