using Aggregator.Execution;
using Aggregator.Schema;

namespace Aggregator.Redaction;

/// <summary>Releases everything: for supergraphs without labels only.</summary>
public static class PlainRelease
{
    private const int MostExpected = 1 << 20;

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

        var bytes = new PooledBytes(Math.Clamp(response.LastLength, 4 * 1024, MostExpected));
        AnswerWriter.Write(data, response, input with { Release = null }, bytes);
        response.LastLength = bytes.Length;
        return new Answer(bytes, AnswerStatus.Executed);
    }
}
