namespace Aggregator.Validation;

/// <summary>A selected field is defined on the type it is selected on.</summary>
/// <remarks>Section 5.3.1, Field Selections.</remarks>
internal sealed class FieldSelections() : DocumentRule("Field Selections", "5.3.1")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var use in document.Fields.Where(use => use.Definition is null && use.Parent is { IsComposite: true }))
        {
            report.Add($"type `{use.Parent!.Name}` has no field `{use.Node.Name}`", use.Node.At);
        }
    }
}
