using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>An input field that is non-null and has no default is given.</summary>
/// <remarks>Section 5.6.4, Input Object Required Fields.</remarks>
internal sealed class InputObjectRequiredFields() : DocumentRule("Input Object Required Fields", "5.6.4")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var use in document.Values)
        {
            if (use.Value is not ObjectValue value
                || document.Types.Type(use.Type) is not { Kind: TypeKind.InputObject } type)
            {
                continue;
            }

            foreach (var missing in type.InputFields.Where(each =>
                each.IsRequired && value.Fields.All(field => field.Name != each.Name)))
            {
                report.Add($"{use.Where} needs the input field `{missing.Name}` of type `{missing.Type}`", use.At);
            }
        }
    }
}
