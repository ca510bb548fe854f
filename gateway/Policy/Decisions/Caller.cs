using System.Collections.Immutable;

namespace Aggregator.Policy;

/// <summary>How far an agency's work on a child has gone; the further, the more may be shared.</summary>
public enum Stage
{
    /// <summary>A contact: nothing has been decided.</summary>
    Contact,

    /// <summary>An assessment under section 17.</summary>
    S17,

    /// <summary>An enquiry under section 47.</summary>
    S47,
}

/// <summary>
/// Who asks, for whom, and why: from the token and the access headers. Nothing here is taken as true about a child;
/// the register says what is.
/// </summary>
public sealed record Caller
{
    /// <summary>The role of the token, as in <c>schema/policy/roles.yaml</c>: <c>HEALTH_VISITOR</c>.</summary>
    public required string Role { get; init; }

    /// <summary>What else the token says the caller is: these roles grant nothing here, but what is forbidden to one of
    /// them stays forbidden.</summary>
    public ImmutableArray<string> OtherRoles { get; init; } = [];

    /// <summary>The scopes of the token. They open nothing; a schema can demand them besides.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>The agency code of the token, such as <c>HV</c>; hub staff carry <c>HUB</c>. Consents name
    /// these.</summary>
    public required string Agency { get; init; }

    /// <summary>The person who asks, as a pseudonym that only the audit log's key holder can resolve.</summary>
    public required string Subject { get; init; }

    /// <summary>The worker or desk that relationships are held for in the register.</summary>
    public required string Recipient { get; init; }

    /// <summary>The stated purpose; null when none was stated.</summary>
    public string? Purpose { get; init; }

    /// <summary>The claimed stage. Never more than the register says counts.</summary>
    public Stage Stage { get; init; } = Stage.Contact;

    /// <summary>True when the stage was stated and not left to its default.</summary>
    public bool StatesStage { get; init; }

    /// <summary>The instant that data is asked as known at.</summary>
    public DateTimeOffset AsAt { get; init; }

    /// <summary>The reason given, from a list; null when none was given.</summary>
    public string? Reason { get; init; }

    /// <summary>The agency code that the answer is to be passed on to; null for nobody.</summary>
    public string? OnwardTo { get; init; }

    /// <summary>The id of an open break-glass that the caller relies on; null for none.</summary>
    public string? BreakGlass { get; init; }

    /// <summary>True where the token does not say that a second factor was used: glass opens nothing then.</summary>
    public bool LacksSecondFactor { get; init; }
}
