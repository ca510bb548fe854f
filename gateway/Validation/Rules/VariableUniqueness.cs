namespace Aggregator.Validation;

/// <summary>Names of variables are unique in their operation.</summary>
/// <remarks>Section 5.8.1, Variable Uniqueness.</remarks>
internal sealed class VariableUniqueness() : DocumentRule("Variable Uniqueness", "5.8.1")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var same in document.Document.Operations
            .SelectMany(operation => operation.Variables.GroupBy(variable => variable.Name))
            .Where(group => group.Count() > 1))
        {
            report.Add($"variable `${same.Key}` is declared more than once", [.. same.Select(variable => variable.At)]);
        }
    }
}
