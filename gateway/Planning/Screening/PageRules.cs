using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>
/// Whether there is more, and where a page ends, is told of the items that may stand: so they have to be in the answer
/// wherever it is asked for.
/// </summary>
internal static class PageRules
{
    /// <summary>The coordinates of merged lists of which the end is asked for without the items.</summary>
    /// <param name="fields">What is permitted.</param>
    /// <param name="supergraph">The supergraph.</param>
    public static IEnumerable<string> WithoutItems(ImmutableArray<PermittedField> fields, Supergraph supergraph)
    {
        foreach (var field in fields)
        {
            if (field.Selected is { } list && !field.Children.IsEmpty)
            {
                if (IsMerged(field.ParentType, list.Name, supergraph) && !IsWithItems(field))
                {
                    yield return $"{field.ParentType.Name}.{list.Name}";
                }

                foreach (var below in WithoutItems(field.Children, supergraph))
                {
                    yield return below;
                }
            }
        }
    }

    private static bool IsWithItems(PermittedField list)
    {
        var items = WhenAsked(ListMerger.Nodes, list);
        return WhenAsked(PageEnds.PageInfo, list).Or(items).Equals(items);
    }

    private static bool IsMerged(TypeDefinition parent, string name, Supergraph supergraph) =>
        supergraph.Types.PossibleTypes(parent).Any(type => supergraph.Join(type.Name, name) is { } joined
            && (joined.Contributed is not null || joined.Gathered is not null));

    private static Condition WhenAsked(string name, PermittedField list) =>
        list.Children.Where(child => child.Selected?.Name == name && !child.IsInternal)
            .Aggregate(new Condition([]), (when, child) => when.Or(child.Condition));
}
