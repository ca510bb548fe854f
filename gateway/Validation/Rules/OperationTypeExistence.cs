using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>The schema has a root type for the kind of operation.</summary>
/// <remarks>Section 5.2.1.1, Operation Type Existence.</remarks>
internal sealed class OperationTypeExistence() : DocumentRule("Operation Type Existence", "5.2.1.1")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var use in document.Operations.Where(use => use.Type is null))
        {
            var kind = use.Operation!.Kind switch
            {
                OperationKind.Mutation => "mutations",
                OperationKind.Subscription => "subscriptions",
                _ => "queries",
            };
            report.Add($"the schema has no {kind}", use.Operation.At);
        }
    }
}
