namespace Aggregator.Validation;

/// <summary>An argument that is non-null and has no default is given.</summary>
/// <remarks>Section 5.4.3, Required Arguments.</remarks>
internal sealed class RequiredArguments() : DocumentRule("Required Arguments", "5.4.3")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var site in document.Arguments)
        {
            foreach (var missing in site.Defined.Where(each =>
                each.IsRequired && site.Given.All(given => given.Name != each.Name)))
            {
                report.Add($"{site.What} needs the argument `{missing.Name}` of type `{missing.Type}`", site.At);
            }
        }
    }
}
