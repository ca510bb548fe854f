using System.Collections.Frozen;
using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// Merges directives for operations: those that every subgraph understands, where every subgraph does.
/// </summary>
internal static class ExecutableDirectives
{
    private static readonly FrozenSet<string> Places = new[]
    {
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT",
        "VARIABLE_DEFINITION",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static ImmutableArray<DirectiveDefinition> Merge(
        SupergraphParts parts, DirectiveMerger directives, FindingLog log)
    {
        var arguments = new ArgumentMerger(directives, log);
        return [.. Gather(parts.Subgraphs)
            .Select(group => Merge(parts, group, arguments, log))
            .OfType<DirectiveDefinition>()];
    }

    /// <summary>The definitions in all subgraphs of those that are kept: what they take, clients give.</summary>
    public static IEnumerable<DirectiveDefinition> Kept(ImmutableArray<Subgraph> subgraphs) => Gather(subgraphs)
        .Where(same => same.Length == subgraphs.Length && !CommonPlaces(same).IsEmpty)
        .SelectMany(same => same.Select(each => each.Item));

    private static IEnumerable<ImmutableArray<Sourced<DirectiveDefinition>>> Gather(
        ImmutableArray<Subgraph> subgraphs) => subgraphs
        .SelectMany(subgraph => subgraph.Schema.OrderedDirectives
            .Where(each => each.Locations.Any(Places.Contains))
            .Select(each => new Sourced<DirectiveDefinition>(subgraph, each)))
        .GroupBy(each => each.Item.Name, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => group.ToImmutableArray());

    private static ImmutableArray<string> CommonPlaces(ImmutableArray<Sourced<DirectiveDefinition>> same) =>
    [
        .. same
            .Select(each => each.Item.Locations.Where(Places.Contains))
            .Aggregate((all, next) => all.Intersect(next))
            .Order(StringComparer.Ordinal),
    ];

    private static DirectiveDefinition? Merge(
        SupergraphParts parts,
        ImmutableArray<Sourced<DirectiveDefinition>> same,
        ArgumentMerger arguments,
        FindingLog log)
    {
        var first = same[0].Item;
        var common = CommonPlaces(same);
        Compare(parts, same, common, log);
        if (same.Length < parts.Subgraphs.Length || common.IsEmpty)
        {
            return null;
        }

        return new DirectiveDefinition
        {
            Name = first.Name,
            Description = same.Select(each => each.Item.Description).FirstOrDefault(text => text is not null),
            Arguments = arguments.Merge(
                "@" + first.Name,
                [.. same.Select(each => new Sourced<ImmutableArray<InputValueDefinition>>(
                    each.Subgraph, each.Item.Arguments))]),
            Locations = common,
            IsRepeatable = same.All(each => each.Item.IsRepeatable),
        };
    }

    private static void Compare(
        SupergraphParts parts,
        ImmutableArray<Sourced<DirectiveDefinition>> same,
        ImmutableArray<string> common,
        FindingLog log)
    {
        if (same.Length < parts.Subgraphs.Length)
        {
            Hint(HintCodes.InconsistentExecutableDirective, "is left out of the supergraph: not all subgraphs have it");
            return;
        }

        if (common.IsEmpty)
        {
            Hint(
                HintCodes.NoCommonExecutablePlace,
                "is left out of the supergraph: not all subgraphs have it in a common place");
            return;
        }

        if (same.Any(each => each.Item.Locations.Count(Places.Contains) > common.Length))
        {
            Hint(
                HintCodes.InconsistentExecutablePlaces,
                "is kept in the places that all subgraphs allow: " + string.Join(", ", common));
        }

        if (same.Select(each => each.Item.IsRepeatable).Distinct().Count() > 1)
        {
            Hint(
                HintCodes.InconsistentExecutableRepeatable,
                "is not repeatable in the supergraph, as it is not everywhere");
        }

        void Hint(CompositionCode code, string what) => log.Hint(
            code,
            $"`@{same[0].Item.Name}` {what}",
            same.Select(each => new SubgraphPlace(each.Subgraph.Name, each.Item.At)));
    }
}
