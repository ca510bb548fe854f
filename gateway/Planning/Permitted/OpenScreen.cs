using Aggregator.Schema;
using Aggregator.Validation;

namespace Aggregator.Planning;

/// <summary>Screening in plain mode, for supergraphs without labels: everything may be asked.</summary>
public static class OpenScreen
{
    /// <summary>Lets a whole operation through.</summary>
    /// <param name="operation">What the client asks.</param>
    /// <param name="supergraph">The supergraph whose API schema it was checked against; without labels.</param>
    public static PermittedOperation Permit(ValidOperation operation, Supergraph supergraph) =>
        PermittedBuilder.Build(operation, supergraph, null);
}
