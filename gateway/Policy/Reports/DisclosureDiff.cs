using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Policy;

/// <summary>
/// Says what a change of the supergraph discloses that it did not: fields that lose a class, fields that nobody saw,
/// and data that flows from one agency to another.
/// </summary>
public static class DisclosureDiff
{
    /// <summary>Compares two supergraphs, each under its policy.</summary>
    /// <param name="before">The supergraph as it is served, with its labels.</param>
    /// <param name="after">The supergraph as it would be, with its labels.</param>
    /// <returns>One line for each difference, sorted.</returns>
    public static ImmutableArray<string> Between(
        (Supergraph Supergraph, EffectiveLabels Labels, PolicyTable Table) before,
        (Supergraph Supergraph, EffectiveLabels Labels, PolicyTable Table) after)
    {
        ArgumentNullException.ThrowIfNull(before.Supergraph);
        ArgumentNullException.ThrowIfNull(after.Supergraph);
        return
        [
            .. Lost(before, after).Concat(Flows(before.Supergraph, after.Supergraph)).Order(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<string> Lost(
        (Supergraph Supergraph, EffectiveLabels Labels, PolicyTable Table) before,
        (Supergraph Supergraph, EffectiveLabels Labels, PolicyTable Table) after)
    {
        foreach (var (type, field) in Fields(before.Supergraph))
        {
            if (after.Supergraph.Api.Type(type)?.Field(field) is null)
            {
                continue;
            }

            var (was, now) = (before.Labels.Field(type, field).All, after.Labels.Field(type, field).All);
            var lost = before.Table.CodesOf(was).Except(after.Table.CodesOf(now)).ToList();
            if (lost.Count > 0)
            {
                yield return $"label lost: {type}.{field} is no more {string.Join(", ", lost)}";
            }
            else if (was.IsUnlabelled && !now.IsUnlabelled)
            {
                yield return $"seen at last: {type}.{field} had no class and has "
                    + string.Join(", ", after.Table.CodesOf(now));
            }
        }
    }

    private static IEnumerable<string> Flows(Supergraph before, Supergraph after) =>
        Flows(after).Except(Flows(before)).Select(flow => "new flow: " + flow);

    // What an agency is given of another's data to answer a field of its own.
    private static IEnumerable<string> Flows(Supergraph supergraph) =>
        from type in supergraph.Joined.Values
        from field in type.Fields.Values
        from part in field.Parts
        where part.Requires is not null
        from coordinate in Given(supergraph, type.Definition, part.Requires!.Selections)
        select $"{coordinate} to `{part.Subgraph.Agency?.Id ?? part.Subgraph.Name}` for "
            + $"{type.Definition.Name}.{field.Definition.Name}";

    private static IEnumerable<string> Given(
        Supergraph supergraph, TypeDefinition type, ImmutableArray<Selection> selections) =>
        selections.SelectMany(selection => selection switch
        {
            FieldSelection field when type.Field(field.Name) is { } definition =>
                Given(
                    supergraph, supergraph.Types.Type(definition.Type.Name) ?? type, field.Selections)
                .Prepend($"{type.Name}.{field.Name}"),
            InlineFragment fragment => Given(
                supergraph,
                fragment.TypeCondition is { } name ? supergraph.Types.Type(name) ?? type : type,
                fragment.Selections),
            _ => [],
        });

    private static IEnumerable<(string Type, string Field)> Fields(Supergraph supergraph) =>
        supergraph.Api.Ordered.Where(type => type.IsComposite)
            .SelectMany(type => type.Fields.Select(field => (type.Name, field.Name)));
}
