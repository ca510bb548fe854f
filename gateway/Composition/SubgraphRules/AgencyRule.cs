using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>An agency says once who it is, with an id and at least one code.</summary>
internal static class AgencyRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        var agencies = subgraph.Schema.SchemaDirectives.Where(applied => applied.Name == Names.Agency).ToList();
        foreach (var agency in agencies.Skip(1))
        {
            log.Error(LabelCodes.AgencyInvalid, "`@agency` is applied more than once", subgraph.At(agency));
        }

        foreach (var agency in agencies.Take(1))
        {
            if (string.IsNullOrWhiteSpace(agency.Text("id")))
            {
                log.Error(LabelCodes.AgencyInvalid, "`@agency` has no `id`", subgraph.At(agency));
            }

            if (!IsNameList(agency.Argument("codes")))
            {
                log.Error(
                    LabelCodes.AgencyInvalid, "`@agency` has no list of agency codes in `codes`", subgraph.At(agency));
            }
        }
    }

    private static bool IsNameList(Value? value) => value switch
    {
        StringValue one => one.Text.Length > 0,
        ListValue { Items.IsEmpty: false } list => list.Items.All(item => item is StringValue { Text.Length: > 0 }),
        _ => false,
    };
}
