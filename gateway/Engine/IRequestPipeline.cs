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

    /// <summary>The access log cannot be written.</summary>
    public const string AuditUnavailable = "AUDIT_UNAVAILABLE";

    /// <summary>The independent checker found a fault in the plan: it is not run.</summary>
    public const string PlanRefused = "PLAN_REFUSED";

    /// <summary>Every code with its meaning and cure.</summary>
    public static readonly ImmutableArray<(string Code, string Meaning, string Cure)> All =
    [
        (Unauthenticated, "the request has no valid token", "send `Authorization: Bearer` with a current token"),
        (ReadOnly, "a mutation or subscription was sent with a method that only reads", "send it with POST"),
        (BadAsAt, "the as-at is no instant or day, or lies in the future", "send an instant or a day that has come"),
        (BadStage, "the stage is not one of the policy's", "send CONTACT, S17 or S47"),
        (PlanRefused, "the independent checker found a fault in the operation's plan",
            "report the operation to the operator"),
        (AuditUnavailable, "the access log cannot be written, so nothing is released", "tell the operator; try later"),
    ];
}
