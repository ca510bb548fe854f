namespace Aggregator.Validation;

/// <summary>Selections with equal response keys can be answered by one value.</summary>
/// <remarks>
/// Section 5.3.2, Field Selection Merging. The specification compares every pair; comparing each group with its first
/// member finds the same, because to have the same shape, and to be the same field with the same arguments, are
/// equivalences: one pass over groups for shapes, one over groups that can meet on one object for names. The cost is
/// linear in the selections visited, which are limited.
/// </remarks>
internal sealed class FieldSelectionMerging() : DocumentRule("Field Selection Merging", "5.3.2")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        if (document.Cycles.IsEmpty)
        {
            new MergingComparison(document, report).Run();
        }
    }
}
