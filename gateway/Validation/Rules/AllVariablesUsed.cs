using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>A declared variable is used by its operation, through fragments too.</summary>
/// <remarks>Section 5.8.4, All Variables Used.</remarks>
internal sealed class AllVariablesUsed() : DocumentRule("All Variables Used", "5.8.4")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var use in document.Operations)
        {
            var used = document.Reach(use).SelectMany(definition => definition.Variables)
                .Select(variable => ((VariableValue)variable.Value).Name).ToHashSet(StringComparer.Ordinal);
            foreach (var variable in use.Operation!.Variables.Where(variable => !used.Contains(variable.Name)))
            {
                report.Add($"variable `${variable.Name}` is not used by {use.What}: remove it", variable.At);
            }
        }
    }
}
