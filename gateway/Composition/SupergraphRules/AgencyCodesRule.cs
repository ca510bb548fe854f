namespace Aggregator.Composition;

/// <summary>
/// Every code of an agency is a value of the shared enum <c>AgencyCode</c>, where there is one: what an agency says
/// of itself under another code fits no answer, and nobody would hear of the agency.
/// </summary>
internal static class AgencyCodesRule
{
    private const string Enum = "AgencyCode";

    public static void Check(SupergraphParts parts, FindingLog log)
    {
        if (parts.Type(Enum) is not { } type)
        {
            return;
        }

        var known = type.Parts.SelectMany(part => part.Item.Values).Select(value => value.Name)
            .Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var subgraph in parts.Subgraphs)
        {
            var applied = subgraph.Schema.SchemaDirectives.ToList();
            var codes = applied.Where(each => each.Name == Names.Agency)
                .SelectMany(agency => AgencyRule.Codes(agency.Argument("codes")));
            foreach (var code in codes.Distinct().Except(known))
            {
                log.Error(
                    LabelCodes.AgencyCodeUnknown,
                    $"`{code}` is no value of `{Enum}`, which has {Spoken.List(known)}",
                    applied
                        .Where(each => each.Name == Names.Agency
                            || (each.Name == Names.Covers && each.Text("code") == code))
                        .Select(each => subgraph.At(each)));
            }
        }
    }
}
