namespace Aggregator.Validation;

/// <summary>A directive stands where its definition allows it.</summary>
/// <remarks>Section 5.7.2, Directives Are in Valid Locations.</remarks>
internal sealed class DirectivesAreInValidLocations() : DocumentRule("Directives Are in Valid Locations", "5.7.2")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var site in document.Directives)
        {
            foreach (var directive in site.Applied)
            {
                var definition = document.Types.All.Directives.GetValueOrDefault(directive.Name);
                if (definition is not null && !definition.Locations.Contains(site.Place))
                {
                    report.Add($"directive `@{directive.Name}` cannot stand on {Words(site.Place)}", directive.At);
                }
            }
        }
    }

    private static string Words(string place) => place switch
    {
        "QUERY" => "a query",
        "MUTATION" => "a mutation",
        "SUBSCRIPTION" => "a subscription",
        "FIELD" => "a field",
        "FRAGMENT_DEFINITION" => "the definition of a fragment",
        "FRAGMENT_SPREAD" => "the spread of a fragment",
        "INLINE_FRAGMENT" => "an inline fragment",
        _ => "a variable",
    };
}
