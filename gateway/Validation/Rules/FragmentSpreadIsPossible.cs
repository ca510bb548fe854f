namespace Aggregator.Validation;

/// <summary>A fragment can apply to some value of the type around it.</summary>
/// <remarks>Section 5.5.2.3, Fragment Spread Is Possible.</remarks>
internal sealed class FragmentSpreadIsPossible() : DocumentRule("Fragment Spread Is Possible", "5.5.2.3")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var use in document.FragmentUses)
        {
            var isApart = use.Parent is { IsComposite: true } parent
                && document.Types.Type(use.Condition) is { IsComposite: true } condition
                && !document.Types.Overlap(parent, condition);
            if (isApart)
            {
                var what = use.Name is null ? "this fragment" : $"fragment `{use.Name}`";
                report.Add($"{what} never applies: no `{use.Parent!.Name}` is a `{use.Condition}`", use.At);
            }
        }
    }
}
