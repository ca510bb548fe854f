namespace Aggregator.Validation;

/// <summary>Names of operations are unique in the document.</summary>
/// <remarks>Section 5.2.2.1, Operation Name Uniqueness.</remarks>
internal sealed class OperationNameUniqueness() : DocumentRule("Operation Name Uniqueness", "5.2.2.1")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        var named = document.Document.Operations.Where(operation => operation.Name is not null);
        foreach (var same in named.GroupBy(operation => operation.Name).Where(group => group.Count() > 1))
        {
            report.Add($"several operations are named `{same.Key}`", [.. same.Select(operation => operation.At)]);
        }
    }
}
