using System.Globalization;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>An agency says once who it is, with an id and at least one code, and once for each of its codes what it
/// covers.</summary>
internal static class AgencyRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        var agencies = subgraph.Schema.SchemaDirectives.Where(applied => applied.Name == Names.Agency).ToList();
        foreach (var agency in agencies.Skip(1))
        {
            log.Error(LabelCodes.AgencyInvalid, "`@agency` is applied more than once", subgraph.At(agency));
        }

        CheckCovers(subgraph, agencies.FirstOrDefault(), log);
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

    private static void CheckCovers(Subgraph subgraph, AppliedDirective? agency, FindingLog log)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var covers in subgraph.Schema.SchemaDirectives.Where(applied => applied.Name == Names.Covers))
        {
            var code = covers.Text("code") ?? "";
            if (!Codes(agency?.Argument("codes")).Contains(code) || !told.Add(code))
            {
                log.Error(
                    LabelCodes.AgencyInvalid,
                    $"`@covers` names `{code}`: it has to be a code that `@agency` lists, and named once",
                    subgraph.At(covers));
            }

            if (covers.Text("from") is { } from && !DateOnly.TryParseExact(
                from, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                log.Error(
                    LabelCodes.AgencyInvalid, $"`@covers` has to begin on a day such as 2020-04-01, not `{from}`",
                    subgraph.At(covers));
            }
        }
    }

    /// <summary>The codes that an agency's <c>codes</c> lists.</summary>
    public static IEnumerable<string> Codes(Value? value) => value switch
    {
        StringValue one => [one.Text],
        ListValue list => list.Items.OfType<StringValue>().Select(item => item.Text),
        _ => [],
    };

    private static bool IsNameList(Value? value) => value switch
    {
        StringValue one => one.Text.Length > 0,
        ListValue { Items.IsEmpty: false } list => list.Items.All(item => item is StringValue { Text.Length: > 0 }),
        _ => false,
    };
}
