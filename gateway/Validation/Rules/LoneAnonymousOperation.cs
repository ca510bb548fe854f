namespace Aggregator.Validation;

/// <summary>An operation without a name is the only one.</summary>
/// <remarks>Section 5.2.3.1, Lone Anonymous Operation.</remarks>
internal sealed class LoneAnonymousOperation() : DocumentRule("Lone Anonymous Operation", "5.2.3.1")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        var operations = document.Document.Operations;
        foreach (var operation in operations.Where(operation => operations.Length > 1 && operation.Name is null))
        {
            report.Add("an operation without a name must be the only one of its document: name it", operation.At);
        }
    }
}
