using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Policy;
using Aggregator.Redaction;
using Aggregator.Schema;
using Aggregator.Validation;

namespace Aggregator.Engine;

/// <summary>
/// Answers requests over a supergraph without labels: no identity, no policy, no log. For conformance suites,
/// benchmarks and trying out; a labelled supergraph is served by the pipeline with policy only.
/// </summary>
public sealed class PlainPipeline : IRequestPipeline
{
    private readonly Supergraph _supergraph;
    private readonly EngineOptions _options;
    private readonly IAgencyClient _agencies;
    private readonly IAgencyEvents? _events;
    private readonly TimeProvider _time;
    private readonly OperationPreparer _preparer;
    private readonly OperationCache<PreparedOperation> _prepared;
    private readonly LocalFields _local = new();

    /// <summary>Makes it.</summary>
    /// <param name="supergraph">A supergraph without labels.</param>
    /// <param name="options">Limits.</param>
    /// <param name="agencies">The way to the subgraphs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="events">The way to the subgraphs' events; null serves no subscriptions.</param>
    /// <exception cref="ArgumentException">The supergraph is labelled.</exception>
    public PlainPipeline(
        Supergraph supergraph,
        EngineOptions options,
        IAgencyClient agencies,
        TimeProvider time,
        IAgencyEvents? events = null)
    {
        ArgumentNullException.ThrowIfNull(supergraph);
        ArgumentNullException.ThrowIfNull(options);
        if (supergraph.IsLabelled)
        {
            throw new ArgumentException("a labelled supergraph is never served plain", nameof(supergraph));
        }

        _supergraph = supergraph;
        _options = options;
        _agencies = agencies;
        _events = events;
        _time = time;
        _preparer = new OperationPreparer(new PlanningGraph(supergraph, options.OverrideLabels), options);
        _prepared = new OperationCache<PreparedOperation>(options.PreparedOperations);
    }

    /// <inheritdoc/>
    public async ValueTask<Answer> AnswerAsync(
        GatewayRequest request, CallerIdentity? identity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (plain, refusal) = Read(request);
        return plain is null ? refusal!
            : plain.Prepared.Operation.Kind == OperationKind.Subscription ? EngineErrors.StreamNeeded()
            : request.IsReadOnly && plain.Prepared.Operation.Kind != OperationKind.Query
                ? EngineErrors.PostNeeded()
            : await AnswerAsync(plain, null, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<AnswerSeries> FollowAsync(
        GatewayRequest request, CallerIdentity? identity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (plain, refusal) = Read(request);
        if (plain is null)
        {
            return new(AnswerSeries.Refused(refusal!));
        }

        return new(plain.Prepared.Operation.Kind switch
        {
            OperationKind.Mutation when request.IsReadOnly => AnswerSeries.Refused(EngineErrors.PostNeeded()),
            OperationKind.Subscription when _events is not null => AnswerSeries.Events(
                FollowAsync(plain, _events, cancellationToken)),
            OperationKind.Subscription => AnswerSeries.Refused(EngineErrors.StreamNeeded()),
            _ => AnswerSeries.One(() => AnswerAsync(plain, null, cancellationToken)),
        });
    }

    private (PlainRequest? Request, Answer? Refusal) Read(GatewayRequest request)
    {
        // 1 Validate, plan, compile: once for each operation.
        var (prepared, errors) = Prepare(request);
        if (prepared is null)
        {
            return (null, Refusal.Of(errors));
        }

        // 2 Variables: for each request.
        var coerced = VariableCoercion.Coerce(prepared.Operation, request.Variables);
        if (coerced.Variables is not { } variables)
        {
            return (null, Refusal.Of(coerced.Errors.Select(RefusalErrors.Of)));
        }

        var local = _local.Of(request, prepared.Operation, variables);
        return local.Error is { } tooLarge
            ? (null, Refusal.Of([RefusalErrors.Of(tooLarge)]))
            : (new PlainRequest(prepared, variables, new AnswerInput { Local = local.Write }), null);
    }

    private async ValueTask<Answer> AnswerAsync(
        PlainRequest request, AgencyResponse? occurred, CancellationToken cancellationToken)
    {
        // 3 Ask the subgraphs; for an event, for what it does not bring itself.
        var isExecuted = occurred is null || SourceEvents.IsOne(occurred);
        var plan = request.Prepared.Plan;
        using var data = occurred is null
            ? await Executor.RunAsync(plan, InputOf(request), _agencies, _time, cancellationToken)
            : await Executor.RunEventAsync(plan, InputOf(request), occurred, _agencies, _time, cancellationToken);

        // A subscription that could not be opened, or broke off: nothing was executed, so there is no data.
        if (!isExecuted)
        {
            return Refusal.Of(data.Errors.Select(RefusalErrors.Of).DefaultIfEmpty(RefusalErrors.Of(
                EngineErrors.SubscriptionInterrupted, "the subgraph gave neither an event nor an error")));
        }

        // 4 Write what came.
        return PlainRelease.Write(_supergraph, data, request.Prepared.Response, request.Local with
        {
            Plan = _options.ShowsPlans ? request.Prepared.ShownPlan : default,
        });
    }

    private async IAsyncEnumerable<Answer> FollowAsync(
        PlainRequest request, IAgencyEvents events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var subscription = Executor.Subscription(request.Prepared.Plan, InputOf(request));
        await foreach (var occurred in events.SubscribeAsync(subscription, cancellationToken))
        {
            var answer = await AnswerAsync(request, occurred, cancellationToken);
            yield return answer;
            if (answer.Status != AnswerStatus.Executed)
            {
                yield break;
            }
        }
    }

    private ExecutionInput InputOf(PlainRequest request) => new()
    {
        Variables = request.Variables.TryGetJson,
        AnswerWithin = _options.AnswerWithin,
        AsAt = _time.GetUtcNow(),
        PassSubgraphMessages = _options.PassSubgraphMessages,
        SharesObjects = true,
        Limits = _options.Execution,
    };

    private (PreparedOperation? Prepared, ImmutableArray<RefusalError> Errors) Prepare(GatewayRequest request)
    {
        var document = request.Document.Span;
        var name = request.OperationName;
        if (_prepared.TryGet(document, name, "", out var known))
        {
            return (known, []);
        }

        var (prepared, errors) = _preparer.Prepare(document, name, operation =>
            new Screened(OpenScreen.Permit(operation, _supergraph), [], _ => Effect.Clear));
        if (prepared is not null)
        {
            _prepared.Add(document, name, "", prepared);
        }

        return (prepared, errors);
    }

    private sealed record PlainRequest(PreparedOperation Prepared, CoercedVariables Variables, AnswerInput Local);
}
