namespace Aggregator.Validation;

/// <summary>A spread names a fragment of the document.</summary>
/// <remarks>Section 5.5.2.1, Fragment Spread Target Defined.</remarks>
internal sealed class FragmentSpreadTargetDefined() : DocumentRule("Fragment Spread Target Defined", "5.5.2.1")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var use in document.FragmentUses.Where(use => use is { Name: not null, Condition: null }))
        {
            report.Add($"the document has no fragment `{use.Name}`", use.At);
        }
    }
}
