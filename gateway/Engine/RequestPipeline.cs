using System.Collections.Immutable;
using Aggregator.Audit;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Policy;
using Aggregator.Redaction;
using Aggregator.Schema;
using Aggregator.Validation;

namespace Aggregator.Engine;

/// <summary>
/// Answers requests over a labelled supergraph. This is the main flow: read it top to bottom. Each step takes what only
/// the step before it can make.
/// </summary>
public sealed class RequestPipeline : IRequestPipeline
{
    private readonly Supergraph _supergraph;
    private readonly EngineOptions _options;
    private readonly PipelineParts _parts;
    private readonly OperationPreparer _preparer;
    private readonly OperationCache<PreparedOperation> _prepared;
    private readonly LocalFields _local = new();

    /// <summary>Makes it.</summary>
    /// <param name="supergraph">A labelled supergraph.</param>
    /// <param name="options">Limits.</param>
    /// <param name="parts">What it reaches the world through.</param>
    public RequestPipeline(Supergraph supergraph, EngineOptions options, PipelineParts parts)
    {
        ArgumentNullException.ThrowIfNull(supergraph);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(parts);
        _supergraph = supergraph;
        _options = options;
        _parts = parts;
        _preparer = new OperationPreparer(new PlanningGraph(supergraph, options.OverrideLabels), options);
        _prepared = new OperationCache<PreparedOperation>(options.PreparedOperations);
    }

    /// <inheritdoc/>
    public async ValueTask<Answer> AnswerAsync(
        GatewayRequest request, CallerIdentity? identity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);

        // 1 Who asks, why, and as known when.
        if (_parts.Rules.Current is not { } rules)
        {
            return Refusal.Of(
                PolicyErrors.NoPolicy, "no valid policy is loaded, so everything is denied", AnswerStatus.Forbidden);
        }

        var now = _parts.HubClock.GetUtcNow();
        if (CallerReader.Read(request.Access, identity, rules.Table, _parts.Pseudonyms, now) is var (caller, refusal)
            && caller is null)
        {
            return refusal!;
        }

        var row = new CallerRow(rules.Table, caller, now);

        // 2 Validate, screen, plan, compile: once for each operation and kind of caller.
        var (prepared, errors) = Prepare(request, new ScreeningInput(_supergraph, rules.Labels, row));
        if (prepared is null)
        {
            return Refusal.Of(errors);
        }

        if (request.IsReadOnly)
        {
            return Refusal.Of(EngineErrors.ReadOnly, "labelled data is asked for with POST only");
        }

        // 3 Variables: for each request.
        var coerced = VariableCoercion.Coerce(prepared.Operation, request.Variables);
        if (coerced.Variables is not { } variables)
        {
            return Refusal.Of(coerced.Errors.Select(RefusalErrors.Of));
        }

        var local = _local.Of(request, prepared.Operation, variables);
        if (local.Error is { } tooLarge)
        {
            return Refusal.Of([RefusalErrors.Of(tooLarge)]);
        }

        try
        {
            var input = new AnswerInput
            {
                Local = local.Write,
                Plan = _options.ShowsPlans ? prepared.ShownPlan : default,
            };
            return await AnswerAsync(request, prepared, variables, input, row, rules, cancellationToken);
        }
        catch (AuditUnavailableException)
        {
            return Refusal.Of(
                EngineErrors.AuditUnavailable, "the access log cannot be written, so nothing is released");
        }
    }

    private async ValueTask<Answer> AnswerAsync(
        GatewayRequest request,
        PreparedOperation prepared,
        CoercedVariables variables,
        AnswerInput local,
        CallerRow row,
        PolicyRules rules,
        CancellationToken cancellationToken)
    {
        // 4 The intent is durable before anybody is asked: asking is disclosure.
        var intent = await _parts.Log.AppendIntentAsync(
            AccessEntries.Intent(request, prepared, variables, row, _parts.Pseudonyms), cancellationToken);

        // 5 Ask the agencies; the gate leaves out whom they may not be asked about.
        using var access = new PolicyAccess(_supergraph, rules.Labels, row, _parts.Register);
        var input = new ExecutionInput
        {
            Variables = variables.TryGetJson,
            CallerContext = _parts.Sign(row.Caller, request.RequestId),
            AnswerWithin = _options.AnswerWithin,
            Gate = access.Gate,
            Cursors = new CursorSeal(_parts.Cursors, row.Caller.Subject),
            AsAt = row.Caller.AsAt,
            IsAsAtRequest = row.Caller.AsAt < row.Now,
            Limits = _options.Execution,
        };
        var decided = await new LabelledRun(_parts, access, variables.IsTrue)
            .DecideAsync(prepared.Plan, input, null, cancellationToken);
        using var data = decided.Data;

        // 6 Write what may leave; record it durably; only then is it an answer.
        using var draft = LabelledRelease.Write(
            decided, prepared.Response, new LabelledReleaseInput(intent, _parts.Pseudonyms.Of, local));
        return draft.Seal(await _parts.Log.AppendOutcomeAsync(intent, draft.Outcome, cancellationToken));
    }

    private (PreparedOperation? Prepared, ImmutableArray<RefusalError> Errors) Prepare(
        GatewayRequest request, ScreeningInput screening)
    {
        var document = request.Document.Span;
        var name = request.OperationName ?? "";
        var profile = Screen.KeyOf(screening.Row);
        if (_prepared.TryGet(document, name, profile, out var known))
        {
            return (known, []);
        }

        var (prepared, errors) = _preparer.Prepare(document, name, operation => Screened.Of(operation, screening));
        if (prepared is not null)
        {
            _prepared.Add(document, name, profile, prepared);
        }

        return (prepared, errors);
    }
}
