using Aggregator.Execution;
using Aggregator.Schema;

namespace Aggregator.Redaction;

/// <summary>Releases everything: for supergraphs without labels only.</summary>
public static class PlainRelease
{
    /// <summary>Writes the answer.</summary>
    /// <param name="supergraph">The supergraph that was asked.</param>
    /// <param name="data">What was fetched; stays the caller's.</param>
    /// <param name="response">The plan's answer.</param>
    /// <param name="input">What else goes into it; its release is not used.</param>
    /// <exception cref="InvalidOperationException">The supergraph is labelled.</exception>
    public static Answer Write(Supergraph supergraph, FetchedData data, CompiledResponse response, AnswerInput input)
    {
        ArgumentNullException.ThrowIfNull(supergraph);
        ArgumentNullException.ThrowIfNull(input);

        // Invariant: labelled data leaves only through a decision and its record.
        if (supergraph.IsLabelled)
        {
            throw new InvalidOperationException("a labelled supergraph is never served plain");
        }

        var bytes = new PooledBytes(16 * 1024);
        AnswerWriter.Write(data, response, input with { Release = null }, bytes);
        return new Answer(bytes, AnswerStatus.Executed);
    }
}
