using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// Makes one supergraph of many subgraph schemas. Never throws on bad input: whatever is wrong becomes an error, and
/// all errors of a stage are reported together. The result does not depend on the order of the subgraphs.
/// </summary>
public static class Composer
{
    /// <summary>Composes.</summary>
    /// <param name="sources">The subgraphs, at least one, each with a name of its own.</param>
    /// <param name="options">How; null for the defaults.</param>
    public static CompositionResult Compose(
        IReadOnlyList<SubgraphSource> sources, CompositionOptions? options = null)
    {
        var log = new FindingLog();
        var supergraph = Compose(sources, options ?? new CompositionOptions(), log);
        return new CompositionResult(
            log.HasErrors || supergraph is null ? null : SchemaPrinter.Print(supergraph), log.Errors, log.Hints);
    }

    private static TypeSystem? Compose(
        IReadOnlyList<SubgraphSource> sources, CompositionOptions options, FindingLog log)
    {
        // 1 Read every schema, so that all of them speak the composer's own names.
        SourceRules.Check(sources, options, log);
        var reader = new SubgraphReader(log);
        ImmutableArray<Subgraph> subgraphs = log.HasErrors
            ? []
            : [.. sources
                .OrderBy(source => source.Name, StringComparer.Ordinal)
                .Select(reader.Read)
                .OfType<Subgraph>()];
        if (log.HasErrors)
        {
            return null;
        }

        // 2 Check each by itself.
        GraphNames.Assign(subgraphs);
        foreach (var subgraph in subgraphs)
        {
            SubgraphRuleList.Check(subgraph, log);
        }

        if (log.HasErrors)
        {
            return null;
        }

        // 3 Put them side by side and check that they agree.
        var parts = new SupergraphParts(subgraphs, log);
        SupergraphRuleList.Check(parts, log);

        // 4 Merge type by type; what does not merge is reported together with what does not agree.
        var composed = new ComposedDirectives(subgraphs, log);
        var merged = Merge(parts, composed, log);
        if (log.HasErrors)
        {
            return null;
        }

        // 5 Check what the clients would see, and that all of it can be reached.
        MergedRuleList.Check(parts, merged, log);
        if (!log.HasErrors && options.ChecksSatisfiability)
        {
            SatisfiabilityProof.Check(parts, merged, options.MaxSatisfiabilityStates, log);
        }

        return log.HasErrors ? null : merged.Supergraph;
    }

    private static MergedSupergraph Merge(SupergraphParts parts, ComposedDirectives composed, FindingLog log)
    {
        var directives = new DirectiveMerger(composed, log);
        var types = new TypeMerger(parts, directives, log);
        ImmutableArray<TypeDefinition> merged =
        [
            .. InterfaceObjectFields.Add(
                parts, directives, [.. parts.Types.Select(types.Merge).OfType<TypeDefinition>()]),
        ];
        ImmutableArray<AppliedDirective> onSchema = [.. directives.Merge("schema", parts.Subgraphs.Select(subgraph =>
            (subgraph, subgraph.Schema.SchemaDirectives.RemoveAll(each => each.Name != Names.Tag
                && !composed.Contains(each.Name)))))];
        var executable = ExecutableDirectives.Merge(parts, directives, log);
        return new MergedSupergraph(
            merged,
            executable,
            [.. composed.All.Select(each => each.Definition)],
            new SupergraphAssembler(parts.Subgraphs, composed).Assemble(merged, executable, onSchema));
    }
}
