namespace Aggregator.Validation;

/// <summary>No fragment spreads itself, directly or through others.</summary>
/// <remarks>Section 5.5.2.2, Fragment Spreads Must Not Form Cycles.</remarks>
internal sealed class FragmentSpreadsMustNotFormCycles()
    : DocumentRule("Fragment Spreads Must Not Form Cycles", "5.5.2.2")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var (fragment, spread) in document.Cycles)
        {
            report.Add($"fragment `{fragment}` spreads itself", spread.At);
        }
    }
}
