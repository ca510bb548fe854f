namespace Aggregator.Execution;

/// <summary>What a response becomes in the answer: every place of an entity has all that was read of it.</summary>
internal static class SpreadValues
{
    /// <summary>Counts the values of all places but those that were read.</summary>
    /// <param name="envelope">What was read.</param>
    /// <param name="prepared">Where it goes.</param>
    /// <returns>
    /// How many there are more, and how many of these will not be there since places share an object.
    /// </returns>
    public static (long More, long Shared) Of(ResponseEnvelope envelope, PreparedFetch prepared)
    {
        var more = envelope.Root.Expanded * (prepared.Roots.Sum(root => (long)root.Ways) - 1);
        var copied = (long)envelope.Root.Cells * (prepared.Roots.Length - 1);
        for (var group = 0; group < prepared.Batches.Length; group++)
        {
            var batch = prepared.Batches[group];
            var asked = batch.AskedEntities();
            var entities = envelope.Entities[group];
            for (var at = 0; at < Math.Min(asked.Count, entities?.Count ?? 0); at++)
            {
                var (objects, places) = batch.SpreadOf(asked[at]);
                more += entities![at].Expanded * (places - 1);
                copied += (long)entities[at].Cells * (objects - 1);
            }
        }

        return (more, more - copied);
    }
}
