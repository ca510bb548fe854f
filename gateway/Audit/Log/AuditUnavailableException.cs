namespace Aggregator.Audit;

/// <summary>The log cannot make an entry durable (disk full, write error, queue full): nothing may be asked or shown.
/// </summary>
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
