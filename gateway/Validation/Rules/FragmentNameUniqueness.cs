namespace Aggregator.Validation;

/// <summary>Names of fragments are unique in the document.</summary>
/// <remarks>Section 5.5.1.1, Fragment Name Uniqueness.</remarks>
internal sealed class FragmentNameUniqueness() : DocumentRule("Fragment Name Uniqueness", "5.5.1.1")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var same in document.Document.Fragments.GroupBy(fragment => fragment.Name)
            .Where(group => group.Count() > 1))
        {
            report.Add($"several fragments are named `{same.Key}`", [.. same.Select(fragment => fragment.At)]);
        }
    }
}
