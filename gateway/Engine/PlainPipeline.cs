using System.Collections.Immutable;
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
    private readonly TimeProvider _time;
    private readonly OperationPreparer _preparer;
    private readonly OperationCache<PreparedOperation> _prepared;
    private readonly LocalFields _local = new();

    /// <summary>Makes it.</summary>
    /// <param name="supergraph">A supergraph without labels.</param>
    /// <param name="options">Limits.</param>
    /// <param name="agencies">The way to the subgraphs.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">The supergraph is labelled.</exception>
    public PlainPipeline(Supergraph supergraph, EngineOptions options, IAgencyClient agencies, TimeProvider time)
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
        _time = time;
        _preparer = new OperationPreparer(new PlanningGraph(supergraph, options.OverrideLabels), options);
        _prepared = new OperationCache<PreparedOperation>(options.PreparedOperations);
    }

    /// <inheritdoc/>
    public async ValueTask<Answer> AnswerAsync(
        GatewayRequest request, CallerIdentity? identity, CancellationToken cancellationToken)
    {
        // 1 Validate, plan, compile: once for each operation.
        var (prepared, errors) = Prepare(request);
        if (prepared is null)
        {
            return Refusal.Of(errors);
        }

        if (request.IsReadOnly && prepared.Operation.Kind != OperationKind.Query)
        {
            return Refusal.Of(EngineErrors.ReadOnly, "only queries can be sent with GET: send it with POST");
        }

        // 2 Variables: for each request.
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

        // 3 Ask the subgraphs.
        var input = new ExecutionInput
        {
            Variables = variables.TryGetJson,
            AnswerWithin = _options.AnswerWithin,
            AsAt = _time.GetUtcNow(),
            PassSubgraphMessages = _options.PassSubgraphMessages,
            Limits = _options.Execution,
        };
        using var data = await Executor.RunAsync(prepared.Plan, input, _agencies, _time, cancellationToken);

        // 4 Write what came.
        return PlainRelease.Write(_supergraph, data, prepared.Response, new AnswerInput
        {
            Local = local.Write,
            Plan = _options.ShowsPlans ? prepared.ShownPlan : default,
        });
    }

    private (PreparedOperation? Prepared, ImmutableArray<RefusalError> Errors) Prepare(GatewayRequest request)
    {
        var document = request.Document.Span;
        var name = request.OperationName ?? "";
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
}
