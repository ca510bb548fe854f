namespace Aggregator.Validation;

/// <summary>Every fragment is spread by an operation, directly or not.</summary>
/// <remarks>Section 5.5.1.4, Fragments Must Be Used.</remarks>
internal sealed class FragmentsMustBeUsed() : DocumentRule("Fragments Must Be Used", "5.5.1.4")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        var reached = document.Operations.SelectMany(use => document.Reach(use)).Select(use => use.Fragment?.Name)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var fragment in document.Document.Fragments.Where(fragment => !reached.Contains(fragment.Name)))
        {
            report.Add($"fragment `{fragment.Name}` is not used by any operation: remove it", fragment.At);
        }
    }
}
