using Aggregator.Execution;
using Aggregator.Planning;

namespace Aggregator.Redaction;

/// <summary>What an answer is written from besides the data.</summary>
public sealed record AnswerInput
{
    /// <summary>Decides what goes out; null in plain mode, where everything does.</summary>
    public IRelease? Release { get; init; }

    /// <summary>
    /// Writes the value of a root field that the gateway itself answers, as JSON. Called after all other data is
    /// written, so that it can report on it. Null when the operation has no such field.
    /// </summary>
    public Action<ResponseField, PooledBytes>? Local { get; init; }

    /// <summary>The plan to show under <c>extensions.plan</c>, as JSON; empty for none.</summary>
    public ReadOnlyMemory<byte> Plan { get; init; }

    /// <summary>Writes the members of <c>extensions</c>, as JSON without braces; null for none.</summary>
    public Action<PooledBytes>? Extensions { get; init; }
}
