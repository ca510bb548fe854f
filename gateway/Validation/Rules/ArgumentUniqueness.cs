namespace Aggregator.Validation;

/// <summary>An argument is given once.</summary>
/// <remarks>Section 5.4.2, Argument Uniqueness.</remarks>
internal sealed class ArgumentUniqueness() : DocumentRule("Argument Uniqueness", "5.4.2")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        // Also for fields that are not known, so from the nodes and not from what is defined.
        var sets = document.Fields.Select(use => use.Node.Arguments)
            .Concat(document.Directives.SelectMany(site => site.Applied).Select(directive => directive.Arguments));
        foreach (var same in sets.Where(set => set.Length > 1)
            .SelectMany(set => set.GroupBy(argument => argument.Name)).Where(group => group.Count() > 1))
        {
            report.Add($"argument `{same.Key}` is given more than once", [.. same.Select(argument => argument.At)]);
        }
    }
}
