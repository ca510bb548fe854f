using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>An input field is given once.</summary>
/// <remarks>Section 5.6.3, Input Object Field Uniqueness.</remarks>
internal sealed class InputObjectFieldUniqueness() : DocumentRule("Input Object Field Uniqueness", "5.6.3")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var same in document.Values.Select(use => use.Value).OfType<ObjectValue>()
            .SelectMany(value => value.Fields.GroupBy(field => field.Name)).Where(group => group.Count() > 1))
        {
            report.Add($"input field `{same.Key}` is given more than once", [.. same.Select(field => field.At)]);
        }
    }
}
