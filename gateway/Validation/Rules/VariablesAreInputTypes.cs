namespace Aggregator.Validation;

/// <summary>The type of a variable is a scalar, enum or input object.</summary>
/// <remarks>Section 5.8.2, Variables Are Input Types.</remarks>
internal sealed class VariablesAreInputTypes() : DocumentRule("Variables Are Input Types", "5.8.2")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var variable in document.Document.Operations.SelectMany(operation => operation.Variables))
        {
            if (document.Types.Type(variable.Type) is null)
            {
                report.Add($"variable `${variable.Name}`: the schema has no type `{variable.Type.Name}`", variable.At);
            }
            else if (!document.Types.IsInput(variable.Type))
            {
                report.Add(
                    $"variable `${variable.Name}` cannot be a `{variable.Type.Name}`, which is not for input",
                    variable.At);
            }
        }
    }
}
