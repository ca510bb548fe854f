namespace Aggregator.Validation;

/// <summary>The type condition of a fragment is a type of the schema.</summary>
/// <remarks>Section 5.5.1.2, Fragment Spread Type Existence.</remarks>
internal sealed class FragmentSpreadTypeExistence() : DocumentRule("Fragment Spread Type Existence", "5.5.1.2")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var use in document.FragmentUses.Where(use =>
            use is { Name: null, Condition: not null } && document.Types.Type(use.Condition) is null))
        {
            report.Add($"the schema has no type `{use.Condition}`", use.At);
        }
    }
}
