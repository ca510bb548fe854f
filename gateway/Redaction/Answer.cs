using Aggregator.Execution;

namespace Aggregator.Redaction;

/// <summary>
/// What leaves the gateway: the bytes of one GraphQL answer. Only this room makes one, so nothing is sent that was not
/// released here. Dispose it when it is sent.
/// </summary>
public sealed class Answer : IDisposable
{
    private readonly PooledBytes _bytes;

    internal Answer(PooledBytes bytes, bool isExecuted)
    {
        _bytes = bytes;
        IsExecuted = isExecuted;
    }

    /// <summary>The JSON, UTF-8; valid until this is disposed.</summary>
    public ReadOnlyMemory<byte> Body => _bytes.Memory;

    /// <summary>False when the request was refused before execution: the answer has no <c>data</c>.</summary>
    public bool IsExecuted { get; }

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();
}
