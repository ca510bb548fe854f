namespace Aggregator.Validation;

/// <summary>A directive is defined by the schema.</summary>
/// <remarks>Section 5.7.1, Directives Are Defined.</remarks>
internal sealed class DirectivesAreDefined() : DocumentRule("Directives Are Defined", "5.7.1")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var directive in document.Directives.SelectMany(site => site.Applied))
        {
            if (!document.Types.All.Directives.ContainsKey(directive.Name))
            {
                report.Add($"the schema has no directive `@{directive.Name}`", directive.At);
            }
        }
    }
}
