using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Every directive that is applied is defined, and none looks like a label without being one.</summary>
internal static class KnownDirectivesRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        var inputs = subgraph.Schema.Ordered.SelectMany(type => type.InputFields)
            .Concat(subgraph.AllFields.SelectMany(each => each.Field.Arguments));
        var applied = subgraph.Schema.SchemaDirectives
            .Concat(subgraph.Schema.Ordered.SelectMany(type => type.Directives))
            .Concat(subgraph.AllFields.SelectMany(each => each.Field.Directives))
            .Concat(inputs.SelectMany(input => input.Directives))
            .Concat(subgraph.Schema.Ordered.SelectMany(type => type.Values).SelectMany(value => value.Directives));
        foreach (var each in applied.Where(each => !Names.IsCanonical(each.Name)))
        {
            Check(subgraph, each, log);
        }
    }

    private static void Check(Subgraph subgraph, AppliedDirective applied, FindingLog log)
    {
        var local = applied.Name[(applied.Name.LastIndexOf('_') + 1)..];
        if (LooksLikeLabel(applied, local))
        {
            log.Error(
                LabelCodes.DisclosureNotLinked,
                $"`@{applied.Name}` is not the disclosure specification's, because the schema does not import it",
                subgraph.At(applied));
        }
        else if (!SubgraphReader.BuiltInDirectives.Contains(applied.Name)
            && !subgraph.Schema.Directives.ContainsKey(applied.Name))
        {
            var hint = KnownFeature.Federation.Directives.Any(each => each.Name == local)
                ? ": import it with the @link to federation"
                : "";
            log.Error(
                SchemaCodes.InvalidGraphql, $"`@{applied.Name}` is not defined{hint}", subgraph.At(applied));
        }
    }

    // A directive of the same name and with the same required arguments: a forgotten import, not somebody's own.
    private static bool LooksLikeLabel(AppliedDirective applied, string local) =>
        DisclosureSpecification.Model.Directives.TryGetValue(local, out var ours)
        && ours.Arguments.Where(argument => argument.IsRequired).All(each => applied.Argument(each.Name) is not null);
}
