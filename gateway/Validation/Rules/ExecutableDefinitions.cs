namespace Aggregator.Validation;

/// <summary>A document to run holds operations and fragments only.</summary>
/// <remarks>Section 5.1.1, Executable Definitions.</remarks>
internal sealed class ExecutableDefinitions() : DocumentRule("Executable Definitions", "5.1.1")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var (_, at) in document.Document.NotExecutable)
        {
            report.Add("only operations and fragments can be sent: this defines a part of a schema", at);
        }
    }
}
