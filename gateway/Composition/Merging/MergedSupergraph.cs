using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>What merging gave.</summary>
/// <param name="Types">The subgraphs' types by name; directives under the composer's own names.</param>
/// <param name="Supergraph">The whole document.</param>
internal sealed record MergedSupergraph(ImmutableArray<TypeDefinition> Types, TypeSystem Supergraph)
{
    public TypeDefinition? Type(string? name) => Supergraph.Type(name);
}
