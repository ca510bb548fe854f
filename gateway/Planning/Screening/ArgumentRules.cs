using System.Collections.Immutable;
using Aggregator.Policy;
using Aggregator.Schema;
using Aggregator.Validation;

namespace Aggregator.Planning;

/// <summary>
/// Refuses arguments whose use would tell something of data that the caller may not see in full: a filter, an order, a
/// count. What is clear of some persons only is not enough: who they are is what the result would tell. Of a variable
/// every part that its type allows counts as used.
/// </summary>
internal sealed class ArgumentRules(ScreeningInput input)
{
    /// <summary>An error for each argument that is not permitted.</summary>
    public IEnumerable<OperationError> Check(ValidOperation operation) =>
        from field in OperationFields.All(operation)
        from argument in field.Arguments
        let probed = Probed(field, argument)
        where probed.Any(IsNotClear)
        select new OperationError(
            PolicyErrors.ArgumentNotPermitted,
            $"the argument `{argument.Name}` of `{field.ParentType.Name}.{field.Name}` makes the result depend on data "
            + "that your role and purpose do not give in full: leave it out",
            [.. field.Locations]);

    private bool IsNotClear(string cls) =>
        PolicyDecision.Surely(input.Row, input.Row.Table.SetOf([cls])) != Effect.Clear;

    private IEnumerable<string> Probed(ValidField field, ObjectField argument)
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

    private IEnumerable<string> Probed(InputValueDefinition definition, Value value, ImmutableHashSet<string> around)
    {
        var type = input.Supergraph.Types.Type(definition.Type.Name);
        return input.Supergraph.ProbedClasses(definition.Directives)
            .Concat(type is null ? [] : InValue(type, value, around));
    }

    private IEnumerable<string> InValue(TypeDefinition type, Value value, ImmutableHashSet<string> around) =>
        value switch
        {
            ListValue list => list.Items.SelectMany(item => InValue(type, item, around)),
            ObjectValue written => written.Fields
                .Select(entry => (
                    entry.Value, Input: type.InputFields.FirstOrDefault(field => field.Name == entry.Name)))
                .Where(entry => entry.Input is not null && entry.Value is not NullValue)
                .SelectMany(entry => Probed(entry.Input!, entry.Value, around)),
            EnumLiteral literal => type.Values.Where(one => one.Name == literal.Name)
                .SelectMany(one => input.Supergraph.ProbedClasses(one.Directives)),
            VariableValue => Anywhere(type, around),
            _ => [],
        };

    // Whatever a variable could hold.
    private IEnumerable<string> Anywhere(TypeDefinition type, ImmutableHashSet<string> around) =>
        around.Contains(type.Name) ? [] : type.Values
            .SelectMany(one => input.Supergraph.ProbedClasses(one.Directives))
            .Concat(type.InputFields.SelectMany(field =>
                Probed(field, new VariableValue(""), around.Add(type.Name))));
}
