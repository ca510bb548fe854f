using System.Runtime.CompilerServices;
using Aggregator.Audit;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Policy;
using Aggregator.Redaction;
using Aggregator.Schema;

namespace Aggregator.Engine;

/// <summary>
/// A subscription over a labelled supergraph. For each event everything is done again that a request does: who asks,
/// screen, intent, decide, release, outcome. What changed since the last event (an agreement withdrawn, a link ended, a
/// token expired, another policy) is obeyed at this one, and between events within the time of a check: what may be
/// seen is sent again then.
/// </summary>
/// <param name="pipeline">Answers each event as it answers a request.</param>
/// <param name="admission">Admits each event as it admits a request.</param>
/// <param name="parts">What it reaches the world through.</param>
/// <param name="options">How often access is looked at between events.</param>
internal sealed class LabelledFollowing(
    RequestPipeline pipeline, RequestAdmission admission, PipelineParts parts, EngineOptions options)
{
    // More than belong to any case; the register is asked about all of them at once.
    private const int MaxTold = 100;

    /// <summary>Why this subscription cannot be opened; null when nothing stands against it.</summary>
    public static Answer? Refusal(GatewayRequest request, PreparedOperation prepared) =>
        !string.IsNullOrWhiteSpace(request.Access.AsAt)
            ? Redaction.Refusal.Of(
                EngineErrors.BadAsAt, "a subscription follows what is known now: leave the as-at out")
            : prepared.Plan.Plan.Steps.Any(step => step is FetchStep { Kind: OperationKind.Subscription })
                ? null
                : Redaction.Refusal.Of(
                    PolicyErrors.FieldNotPermitted, "what is followed is withheld from your role and purpose");

    /// <summary>The answers: one for each event, and at last why there are no more, if there is a reason.</summary>
    /// <param name="request">The request.</param>
    /// <param name="identity">Who asks.</param>
    /// <param name="opened">The request as it was admitted when it was opened.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public async IAsyncEnumerable<Answer> FollowAsync(
        GatewayRequest request,
        CallerIdentity? identity,
        AdmittedRequest opened,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var state = new Following(request, identity, Screen.KeyOf(opened.Rules.Labels, opened.Row));

        // Asking is disclosure, so the intent stands before the agency learns who follows whom; the first event's
        // outcome belongs to it.
        var (intent, failure) = await IntentAsync(request, opened, cancellationToken);
        if (failure is not null)
        {
            yield return RefusalReport.Add(failure, opened.Row);
            yield break;
        }

        state.Intent = intent;
        await using var events = new EventClock(
            parts.Events.SubscribeAsync(
                Executor.Subscription(opened.Prepared.Plan, pipeline.InputOf(request, opened)), stop.Token),
            parts.TokenClock,
            stop.Token);
        try
        {
            while (true)
            {
                var came = await events.NextAsync(WaitFor(identity));
                if (came == Awaited.End)
                {
                    break;
                }

                var (answer, isLast) = came == Awaited.Event
                    ? await AnswerAsync(state, events.Current, stop.Token)
                    : await CheckAsync(state, stop.Token);
                if (answer is not null)
                {
                    yield return RefusalReport.Add(answer, opened.Row);
                }

                if (isLast || answer is { Status: not AnswerStatus.Executed })
                {
                    break;
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await CloseIntentAsync(state);
        }
    }

    private TimeSpan WaitFor(CallerIdentity? identity)
    {
        var left = (identity?.ExpiresAt ?? DateTimeOffset.MinValue) - parts.TokenClock.GetUtcNow();
        return left <= TimeSpan.Zero ? TimeSpan.Zero
            : left < options.AccessCheckEvery ? left
            : options.AccessCheckEvery;
    }

    private async ValueTask<(Answer? Answer, bool IsLast)> AnswerAsync(
        Following state, AgencyResponse occurred, CancellationToken cancellationToken)
    {
        if (occurred.Outcome != AgencyOutcome.Answered)
        {
            occurred.Dispose();
            return (Interrupted(), true);
        }

        var (admitted, refusal) = Admit(state);
        if (admitted is null)
        {
            occurred.Dispose();
            return (refusal, true);
        }

        try
        {
            var intent = state.TakeIntent()
                ?? await parts.Log.AppendIntentAsync(pipeline.IntentOf(state.Request, admitted), cancellationToken);
            var released = await pipeline.ReleaseAsync(state.Request, admitted, intent, occurred, cancellationToken);
            if (!released.IsRootWithheld)
            {
                state.Linked = released.Linked(admitted.Named());
                state.Told =
                [
                    .. released.Linked(released.Told.Union(state.Linked)).Order(StringComparer.Ordinal).Take(MaxTold),
                ];
                state.Access = KnownAccess.Of(released.Register, state.Told, admitted.Row);
                return (released.Answer, false);
            }

            released.Answer.Dispose();
            return (released.IsUnsettled ? Interrupted() : AccessEnded(), true);
        }
        catch (AuditUnavailableException)
        {
            return (RequestPipeline.AuditUnavailable(), true);
        }
        catch (LoggedRefusalException refused)
        {
            return (refused.AsRefusal(), true);
        }
    }

    // No answer when the caller may go on, and what was sent is still what they may see.
    private async ValueTask<(Answer? Answer, bool IsLast)> CheckAsync(
        Following state, CancellationToken cancellationToken)
    {
        var (admitted, refusal) = Admit(state);
        if (admitted is null || state.Linked.Count == 0)
        {
            return (refusal, false);
        }

        var answer = Seal.Open(
            await parts.Register.AskAsync(
                RegisterQuestion.Of(admitted.Row.Caller, [.. state.Linked.Union(state.Told)]), cancellationToken),
            admitted.Row);
        if (answer.State != RegisterState.Unavailable
            && state.Linked.Any(person => !answer.Persons.TryGetValue(person, out var facts)
                // Who may know no more of somebody than that they are there follows nothing about them.
                || facts.Links.All(link => link.Reach == LinkReach.Presence)))
        {
            return (AccessEnded(), false);
        }

        return state.Access is { } before && KnownAccess.Of(answer, state.Told, admitted.Row) is { } now
            && now != before && await AgainAsync(state, admitted, cancellationToken) is { } standing
                ? await AnswerAsync(state, standing, cancellationToken)
                : (null, false);
    }

    // Whoever begins to follow is told at once what stands; what is raised or ended is for the events that run on. Null
    // where an agency says nothing at once, or does not answer: it is looked at again with the next check.
    private async ValueTask<AgencyResponse?> AgainAsync(
        Following state, AdmittedRequest admitted, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var events = new EventClock(
            parts.Events.SubscribeAsync(
                Executor.Subscription(admitted.Prepared.Plan, pipeline.InputOf(state.Request, admitted)), stop.Token),
            parts.TokenClock,
            stop.Token);
        try
        {
            if (await events.NextAsync(options.AnswerWithin) != Awaited.Event)
            {
                return null;
            }

            var standing = events.Current;
            if (standing.Outcome == AgencyOutcome.Answered)
            {
                return standing;
            }

            standing.Dispose();
            return null;
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private (AdmittedRequest? Admitted, Answer? Refusal) Admit(Following state)
    {
        if (state.Identity is { } identity && identity.ExpiresAt <= parts.TokenClock.GetUtcNow())
        {
            return (null, Redaction.Refusal.Of(
                EngineErrors.Unauthenticated, "the token has expired: connect again with a current one",
                AnswerStatus.Unauthenticated));
        }

        var (admitted, refusal) = admission.Admit(state.Request, state.Identity);
        if (admitted is not null && Screen.KeyOf(admitted.Rules.Labels, admitted.Row) == state.Profile)
        {
            return (admitted, null);
        }

        // Another policy: what the agency was asked for may be too much or too little.
        refusal?.Dispose();
        return (null, AccessEnded());
    }

    private async ValueTask<(AccessIntent? Intent, Answer? Failure)> IntentAsync(
        GatewayRequest request, AdmittedRequest opened, CancellationToken cancellationToken)
    {
        try
        {
            return (await parts.Log.AppendIntentAsync(pipeline.IntentOf(request, opened), cancellationToken), null);
        }
        catch (AuditUnavailableException)
        {
            return (null, RequestPipeline.AuditUnavailable());
        }
    }

    // Opened and never answered: the log says that nothing was given.
    private async ValueTask CloseIntentAsync(Following state)
    {
        if (state.TakeIntent() is { } unused)
        {
            try
            {
                _ = await parts.Log.AppendOutcomeAsync(unused, new OutcomeEntry([]), CancellationToken.None);
            }
            catch (AuditUnavailableException)
            {
                // An intent without outcome is what the log's verifier reports; nothing was released.
            }
        }
    }

    private static Answer AccessEnded() => Redaction.Refusal.Of(
        EngineErrors.AccessEnded,
        "you have no access to what is followed, or no longer: subscribe again if you should have",
        AnswerStatus.Forbidden);

    private static Answer Interrupted() => Redaction.Refusal.Of(
        EngineErrors.SubscriptionInterrupted, "the events broke off: subscribe again");

    private sealed class Following(GatewayRequest request, CallerIdentity? identity, string profile)
    {
        public GatewayRequest Request { get; } = request;

        public CallerIdentity? Identity { get; } = identity;

        public string Profile { get; } = profile;

        public AccessIntent? Intent { get; set; }

        /// <summary>The persons whom the request names and to whom the caller had a link at the last event.</summary>
        public IReadOnlyCollection<string> Linked { get; set; } = [];

        /// <summary>They, and those whose data the last event showed and to whom the caller has a link.</summary>
        public IReadOnlyCollection<string> Told { get; set; } = [];

        /// <summary>What the register said of them then; null where it did not.</summary>
        public string? Access { get; set; }

        public AccessIntent? TakeIntent()
        {
            var intent = Intent;
            Intent = null;
            return intent;
        }
    }
}
