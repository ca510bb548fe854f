namespace Aggregator.Engine;

/// <summary>A GraphQL request as it reached the gateway, whatever the transport.</summary>
public sealed class GatewayRequest
{
    /// <summary>The document, UTF-8.</summary>
    public required ReadOnlyMemory<byte> Document { get; init; }

    /// <summary>Which of the document's operations; null when it has one.</summary>
    public string? OperationName { get; init; }

    /// <summary>The variables: a JSON object, UTF-8, or empty.</summary>
    public ReadOnlyMemory<byte> Variables { get; init; }

    /// <summary>What the caller says of the access.</summary>
    public AccessClaim Access { get; init; } = AccessClaim.None;

    /// <summary>The request's id: in logs, in the access log and in the caller context that agencies get.</summary>
    public required string RequestId { get; init; }

    /// <summary>True when only reading is allowed (HTTP GET).</summary>
    public bool IsReadOnly { get; init; }
}

/// <summary>
/// What a caller says of an access, in <c>Access-*</c> headers or under <c>extensions.access</c>. Texts as sent; the
/// engine checks them.
/// </summary>
/// <param name="Purpose">Why, from the policy's purposes.</param>
/// <param name="Stage">The stage of the enquiry; never more than the hub's register holds.</param>
/// <param name="AsAt">The instant to be shown as known at: an RFC 3339 instant, or a day in Europe/London.</param>
/// <param name="Reason">A reason in words, where one is asked for.</param>
/// <param name="BreakGlass">The id of an open break-glass grant.</param>
public sealed record AccessClaim(string? Purpose, string? Stage, string? AsAt, string? Reason, string? BreakGlass)
{
    /// <summary>The agency code that the answer is to be passed on to; null for nobody.</summary>
    public string? Recipient { get; init; }

    /// <summary>Nothing said.</summary>
    public static readonly AccessClaim None = new(null, null, null, null, null);

    /// <summary>This, and where it says nothing, the other.</summary>
    /// <param name="other">What counts otherwise.</param>
    public AccessClaim Over(AccessClaim other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new AccessClaim(
            Purpose ?? other.Purpose,
            Stage ?? other.Stage,
            AsAt ?? other.AsAt,
            Reason ?? other.Reason,
            BreakGlass ?? other.BreakGlass)
        {
            Recipient = Recipient ?? other.Recipient,
        };
    }
}
