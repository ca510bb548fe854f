using Aggregator.Audit;
using Aggregator.Execution;
using Aggregator.Policy;
using Aggregator.Redaction;
using Aggregator.Schema;

namespace Aggregator.Engine;

/// <summary>
/// Answers requests over a labelled supergraph. This is the main flow: read it top to bottom. Each step takes what only
/// the step before it can make.
/// </summary>
public sealed class RequestPipeline : IRequestPipeline
{
    private readonly EngineOptions _options;
    private readonly PipelineParts _parts;
    private readonly RequestAdmission _admission;
    private readonly LabelledFollowing _following;

    /// <summary>Makes it.</summary>
    /// <param name="supergraph">A labelled supergraph.</param>
    /// <param name="options">Limits.</param>
    /// <param name="parts">What it reaches the world through.</param>
    public RequestPipeline(Supergraph supergraph, EngineOptions options, PipelineParts parts)
    {
        ArgumentNullException.ThrowIfNull(supergraph);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(parts);
        _options = options;
        _parts = parts;
        _admission = new RequestAdmission(supergraph, options, parts);
        _following = new LabelledFollowing(this, _admission, parts, options);
    }

    /// <inheritdoc/>
    public async ValueTask<Answer> AnswerAsync(
        GatewayRequest request, CallerIdentity? identity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (admitted, refusal) = _admission.Admit(request, identity);
        return admitted is null ? refusal!
            : admitted.Prepared.Operation.Kind == OperationKind.Subscription
                ? RefusalReport.Add(EngineErrors.StreamNeeded(), admitted.Row)
            : await AnswerAsync(request, admitted, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<AnswerSeries> FollowAsync(
        GatewayRequest request, CallerIdentity? identity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (admitted, refusal) = _admission.Admit(request, identity);
        if (admitted is null)
        {
            return new(AnswerSeries.Refused(refusal!));
        }

        if (admitted.Prepared.Operation.Kind != OperationKind.Subscription)
        {
            return new(AnswerSeries.One(() => AnswerAsync(request, admitted, cancellationToken)));
        }

        return new(LabelledFollowing.Refusal(request, admitted.Prepared) is { } unfollowable
            ? AnswerSeries.Refused(RefusalReport.Add(unfollowable, admitted.Row))
            : AnswerSeries.Events(_following.FollowAsync(request, identity, admitted, cancellationToken)));
    }

    internal static Answer AuditUnavailable() => Refusal.Of(
        EngineErrors.AuditUnavailable, "the access log cannot be written, so nothing is released");

    internal IntentEntry IntentOf(GatewayRequest request, AdmittedRequest admitted) => AccessEntries.Intent(
        request, admitted.Prepared, admitted.Variables, admitted.Row, _parts.Pseudonyms);

    internal ExecutionInput InputOf(GatewayRequest request, AdmittedRequest admitted) => new()
    {
        Variables = admitted.Variables.TryGetJson,
        CallerContext = new Lazy<string>(() => _parts.Sign(admitted.Row, request.RequestId)),
        AnswerWithin = _options.AnswerWithin,
        Cursors = CursorSeal.For(_parts.Cursors, admitted.Row.Caller),
        AsAt = admitted.Row.Caller.AsAt,
        IsAsAtRequest = admitted.Row.Caller.AsAt < admitted.Row.Now,
        Limits = _options.Execution,
    };

    private async ValueTask<Answer> AnswerAsync(
        GatewayRequest request, AdmittedRequest admitted, CancellationToken cancellationToken)
    {
        Answer answer;
        AccessIntent? intent = null;
        try
        {
            // 4 The intent is durable before anybody is asked: asking is disclosure.
            intent = await _parts.Log.AppendIntentAsync(IntentOf(request, admitted), cancellationToken);
            answer = (await ReleaseAsync(request, admitted, intent, null, cancellationToken)).Answer;
        }
        catch (AuditUnavailableException)
        {
            answer = AuditUnavailable();
        }
        catch (LoggedRefusalException refused)
        {
            answer = refused.AsRefusal();
        }

        return RefusalReport.Add(answer, admitted.Row, intent?.AuditId);
    }

    /// <summary>Asks, decides, records and releases; for an event of a subscription too.</summary>
    internal async ValueTask<ReleasedAnswer> ReleaseAsync(
        GatewayRequest request,
        AdmittedRequest admitted,
        AccessIntent intent,
        AgencyResponse? occurred,
        CancellationToken cancellationToken)
    {
        var allowance = new SubjectAllowance(admitted.Row, _options.MaxSubjects, _parts.Subjects);
        try
        {
            allowance.Count(admitted.Persons().Select(CountedPerson.Named));
            await NamedGlass.CheckAsync(admitted.Row.Caller, _parts.Register, cancellationToken);

            // 5 Ask the agencies and decide on what came; the gate leaves out whom they may not be asked about.
            using var access = new PolicyAccess(admitted.Prepared.Facts!, admitted.Row, _parts.Register)
            {
                IsGiven = admitted.Variables.IsGiven,
            };
            var input = InputOf(request, admitted) with { Gate = access.Gate };
            var decided = await new LabelledRun(_parts, access, admitted.Variables.IsTrue)
                .DecideAsync(admitted.Prepared.Plan, input, occurred, cancellationToken);
            using var data = decided.Data;

            // Whom hidden records and those behind a page are about, and who is kept back, must not be told by a limit.
            allowance.Count(decided.Counted);

            // 6 Write what may leave; record it durably; only then is it an answer.
            using var draft = LabelledRelease.Write(
                decided,
                admitted.Prepared.Response,
                new LabelledReleaseInput(intent, _parts.Pseudonyms.Of, admitted.Local));
            var receipt = await _parts.Log.AppendOutcomeAsync(intent, draft.Outcome, cancellationToken);
            var answer = draft.Seal(receipt);

            // 7 What it shows is kept for the hub before it leaves: shown is a fact of the case.
            if (_parts.Shown is not null && AccessEntries.Shown(admitted.Row, draft) is { } shown
                && !await _parts.Shown.KeepAsync(shown))
            {
                answer = Refusal.Of(
                    EngineErrors.AuditUnavailable, "what is shown cannot be kept, so nothing is released");
            }

            return new ReleasedAnswer(
                answer, draft.IsRootWithheld, data.Errors.Length > 0, access.Register.Known)
            {
                Told = [.. draft.Shown.SelectMany(record => record.Persons)],
            };
        }
        catch (LoggedRefusalException why)
        {
            occurred?.Dispose();
            var refused = new OutcomeEntry([]) { Refused = why.Code };
            _ = await _parts.Log.AppendOutcomeAsync(intent, refused, cancellationToken);
            throw;
        }
    }
}
