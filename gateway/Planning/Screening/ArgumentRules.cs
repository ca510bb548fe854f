using System.Collections.Immutable;
using Aggregator.Policy;
using Aggregator.Schema;
using Aggregator.Validation;

namespace Aggregator.Planning;

/// <summary>An argument that is not permitted.</summary>
/// <param name="Variable">The variable that it is bound to: without a value the argument is absent, and permitted.
/// Null when it is written out.</param>
/// <param name="Error">Why not.</param>
public sealed record RefusedArgument(string? Variable, OperationError Error);

/// <summary>
/// Refuses arguments whose use would tell something of data that the caller may not see in full: a filter, an order, a
/// count. What is clear of some persons only is not enough: who they are is what the result would tell. Of a variable
/// that has a value every part that its type allows counts as used.
/// </summary>
internal sealed class ArgumentRules(ScreeningInput input)
{
    /// <summary>Each argument that is not permitted, once for each variable that would make it so.</summary>
    public IEnumerable<RefusedArgument> Check(ValidOperation operation) =>
        from field in OperationFields.All(operation)
        from argument in field.Arguments
        from variable in Probed(field, argument).Where(IsNotClear)
            .Select(probed => operation.UsedVariables.Any(used => used.Name == probed.Variable && used.Type.IsNonNull)
                ? null : probed.Variable)
            .Distinct()
        select new RefusedArgument(variable, new OperationError(
            PolicyErrors.ArgumentNotPermitted,
            $"the argument `{argument.Name}` of `{field.ParentType.Name}.{field.Name}` makes the result depend on data "
            + $"that {Givers} do not give in full: leave it out",
            [.. field.Locations]));

    /// <summary>The classes that a field's arguments pick by, permitted or not.</summary>
    public IEnumerable<ProbedClass> Probed(ValidField field) =>
        field.Arguments.SelectMany(argument => Probed(field, argument)).Distinct();

    private string Givers => input.Row.Onward is null
        ? "your role and purpose"
        : "your role and purpose, or those of whom the answer is passed on to,";

    // Who is found by data goes to the recipient as found by it.
    private bool IsNotClear(ProbedClass probed) =>
        IsNotClear(probed, input.Row) || (input.Row.Onward is { } onward && IsNotClear(probed, onward));

    private static bool IsNotClear(ProbedClass probed, CallerRow row) =>
        PolicyDecision.Surely(row, row.Table.SetOf([probed.Class])) != Effect.Clear;

    private IEnumerable<ProbedClass> Probed(ValidField field, ObjectField argument)
    {
        if (argument.Value is NullValue)
        {
            return [];
        }

        var concrete = input.Supergraph.Types.PossibleTypes(field.ParentType).Prepend(field.ParentType);
        return concrete
            .Select(type => input.Supergraph.Types.Type(type.Name)?.Field(field.Name)?.Argument(argument.Name))
            .OfType<InputValueDefinition>()
            .SelectMany(definition => Probed(definition, argument.Value, []));
    }

    private IEnumerable<ProbedClass> Probed(
        InputValueDefinition definition, Value value, ImmutableHashSet<string> around)
    {
        var type = input.Supergraph.Types.Type(definition.Type.Name);
        return input.Supergraph.ProbedClasses(definition.Directives)
            .Select(cls => new ProbedClass(cls, (value as VariableValue)?.Name))
            .Concat(type is null ? [] : InValue(type, value, around));
    }

    private IEnumerable<ProbedClass> InValue(TypeDefinition type, Value value, ImmutableHashSet<string> around) =>
        value switch
        {
            ListValue list => list.Items.SelectMany(item => InValue(type, item, around)),
            ObjectValue written => written.Fields
                .Select(entry => (
                    entry.Value, Input: type.InputFields.FirstOrDefault(field => field.Name == entry.Name)))
                .Where(entry => entry.Input is not null && entry.Value is not NullValue)
                .SelectMany(entry => Probed(entry.Input!, entry.Value, around)),
            EnumLiteral literal => type.Values.Where(one => one.Name == literal.Name)
                .SelectMany(one => input.Supergraph.ProbedClasses(one.Directives))
                .Select(cls => new ProbedClass(cls, null)),
            VariableValue variable => Anywhere(type, variable, around),
            _ => [],
        };

    // Whatever a variable could hold.
    private IEnumerable<ProbedClass> Anywhere(
        TypeDefinition type, VariableValue variable, ImmutableHashSet<string> around) =>
        around.Contains(type.Name) ? [] : type.Values
            .SelectMany(one => input.Supergraph.ProbedClasses(one.Directives))
            .Select(cls => new ProbedClass(cls, variable.Name))
            .Concat(type.InputFields.SelectMany(field => Probed(field, variable, around.Add(type.Name))));
}
