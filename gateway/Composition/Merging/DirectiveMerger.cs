using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Merges what the subgraphs apply to one place: each directive by its own rule.</summary>
/// <param name="composed">Subgraphs' own directives that the supergraph carries.</param>
/// <param name="log">Where findings go.</param>
internal sealed class DirectiveMerger(ComposedDirectives composed, FindingLog log)
{
    /// <summary>The directives of one place, by name; those of the GraphQL specification last.</summary>
    /// <param name="coordinate">The place.</param>
    /// <param name="sources">What each subgraph applies there.</param>
    public IEnumerable<AppliedDirective> Merge(
        string coordinate, IEnumerable<(Subgraph Subgraph, ImmutableArray<AppliedDirective> Applied)> sources)
    {
        var byName = sources
            .SelectMany(source => source.Applied.Select(applied => new Sourced<AppliedDirective>(
                source.Subgraph, applied)))
            .GroupBy(each => each.Item.Name, StringComparer.Ordinal)
            .OrderBy(group => SubgraphReader.BuiltInDirectives.Contains(group.Key))
            .ThenBy(group => group.Key, StringComparer.Ordinal);
        return byName.SelectMany(group => MergeSame(coordinate, group.Key, [.. group]));
    }

    /// <summary>
    /// What of an @external field is merged: its labels, which add up, and what is kept by subgraph. What else would be
    /// merged is an error, as only who resolves a field says what it is.
    /// </summary>
    public ImmutableArray<AppliedDirective> OfExternal(FieldParts field, FieldSource source)
    {
        foreach (var applied in source.Field.Directives.Where(each =>
            IsOfWhoResolves(each.Name) && !IsRepeatedTag(field, source, each)))
        {
            log.Error(
                SharingCodes.MergedOnExternal,
                $"`{field.Coordinate}` is @external in `{source.Subgraph}` and has `{Written(applied)}`",
                source.Subgraph.At(applied));
        }

        return [.. source.Field.Directives.Where(each => Names.IsDisclosure(each.Name) || each.Name == Names.CacheTag)];
    }

    private static bool IsOfWhoResolves(string name) => name
        is Names.Tag or Names.Inaccessible or Names.Authenticated or Names.RequiresScopes or Names.Policy
        or Names.Cost or Names.ListSize or "deprecated";

    // Federation 1 copies a field with its tags.
    private static bool IsRepeatedTag(FieldParts field, FieldSource source, AppliedDirective applied) =>
        applied.Name == Names.Tag
        && !source.Subgraph.IsFederation2
        && field.Sources.Any(other => !other.IsExternal
            && other.Field.Directives.Any(each => SchemaPrinter.Print(each) == SchemaPrinter.Print(applied)));

    /// <summary>The description most subgraphs give; among those the first in the order of their names.</summary>
    public string? Description(
        string coordinate, ImmutableArray<(Subgraph Subgraph, string? Text, SubgraphPlace Place)> sources)
    {
        var groups = sources
            .Where(source => !string.IsNullOrEmpty(source.Text))
            .GroupBy(source => source.Text!, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ToList();
        if (groups.Count > 1)
        {
            log.Hint(
                HintCodes.InconsistentDescription,
                $"`{coordinate}` is described differently; the description from `{groups[0].First().Subgraph}` is used",
                groups.Skip(1).SelectMany(group => group.Select(source => source.Place)));
        }

        return groups.FirstOrDefault()?.Key;
    }

    private IEnumerable<AppliedDirective> MergeSame(
        string coordinate, string name, ImmutableArray<Sourced<AppliedDirective>> same) => name switch
        {
            Names.Inaccessible or Names.Authenticated => [new AppliedDirective(name, [])],
            Names.Tag or Names.Subject => Distinct(same),
            Names.Context => Distinct([.. same.Select(Contexts.Qualify)]),
            Names.Sensitive or Names.Probes or Names.DerivedFrom => [Union(name, "class", same)],
            Names.RequiresScopes => Combined(coordinate, name, same, all => Conjunction(name, "scopes", all)),
            Names.Policy => Combined(coordinate, name, same, all => Conjunction(name, "policies", all)),
            Names.Cost => Combined(coordinate, name, same, Heaviest),
            Names.ListSize => Combined(coordinate, name, same, ListSizes.Merge),
            Names.CacheTag => Join.Directives(same),
            Names.Declassify or Names.Variant or Names.Contributed or Names.Gathered =>
                Agreed(coordinate, name, same),
            "deprecated" or "specifiedBy" or "oneOf" => [MostUsed(coordinate, name, same)],
            _ => Carried(coordinate, name, [.. same.Where(each => composed.Of(each.Subgraph, name) is not null)]),
        };

    private IEnumerable<AppliedDirective> Carried(
        string coordinate, string name, ImmutableArray<Sourced<AppliedDirective>> same)
    {
        if (same.IsEmpty)
        {
            return [];
        }

        // The newest definition is carried: what was applied by an older one has to fit it.
        var definition = composed.Of(same[0].Subgraph, name)!.Definition;
        foreach (var each in same.Where(each => !Fits(definition, each)))
        {
            log.Error(
                SchemaCodes.InvalidGraphql,
                $"`{coordinate}` has `{SchemaPrinter.Print(each.Item)}`, which does not fit the definition of "
                    + $"`@{name}` that is carried",
                each.Subgraph.At(each.Item));
        }

        return definition.IsRepeatable ? Distinct(same) : [MostUsed(coordinate, name, same)];
    }

    private static bool Fits(DirectiveDefinition definition, Sourced<AppliedDirective> each) =>
        each.Item.Arguments.All(given => definition.Arguments.Any(known => known.Name == given.Name
            && ConstantValues.Fits(each.Subgraph.Schema, known.Type, given.Value)))
        && definition.Arguments.All(known => !known.IsRequired || each.Item.Argument(known.Name) is not null);

    private IEnumerable<AppliedDirective> Combined(
        string coordinate,
        string name,
        ImmutableArray<Sourced<AppliedDirective>> same,
        Func<ImmutableArray<Sourced<AppliedDirective>>, AppliedDirective> combine)
    {
        if (Distinct(same).Skip(1).Any())
        {
            log.Hint(
                HintCodes.MergedDirectiveArguments,
                $"`{coordinate}` has `{Names.Spoken(name)}` with arguments that differ, which are combined",
                same.Select(each => each.Subgraph.At(each.Item)));
        }

        return [combine(same)];
    }

    // Among those that are used alike, the first in the order of the subgraphs' names.
    private AppliedDirective MostUsed(
        string coordinate, string name, ImmutableArray<Sourced<AppliedDirective>> same)
    {
        var groups = same.GroupBy(each => SchemaPrinter.Print(each.Item), StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ToList();
        if (groups.Count > 1)
        {
            log.Hint(
                HintCodes.InconsistentDirectiveArguments,
                $"`{coordinate}` has `@{name}` with arguments that differ; those from "
                    + $"`{groups[0].First().Subgraph}` are used",
                groups.Skip(1).SelectMany(group => group.Select(each => each.Subgraph.At(each.Item))));
        }

        return groups[0].First().Item;
    }

    private static IEnumerable<AppliedDirective> Distinct(ImmutableArray<Sourced<AppliedDirective>> same) => same
        .Select(each => each.Item)
        .DistinctBy(SchemaPrinter.Print)
        .OrderBy(SchemaPrinter.Print, StringComparer.Ordinal);

    // One application with every class, sorted: the same whatever the order of subgraphs or applications.
    private static AppliedDirective Union(
        string name, string argument, ImmutableArray<Sourced<AppliedDirective>> same) => new(
        name,
        [
            new ObjectField(argument, new ListValue([.. same
                .SelectMany(each => ListSizes.Items(each.Item.Argument(argument)))
                .Distinct()
                .OrderBy(value => value.ToString(), StringComparer.Ordinal)])),
        ]);

    // What may be seen needs the demands of every subgraph: (a or c) and (b) is (a and b) or (b and c).
    private static AppliedDirective Conjunction(
        string name, string argument, ImmutableArray<Sourced<AppliedDirective>> same)
    {
        IEnumerable<ImmutableArray<Value>> alternatives = [[]];
        foreach (var each in same.DistinctBy(each => SchemaPrinter.Print(each.Item)))
        {
            var demanded = ListSizes.Items(each.Item.Argument(argument)).Select(ListSizes.Items).ToList();
            alternatives = alternatives
                .SelectMany(left => demanded.Select(right => Sorted(left.Concat(right))))
                .DistinctBy(terms => string.Join(' ', terms))
                .Take(ListSizes.MaxAlternatives)
                .ToList();
        }

        // Who meets the smaller demand needs not be asked for the larger one.
        var all = alternatives.ToList();
        alternatives = all.Where(each => !all.Any(other => other.Length < each.Length && other.All(each.Contains)));

        var terms = alternatives.OrderBy(each => string.Join(' ', each), StringComparer.Ordinal);
        return new AppliedDirective(
            name, [new ObjectField(argument, new ListValue([.. terms.Select(each => new ListValue(each))]))]);
    }

    private static ImmutableArray<Value> Sorted(IEnumerable<Value> values) =>
        [.. values.Distinct().OrderBy(value => value.ToString(), StringComparer.Ordinal)];

    private static AppliedDirective Heaviest(ImmutableArray<Sourced<AppliedDirective>> same) => same
        .Select(each => each.Item)
        .MaxBy(applied => ListSizes.Number(applied.Argument("weight")) ?? 0)!;

    private IEnumerable<AppliedDirective> Agreed(
        string coordinate, string name, ImmutableArray<Sourced<AppliedDirective>> same)
    {
        var distinct = Distinct(same).ToList();
        if (distinct.Count > 1)
        {
            log.Error(
                AgreementCodes.DirectiveArgumentsDiffer,
                $"`{coordinate}` has `{Names.Spoken(name)}` with arguments that differ: "
                    + Spoken.Each(same.Select(each => ($"`{Written(each.Item)}`", each.Subgraph))),
                same.Select(each => each.Subgraph.At(each.Item)));
        }

        return distinct.Take(1);
    }

    private static string Written(AppliedDirective applied) =>
        SchemaPrinter.Print(applied with { Name = Names.Spoken(applied.Name)[1..] });
}
