using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// A field that takes from others, by @requires or @fromContext, demands of callers at least what those do. In a
/// labelled supergraph demands flow by themselves.
/// </summary>
internal static class TransitiveDemandsRule
{
    public static void Check(SupergraphParts parts, MergedSupergraph merged, FindingLog log)
    {
        foreach (var field in parts.IsLabelled ? [] : parts.Fields)
        {
            if (merged.Type(field.Parent.Name) is { } type && type.Field(field.Name) is { } met)
            {
                var demand = Demand.On(type.Directives).And(Demand.On(met.Directives));
                foreach (var source in field.Sources.Where(each => !each.IsTaken || each.IsUsedThough))
                {
                    CheckRequired(merged, field.Coordinate, source, type, demand, log);
                    CheckContexts(merged, field.Coordinate, source, demand, log);
                }
            }
        }
    }

    private static void CheckRequired(
        MergedSupergraph merged,
        string coordinate,
        FieldSource source,
        TypeDefinition type,
        Demand demand,
        FindingLog log)
    {
        if (source.Field.Directive(Names.Requires) is { } requires
            && Unmet(merged, type, FieldSet.Read(requires).Selections, demand) is { } beyond)
        {
            Report(coordinate, beyond, "@requires", source.Subgraph.At(requires), log);
        }
    }

    private static void CheckContexts(
        MergedSupergraph merged, string coordinate, FieldSource source, Demand demand, FindingLog log)
    {
        foreach (var argument in source.Field.Arguments)
        {
            if (ContextArguments.Read(argument) is not { } read)
            {
                continue;
            }

            var setting = source.Subgraph.Schema.Ordered
                .Where(type => type.Directives.Any(each =>
                    each.Name == Names.Context && each.Text("name") == read.Context))
                .Select(type => merged.Type(type.Name))
                .OfType<TypeDefinition>();
            foreach (var type in setting)
            {
                var beyond = demand.Covers(Demand.On(type.Directives))
                    ? Unmet(merged, type, FieldSet.Parse(read.Selection).Selections, demand)
                    : type.Name;
                if (beyond is not null)
                {
                    Report(coordinate, beyond, "@fromContext", source.Subgraph.At(argument), log);
                }
            }
        }
    }

    private static void Report(string coordinate, string beyond, string by, SubgraphPlace place, FindingLog log) =>
        log.Error(
            ApiCodes.MissingTransitiveDemands,
            $"`{coordinate}` takes from `{beyond}` by {by} and demands less of callers",
            place);

    // The first thing selected that demands what the field does not.
    private static string? Unmet(
        MergedSupergraph merged, TypeDefinition parent, ImmutableArray<Selection> selections, Demand demand)
    {
        foreach (var selection in selections)
        {
            var found = selection switch
            {
                FieldSelection selected when parent.Field(selected.Name) is { } field =>
                    Unmet(merged, $"{parent.Name}.{field.Name}", field, selected, demand),
                InlineFragment { TypeCondition: { } name } inline when merged.Type(name) is { } type =>
                    demand.Covers(Demand.On(type.Directives))
                        ? Unmet(merged, type, inline.Selections, demand)
                        : type.Name,
                InlineFragment { TypeCondition: null } inline => Unmet(merged, parent, inline.Selections, demand),
                _ => null,
            };
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private static string? Unmet(
        MergedSupergraph merged, string coordinate, FieldDefinition field, FieldSelection selected, Demand demand)
    {
        var type = merged.Type(field.Type.Name);
        var isMet = demand.Covers(Demand.On(field.Directives)) && demand.Covers(Demand.On(type?.Directives ?? []));
        return !isMet ? coordinate
            : type is null ? null
            : Unmet(merged, type, selected.Selections, demand);
    }

    /// <summary>What callers must have: each list one whole alternative of it.</summary>
    private sealed record Demand(
        bool Authenticated,
        ImmutableArray<ImmutableArray<Value>> Scopes,
        ImmutableArray<ImmutableArray<Value>> Policies)
    {
        // The supergraph has the directives under their own names.
        public static Demand On(ImmutableArray<AppliedDirective> directives) => new(
            directives.Any(each => each.Name == "authenticated"),
            Alternatives(directives, "requiresScopes", "scopes"),
            Alternatives(directives, "policy", "policies"));

        public Demand And(Demand other) => new(
            Authenticated || other.Authenticated, Both(Scopes, other.Scopes), Both(Policies, other.Policies));

        /// <summary>True when whoever meets this one meets the other.</summary>
        public bool Covers(Demand other) => (Authenticated || !other.Authenticated)
            && Covers(Scopes, other.Scopes)
            && Covers(Policies, other.Policies);

        private static bool Covers(
            ImmutableArray<ImmutableArray<Value>> met, ImmutableArray<ImmutableArray<Value>> asked) =>
            met.All(has => asked.Any(needs => needs.All(has.Contains)));

        private static ImmutableArray<ImmutableArray<Value>> Both(
            ImmutableArray<ImmutableArray<Value>> one, ImmutableArray<ImmutableArray<Value>> other) =>
            [.. one.SelectMany(left => other.Select(right => left.Union(right).ToImmutableArray()))];

        private static ImmutableArray<ImmutableArray<Value>> Alternatives(
            ImmutableArray<AppliedDirective> directives, string name, string argument)
        {
            var applied = directives.FirstOrDefault(each => each.Name == name);
            return applied is null ? [[]] : [.. ListSizes.Items(applied.Argument(argument)).Select(ListSizes.Items)];
        }
    }
}
