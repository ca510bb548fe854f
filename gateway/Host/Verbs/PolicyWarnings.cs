using Aggregator.Policy;
using Aggregator.Schema;

namespace Aggregator.Host.Verbs;

/// <summary>What the labels of a supergraph and a policy do not agree on. Nothing of it opens anything.</summary>
internal static class PolicyWarnings
{
    /// <summary>The warnings.</summary>
    public static IEnumerable<string> Of(Supergraph supergraph, PolicyTable table) =>
        UnknownClasses(supergraph, table).Concat(Undecided(supergraph, table));

    /// <summary>Notes of what was inherited.</summary>
    public static IEnumerable<string> Notes(Supergraph supergraph, PolicyTable table) =>
        EffectiveLabels.Of(supergraph, table).Inherited.Select(inherited =>
            $"note {inherited.Coordinate}: also carries {string.Join(", ", inherited.Classes)}, "
            + "because data of that class flows into it");

    /// <summary>
    /// What a supergraph would disclose that no standing decision lists: it does not compose for this policy.
    /// </summary>
    public static IEnumerable<string> Undecided(Supergraph supergraph, PolicyTable table)
    {
        var labels = EffectiveLabels.Of(supergraph, table);
        return Undecided(labels).Concat(UnapprovedFlows(supergraph, table, labels));
    }

    private static IEnumerable<string> Undecided(EffectiveLabels labels) => labels.Unapproved.Select(claim =>
        $"warning {claim.Coordinate}: declassifies {string.Join(", ", claim.From)} under "
        + $"`{claim.StandingDecision}`, which does not list it: it keeps its labels; add it under "
        + "`declassifies` if that is decided");

    private static IEnumerable<string> UnknownClasses(Supergraph supergraph, PolicyTable table) =>
        Labelled(supergraph)
            .SelectMany(at => at.Classes.Select(cls => (at.Coordinate, Class: cls)))
            .Where(at => table.ClassAt(at.Class) < 0)
            .Select(at => $"warning {at.Coordinate}: the class `{at.Class}` is not in the policy, so nobody sees it: "
                + "define it under `classes`")
            .Distinct()
            .Order(StringComparer.Ordinal);

    private static IEnumerable<(string Coordinate, IEnumerable<string> Classes)> Labelled(Supergraph supergraph) =>
        supergraph.Joined.Values.SelectMany(type => type.Fields.Values
            .Select(field => (
                $"{type.Definition.Name}.{field.Definition.Name}",
                field.Labels.Classes.Concat(field.Labels.DerivedFrom)))
            .Append((type.Definition.Name, type.Classes)));

    private static IEnumerable<string> UnapprovedFlows(
        Supergraph supergraph, PolicyTable table, EffectiveLabels labels) =>
        (from type in supergraph.Joined.Values
         from field in type.Fields.Values
         from part in field.Parts
         where part.Requires is not null && part.Subgraph.Agency is not null
         from given in Given(supergraph, type, part.Requires!.Selections)
         where !labels.Field(given.Type, given.Field).All.IsEmpty
             && !table.IsApprovedFlow($"{given.Type}.{given.Field}", part.Subgraph.Agency!.Id)
         select $"warning {given.Type}.{given.Field}: given to `{part.Subgraph.Agency!.Id}` for "
             + $"`{type.Definition.Name}.{field.Definition.Name}` under no standing decision, so only as far as the "
             + "caller may see it: list it under `flows` if that is decided")
        .Distinct()
        .Order(StringComparer.Ordinal);

    private static IEnumerable<(string Type, string Field)> Given(
        Supergraph supergraph, JoinedType type, IEnumerable<Selection> selections) =>
        selections.SelectMany(selection => selection switch
        {
            FieldSelection field when type.Fields.TryGetValue(field.Name, out var joined) =>
                Below(supergraph, joined, field).Prepend((type.Definition.Name, field.Name)),
            InlineFragment fragment => Given(
                supergraph,
                fragment.TypeCondition is { } name ? supergraph.Joined.GetValueOrDefault(name, type) : type,
                fragment.Selections),
            _ => [],
        });

    private static IEnumerable<(string Type, string Field)> Below(
        Supergraph supergraph, JoinedField joined, FieldSelection field) =>
        supergraph.Joined.TryGetValue(joined.Definition.Type.Name, out var target)
            ? Given(supergraph, target, field.Selections)
            : [];
}
