namespace Aggregator.Validation;

/// <summary>The type condition of a fragment is an object, interface or union.</summary>
/// <remarks>Section 5.5.1.3, Fragments on Object, Interface or Union Types.</remarks>
internal sealed class FragmentsOnCompositeTypes()
    : DocumentRule("Fragments on Object, Interface or Union Types", "5.5.1.3")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var use in document.FragmentUses.Where(use =>
            use is { Name: null } && document.Types.Type(use.Condition) is { IsComposite: false }))
        {
            report.Add($"a fragment cannot be on `{use.Condition}`, which has no fields", use.At);
        }
    }
}
