using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>What merging gave.</summary>
/// <param name="Types">The subgraphs' types by name; directives under the composer's own names.</param>
/// <param name="Executable">The directives for operations; what they hold under the composer's own names.</param>
/// <param name="Composed">The subgraphs' own directives for schemas that are carried.</param>
/// <param name="Supergraph">The whole document.</param>
internal sealed record MergedSupergraph(
    ImmutableArray<TypeDefinition> Types,
    ImmutableArray<DirectiveDefinition> Executable,
    ImmutableArray<DirectiveDefinition> Composed,
    TypeSystem Supergraph)
{
    /// <summary>The directives that are the subgraphs' and no specification's.</summary>
    public IEnumerable<DirectiveDefinition> OwnDirectives =>
        Composed.Concat(Executable).DistinctBy(directive => directive.Name);

    public TypeDefinition? Type(string? name) => Supergraph.Type(name);
}
