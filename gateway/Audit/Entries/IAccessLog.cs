namespace Aggregator.Audit;

/// <summary>
/// The record of who was shown what. An access is two entries: the intent, durable before any agency is asked (asking is
/// disclosure), and the outcome, durable before the first byte of the answer leaves.
/// </summary>
public interface IAccessLog
{
    /// <summary>Records what is about to be asked. Returns when it is durable.</summary>
    /// <param name="intent">Who, why and of whom.</param>
    /// <param name="cancellationToken">Ends the wait; the entry may still be written.</param>
    /// <exception cref="AuditUnavailableException">It could not be made durable: nothing may be asked.</exception>
    ValueTask<IntentReceipt> AppendIntentAsync(AccessIntent intent, CancellationToken cancellationToken);

    /// <summary>Records what is about to be shown. Returns when it is durable.</summary>
    /// <param name="intent">The receipt of the access's intent.</param>
    /// <param name="outcome">What will leave and what is withheld.</param>
    /// <param name="cancellationToken">Ends the wait; the entry may still be written.</param>
    /// <exception cref="AuditUnavailableException">It could not be made durable: nothing may leave.</exception>
    ValueTask<AuditReceipt> AppendOutcomeAsync(
        IntentReceipt intent, AccessOutcome outcome, CancellationToken cancellationToken);
}

/// <summary>Proof that the intent of an access is durable.</summary>
public sealed class IntentReceipt
{
    internal IntentReceipt(string auditId, long index)
    {
        AuditId = auditId;
        Index = index;
    }

    /// <summary>The access's id, which its outcome carries too and the answer shows.</summary>
    public string AuditId { get; }

    /// <summary>The entry's place in the log, from 0.</summary>
    public long Index { get; }
}

/// <summary>Proof that the outcome of an access is durable: without one nothing is released.</summary>
public sealed class AuditReceipt
{
    internal AuditReceipt(string auditId, long index)
    {
        AuditId = auditId;
        Index = index;
    }

    /// <summary>The access's id.</summary>
    public string AuditId { get; }

    /// <summary>The entry's place in the log, from 0.</summary>
    public long Index { get; }
}

/// <summary>The log cannot make an entry durable (disk full, write error, queue full).</summary>
public sealed class AuditUnavailableException : Exception
{
    /// <summary>Makes one.</summary>
    public AuditUnavailableException()
        : this("the access log cannot be written, so nothing is released")
    {
    }

    /// <summary>Makes one.</summary>
    /// <param name="message">What happened, without people's data.</param>
    public AuditUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one.</summary>
    /// <param name="message">What happened, without people's data.</param>
    /// <param name="innerException">Why.</param>
    public AuditUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
