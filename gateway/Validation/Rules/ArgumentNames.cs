namespace Aggregator.Validation;

/// <summary>A given argument is defined for its field or directive.</summary>
/// <remarks>Section 5.4.1, Argument Names.</remarks>
internal sealed class ArgumentNames() : DocumentRule("Argument Names", "5.4.1")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var site in document.Arguments)
        {
            foreach (var argument in site.Given.Where(given => site.Defined.All(each => each.Name != given.Name)))
            {
                report.Add($"{site.What} has no argument `{argument.Name}`", argument.At);
            }
        }
    }
}
