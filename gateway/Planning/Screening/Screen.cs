using System.Collections.Immutable;
using System.Globalization;
using Aggregator.Policy;
using Aggregator.Schema;
using Aggregator.Validation;

namespace Aggregator.Planning;

/// <summary>What screening rests on: one policy, one caller, one supergraph.</summary>
/// <param name="Supergraph">The labelled supergraph.</param>
/// <param name="Labels">Its effective labels under the policy.</param>
/// <param name="Row">The caller, found in the policy.</param>
public sealed record ScreeningInput(Supergraph Supergraph, EffectiveLabels Labels, CallerRow Row);

/// <summary>Either the operation as far as it may be asked, or why none of it may.</summary>
/// <param name="Operation">The planner's input, or null.</param>
/// <param name="Errors">Why not; empty when there is an operation.</param>
public sealed record ScreeningOutcome(PermittedOperation? Operation, ImmutableArray<OperationError> Errors)
{
    /// <summary>Arguments that are not permitted once their variable has a value: whoever runs the operation refuses
    /// it then.</summary>
    public ImmutableArray<RefusedArgument> BoundArguments { get; init; } = [];
}

/// <summary>
/// The first of three checks of the policy: what this role can see for this purpose and stage, whoever the person is.
/// What it denies is never asked of an agency. <c>@skip</c> and <c>@include</c> change nothing of it.
/// </summary>
public static class Screen
{
    /// <summary>Screens an operation. Pure.</summary>
    /// <param name="operation">What the client asks.</param>
    /// <param name="input">The policy, the caller and the supergraph.</param>
    public static ScreeningOutcome Permit(ValidOperation operation, ScreeningInput input)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(input);
        if (input.Row.Refusal is { } refusal && TouchesLabelled(operation, input))
        {
            return Refused(new OperationError(refusal, MessageOf(refusal, input.Row), []));
        }

        var arguments = new ArgumentRules(input).Check(operation).ToLookup(refused => refused.Variable is null);
        if (arguments[true].Any())
        {
            return Refused([.. arguments[true].Select(refused => refused.Error)]);
        }

        var rules = new FieldRules(input, InternalKeys.PrefixFor(operation));
        var permitted = PermittedBuilder.Build(operation, input.Supergraph, rules);
        if (PageRules.WithoutItems(permitted.Fields, input.Supergraph).FirstOrDefault() is { } list)
        {
            return Refused(new OperationError(
                PolicyErrors.PageInfoAlone,
                $"`{list}`: select `nodes` wherever `pageInfo` is selected, under the same condition",
                []));
        }

        return rules.NotPermitted.IsEmpty
            ? new ScreeningOutcome(permitted, []) { BoundArguments = [.. arguments[false]] }
            : Refused([.. rules.NotPermitted.Select(coordinate => new OperationError(
                PolicyErrors.FieldNotPermitted,
                $"`{coordinate}` is withheld from your role and purpose and cannot be null: leave it out",
                []))]);
    }

    /// <summary>
    /// What of the caller a plan depends on, besides operation and supergraph. Callers with the same key share plans.
    /// </summary>
    /// <param name="labels">The supergraph's labels under the policy.</param>
    /// <param name="row">The caller, found in the policy.</param>
    public static string KeyOf(EffectiveLabels labels, CallerRow row)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(row);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Table.Model.Hash}|{row.Role}|{row.Purpose}|{row.Caller.Stage}|{row.Caller.Agency}|"
            + $"{row.MayBreakGlass}|{row.Caller.OnwardTo}|{string.Join(',', row.Caller.OtherRoles)}|"
            + $"{labels.Demands.KeyOf(row)}");
    }

    private static ScreeningOutcome Refused(params OperationError[] errors) => new(null, [.. errors]);

    private static bool TouchesLabelled(ValidOperation operation, ScreeningInput input) =>
        OperationFields.All(operation).Where(field => !field.IsTypeName).Any(field =>
            input.Supergraph.Types.PossibleTypes(field.ParentType)
                .Any(type => !input.Labels.Field(type.Name, field.Name).All.IsEmpty));

    private static string MessageOf(string refusal, CallerRow row)
    {
        var entry = PolicyErrors.All.First(entry => entry.Code == refusal);
        var said = $"{entry.Meaning}: {entry.Cure}";
        return refusal == PolicyErrors.RoleUnknown
            ? said
            : $"{said}; your role may state {string.Join(", ", row.StatablePurposes)}";
    }
}
