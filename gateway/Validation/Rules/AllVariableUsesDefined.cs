using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>A variable is declared by every operation that uses it, through fragments too.</summary>
/// <remarks>Section 5.8.3, All Variable Uses Defined.</remarks>
internal sealed class AllVariableUsesDefined() : DocumentRule("All Variable Uses Defined", "5.8.3")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var use in document.Operations)
        {
            var declared = use.Operation!.Variables.Select(variable => variable.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var at in document.Reach(use).SelectMany(definition => definition.Variables))
            {
                var name = ((VariableValue)at.Value).Name;
                if (!declared.Contains(name))
                {
                    report.Add($"variable `${name}` is not declared by {use.What}", at.At, use.Operation.At);
                }
            }
        }
    }
}
