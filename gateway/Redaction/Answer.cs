using Aggregator.Execution;

namespace Aggregator.Redaction;

/// <summary>
/// What leaves the gateway: the bytes of one GraphQL answer. Only this room makes one, so nothing is sent that was not
/// released here. Dispose it when it is sent.
/// </summary>
public sealed class Answer : IDisposable
{
    internal Answer(PooledBytes bytes, AnswerStatus status)
    {
        Bytes = bytes;
        Status = status;
    }

    /// <summary>The JSON, UTF-8; valid until this is disposed.</summary>
    public ReadOnlyMemory<byte> Body => Bytes.Memory;

    /// <summary>How far the request came.</summary>
    public AnswerStatus Status { get; }

    internal PooledBytes Bytes { get; }

    /// <inheritdoc/>
    public void Dispose() => Bytes.Dispose();
}

/// <summary>How far a request came.</summary>
public enum AnswerStatus
{
    /// <summary>It was executed: the answer has <c>data</c>, which may be null.</summary>
    Executed,

    /// <summary>The document, its variables or what it says of the access is wrong.</summary>
    Refused,

    /// <summary>There is no valid token.</summary>
    Unauthenticated,

    /// <summary>The caller may not ask this.</summary>
    Forbidden,

    /// <summary>It would change something and came by a method that only reads.</summary>
    ReadOnlyMethod,
}
