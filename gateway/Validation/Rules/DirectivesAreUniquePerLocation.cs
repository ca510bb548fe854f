namespace Aggregator.Validation;

/// <summary>A directive that is not repeatable stands once in one place.</summary>
/// <remarks>Section 5.7.3, Directives Are Unique per Location.</remarks>
internal sealed class DirectivesAreUniquePerLocation() : DocumentRule("Directives Are Unique per Location", "5.7.3")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var same in document.Directives.Where(site => site.Applied.Length > 1)
            .SelectMany(site => site.Applied.GroupBy(directive => directive.Name)).Where(group => group.Count() > 1))
        {
            if (document.Types.All.Directives.GetValueOrDefault(same.Key) is { IsRepeatable: false })
            {
                report.Add(
                    $"directive `@{same.Key}` can stand only once in one place",
                    [.. same.Select(directive => directive.At)]);
            }
        }
    }
}
