using GraphQL;

namespace Aggregator.Kit;

/// <summary>An expected failure, with a code and words that are safe to show a caller: no data about people.</summary>
public sealed class AgencyException : ExecutionError
{
    /// <summary>Creates the failure.</summary>
    /// <param name="code">One of <see cref="AgencyErrors"/>, or an agency's own in the same style.</param>
    /// <param name="message">What is wrong and what to do, lower case.</param>
    public AgencyException(string code, string message)
        : base(message) => Code = code;
}

/// <summary>The codes an agency answers with.</summary>
public static class AgencyErrors
{
    /// <summary>No caller context came with the request (HTTP 401).</summary>
    public const string CallerContextRequired = "CALLER_CONTEXT_REQUIRED";

    /// <summary>The caller context is malformed, expired, signed by an unknown key or not meant for agencies
    /// (HTTP 401).</summary>
    public const string CallerContextInvalid = "CALLER_CONTEXT_INVALID";

    /// <summary>The caller's role may not use this endpoint (HTTP 403).</summary>
    public const string RoleNotAllowed = "ROLE_NOT_ALLOWED";

    /// <summary>A page position that was not given by this agency or the gateway.</summary>
    public const string BadCursor = "BAD_CURSOR";

    /// <summary>A page size outside 1 to 200.</summary>
    public const string BadPageSize = "BAD_PAGE_SIZE";

    /// <summary>A request that is not a GraphQL request (HTTP 400).</summary>
    public const string BadRequest = "BAD_REQUEST";

    /// <summary>A document over the stated size, depth or field count.</summary>
    public const string DocumentTooLarge = "DOCUMENT_TOO_LARGE";

    /// <summary>More entity keys in one request than the stated limit.</summary>
    public const string TooManyEntities = "TOO_MANY_ENTITIES";

    /// <summary>More facts for one person than the stated limit: the list is refused, never cut.</summary>
    public const string TooManyFacts = "TOO_MANY_FACTS";

    /// <summary>A field whose value only the gateway can put together.</summary>
    public const string GatheredByGateway = "GATHERED_BY_GATEWAY";

    /// <summary>A fault of the agency's own; the request id leads to it.</summary>
    public const string AgencyFailed = "AGENCY_FAILED";

    /// <summary>An argument outside what the field takes.</summary>
    public const string BadArgument = "BAD_ARGUMENT";

    /// <summary>The recorder is not configured, or the credential is wrong (HTTP 403 or 401).</summary>
    public const string RecorderRefused = "RECORDER_REFUSED";

    /// <summary>A record that does not fit the contract.</summary>
    public const string BadRecord = "BAD_RECORD";
}
