using System.Collections.Immutable;
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

    /// <summary>The gateway's access log is shorter than it was, or another one under the same name (HTTP 403).
    /// </summary>
    public const string LogWentBack = "LOG_WENT_BACK";

    /// <summary>More open streams of events than the stated limit (HTTP 503).</summary>
    public const string TooManyStreams = "TOO_MANY_STREAMS";

    /// <summary>Every code with its meaning and cure. An agency's own codes are in its documentation.</summary>
    public static readonly ImmutableArray<(string Code, string Meaning, string Cure)> All =
    [
        (CallerContextRequired, "no caller context came with the request", "ask through the gateway"),
        (CallerContextInvalid, "the caller context is malformed, expired, signed by an unknown key or not for agencies",
            "check the gateway's signing key and both clocks"),
        (RoleNotAllowed, "the caller's role may not use this endpoint", "ask in a role that may"),
        (BadCursor, "the page position was not given by this agency or the gateway", "start again without a cursor"),
        (BadPageSize, "the page size is out of range", "ask for 1 to 200 items"),
        (BadRequest, "the request is not a GraphQL request", "send a JSON object with `query`"),
        (DocumentTooLarge, "the document is over a limit of size, depth or fields", "ask for less at once"),
        (TooManyEntities, "the request names more entity keys than the limit", "ask about fewer at once"),
        (TooManyFacts, "a person has more facts than the limit: the list is refused, never cut",
            "have the agency's limit raised"),
        (GatheredByGateway, "only the gateway can put the field's value together", "ask the gateway"),
        (AgencyFailed, "the agency's service failed", "give the agency the request id"),
        (BadArgument, "an argument is outside what the field takes", "change it as the message says"),
        (RecorderRefused, "the recorder is not configured, or its credential is wrong",
            "check the recorder's credential"),
        (LogWentBack, "the gateway's access log is shorter than it was shown before, or another under the same name",
            "run `audit verify --against` the agency's checkpoint; a new log needs a new origin"),
        (TooManyStreams, "the agency has as many streams of events open as it allows", "try later"),
        (BadRecord, "a record does not fit the contract", "correct the record as the message says"),
    ];
}
