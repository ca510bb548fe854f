namespace Aggregator.Validation;

/// <summary>A given input field is defined on its input object.</summary>
/// <remarks>Section 5.6.2, Input Object Field Names.</remarks>
internal sealed class InputObjectFieldNames() : DocumentRule("Input Object Field Names", "5.6.2")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var (value, type) in InputObjects.Of(document))
        {
            foreach (var field in value.Fields.Where(field => type.InputFields.All(each => each.Name != field.Name)))
            {
                report.Add($"input type `{type.Name}` has no field `{field.Name}`", field.At);
            }
        }
    }
}
