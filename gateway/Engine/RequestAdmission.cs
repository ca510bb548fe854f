using System.Collections.Immutable;
using Aggregator.Planning;
using Aggregator.Policy;
using Aggregator.Redaction;
using Aggregator.Schema;
using Aggregator.Validation;

namespace Aggregator.Engine;

/// <summary>The first steps of a request, in which no agency is asked: who, what, and whether it may be.</summary>
/// <param name="supergraph">A labelled supergraph.</param>
/// <param name="options">Limits.</param>
/// <param name="parts">The policy in force, the clock and the pseudonyms.</param>
internal sealed class RequestAdmission(Supergraph supergraph, EngineOptions options, PipelineParts parts)
{
    private readonly OperationPreparer _preparer = new(new PlanningGraph(supergraph, options.OverrideLabels), options);
    private readonly OperationCache<PreparedOperation> _prepared = new(options.PreparedOperations);
    private readonly LocalFields _local = new();

    /// <summary>Admits a request, or gives the answer that refuses it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="identity">Who a validated token says the caller is; null without one.</param>
    public (AdmittedRequest? Admitted, Answer? Refusal) Admit(GatewayRequest request, CallerIdentity? identity)
    {
        // 1 Who asks, why, and as known when.
        if (parts.Rules.Current is not { } rules)
        {
            return (null, Refusal.Of(
                PolicyErrors.NoPolicy, "no valid policy is loaded, so everything is denied", AnswerStatus.Forbidden));
        }

        var now = parts.HubClock.GetUtcNow();
        if (CallerReader.Read(request.Access, identity, rules.Table, parts.Pseudonyms, now) is var (caller, refusal)
            && caller is null)
        {
            return (null, refusal!);
        }

        var row = new CallerRow(rules.Table, caller, now);
        var (admitted, why) = Admit(request, rules, row);
        return (admitted, why is null ? null : RefusalReport.Add(why, row));
    }

    private (AdmittedRequest? Admitted, Answer? Refusal) Admit(GatewayRequest request, PolicyRules rules, CallerRow row)
    {
        // 2 Validate, screen, plan, compile: once for each operation and kind of caller.
        var (prepared, errors) = Prepare(request, new ScreeningInput(supergraph, rules.Labels, row));
        if (prepared is null)
        {
            return (null, Refusal.Of(errors));
        }

        if (request.IsReadOnly)
        {
            return (null, Refusal.Of(
                EngineErrors.ReadOnly, "labelled data is asked for with POST only", AnswerStatus.ReadOnlyMethod));
        }

        // 3 Variables: for each request.
        var coerced = VariableCoercion.Coerce(prepared.Operation, request.Variables);
        if (coerced.Variables is not { } variables)
        {
            return (null, Refusal.Of(coerced.Errors.Select(RefusalErrors.Of)));
        }

        if (prepared.Refused(variables) is { IsEmpty: false } arguments)
        {
            return (null, Refusal.Of(arguments.Select(RefusalErrors.Of)));
        }

        if (WrittenBack.Find(prepared.Operation, variables, rules.Table.Model.Transforms) is { } argument)
        {
            return (null, Refusal.Of(
                PolicyErrors.RedactionWrittenBack,
                $"the argument `{argument}` holds what stood in place of withheld data: leave it out"));
        }

        var local = _local.Of(request, prepared.Operation, variables);
        if (local.Error is { } tooLarge)
        {
            return (null, Refusal.Of([RefusalErrors.Of(tooLarge)]));
        }

        var input = new AnswerInput
        {
            Local = local.Write,
            Plan = options.ShowsPlans ? prepared.ShownPlan : default,
        };
        return (new AdmittedRequest(row, rules, prepared, variables, input), null);
    }

    private (PreparedOperation? Prepared, ImmutableArray<RefusalError> Errors) Prepare(
        GatewayRequest request, ScreeningInput screening)
    {
        var document = request.Document.Span;
        var name = request.OperationName;
        var profile = Screen.KeyOf(screening.Labels, screening.Row);
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
