using System.Collections.Immutable;
using Aggregator.Redaction;

namespace Aggregator.Engine;

/// <summary>Answers requests: what a transport calls.</summary>
public interface IRequestPipeline
{
    /// <summary>Answers one request. What is wrong with it, or with an agency, is in the answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="identity">Who a validated token says the caller is; null without one.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    ValueTask<Answer> AnswerAsync(
        GatewayRequest request, CallerIdentity? identity, CancellationToken cancellationToken);

    /// <summary>
    /// Answers one request over a transport that can give several answers: a subscription has one for each event.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="identity">Who a validated token says the caller is; null without one.</param>
    /// <param name="cancellationToken">The caller went away, or the gateway stops.</param>
    ValueTask<AnswerSeries> FollowAsync(
        GatewayRequest request, CallerIdentity? identity, CancellationToken cancellationToken);
}

/// <summary>The catalogue of this room's errors.</summary>
public static class EngineErrors
{
    /// <summary>There is no valid token.</summary>
    public const string Unauthenticated = "UNAUTHENTICATED";

    /// <summary>A mutation or subscription by a method that only reads.</summary>
    public const string ReadOnly = "READ_ONLY_METHOD";

    /// <summary>An as-at that cannot be read or lies in the future.</summary>
    public const string BadAsAt = "BAD_AS_AT";

    /// <summary>A stage that the policy does not know.</summary>
    public const string BadStage = "BAD_STAGE";

    /// <summary>A reason, or the id of a broken glass, that is too long to stand in the access log.</summary>
    public const string BadAccessText = "BAD_ACCESS_TEXT";

    /// <summary>The access log cannot be written.</summary>
    public const string AuditUnavailable = "AUDIT_UNAVAILABLE";

    /// <summary>The independent checker found a fault in the plan: it is not run.</summary>
    public const string PlanRefused = "PLAN_REFUSED";

    /// <summary>A subscription over a transport that gives one answer.</summary>
    public const string StreamRequired = "STREAM_REQUIRED";

    /// <summary>What is followed is not, or no longer, the caller's to know.</summary>
    public const string AccessEnded = "ACCESS_ENDED";

    /// <summary>The agency's stream of events broke off.</summary>
    public const string SubscriptionInterrupted = "SUBSCRIPTION_INTERRUPTED";

    /// <summary>More different people than a request or an hour may be about.</summary>
    public const string SubjectLimit = "SUBJECT_LIMIT";

    /// <summary>The request names broken glass, and its token was given without a second factor.</summary>
    public const string SecondFactorNeeded = "SECOND_FACTOR_NEEDED";

    /// <summary>The request names broken glass that is not in force for the caller.</summary>
    public const string BreakGlassNotInForce = "BREAK_GLASS_NOT_IN_FORCE";

    /// <summary>Every code with its meaning and cure.</summary>
    public static readonly ImmutableArray<(string Code, string Meaning, string Cure)> All =
    [
        (Unauthenticated, "the request has no valid token", "send `Authorization: Bearer` with a current token"),
        (ReadOnly, "a mutation or subscription was sent with a method that only reads", "send it with POST"),
        (BadAsAt, "the as-at is no instant or day, or lies in the future", "send an instant or a day that has come"),
        (BadStage, "the stage is not one of the policy's", "send CONTACT, S17 or S47"),
        (BadAccessText, "a reason or the id of a broken glass is too long, or holds characters that are not printed",
            $"send at most {CallerReader.MaxText} characters: they stand in the access log as they are sent"),
        (PlanRefused, "the independent checker found a fault in the operation's plan",
            "report the operation to the operator"),
        (StreamRequired, "a subscription was sent over a transport that gives one answer",
            "accept `text/event-stream`, or connect with `graphql-transport-ws`"),
        (AccessEnded, "the caller has no access to what a subscription follows, or no longer",
            "subscribe again if you should have it"),
        (SubscriptionInterrupted, "the agency's stream of events broke off", "subscribe again"),
        (SubjectLimit, "the request, or the caller's requests of one hour, are about more people than is allowed",
            "ask about fewer at once, or later"),
        (SecondFactorNeeded,
            "the request names broken glass, and its token does not say that a second factor was used",
            "sign in with a second factor, or leave `Access-Break-Glass` out; an operator says by "
            + "`Claims:SecondFactor` which claim tells"),
        (BreakGlassNotInForce, "the break-glass that the request names is not the caller's or has ended",
            "leave `Access-Break-Glass` out, or send the id that the mutation `openBreakGlass` has just given"),
        (AuditUnavailable, "the access log cannot be written, so nothing is released", "tell the operator; try later"),
    ];

    internal static Answer PostNeeded() => Refusal.Of(
        ReadOnly, "a mutation cannot be sent with GET: send it with POST", AnswerStatus.ReadOnlyMethod);

    internal static Answer StreamNeeded() => Refusal.Of(
        StreamRequired,
        "a subscription has many answers: accept `text/event-stream`, or connect with `graphql-transport-ws`");
}
