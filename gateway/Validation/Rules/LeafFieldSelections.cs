namespace Aggregator.Validation;

/// <summary>Scalars and enums are selected without, everything else with, a selection set.</summary>
/// <remarks>Section 5.3.3, Leaf Field Selections.</remarks>
internal sealed class LeafFieldSelections() : DocumentRule("Leaf Field Selections", "5.3.3")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var use in document.Fields.Where(use => use.Definition is not null))
        {
            var type = document.Types.Type(use.Definition!.Type);
            if (type is { IsLeaf: true } && !use.Node.Selections.IsEmpty)
            {
                report.Add($"field `{use.Node.Name}` is a `{type.Name}`, which has no fields to select", use.Node.At);
            }
            else if (type is { IsComposite: true } && use.Node.Selections.IsEmpty)
            {
                report.Add(
                    $"field `{use.Node.Name}` is a `{type.Name}`: say in braces which of its fields are wanted",
                    use.Node.At);
            }
        }
    }
}
