using Aggregator.Policy;
using Aggregator.Schema;
using Aggregator.Validation;

namespace Aggregator.Engine;

/// <summary>Finds masks and categories in what a mutation would write: an agency's record must not come to hold what
/// stood in an answer in place of withheld data.</summary>
internal static class WrittenBack
{
    /// <summary>The argument that holds one, as <c>field(argument:)</c>; null for none.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="variables">Its variables.</param>
    /// <param name="transforms">What the policy puts in place of withheld data.</param>
    public static string? Find(ValidOperation operation, CoercedVariables variables, TransformRules transforms) =>
        operation.Kind == OperationKind.Mutation
            ? (from field in operation.Selections.Fields
               from argument in field.Arguments
               where Texts(argument.Value, variables).Any(transforms.StandsForWithheld)
               select $"{field.Name}({argument.Name}:)").FirstOrDefault()
            : null;

    private static IEnumerable<string> Texts(Value? value, CoercedVariables variables) => value switch
    {
        StringValue text => [text.Text],
        ListValue list => list.Items.SelectMany(item => Texts(item, variables)),
        ObjectValue written => written.Fields.SelectMany(field => Texts(field.Value, variables)),
        VariableValue variable => Texts(variables.Value(variable.Name), variables),
        _ => [],
    };
}
