using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Every label names classes of the vocabulary, at least one; a demand on callers is never empty.</summary>
internal static class ClassesRule
{
    private static readonly (string Canonical, string Argument, bool IsClass, int Depth)[] Lists =
    [
        (Names.Sensitive, "class", true, 1),
        (Names.Probes, "class", true, 1),
        (Names.DerivedFrom, "class", true, 1),
        (Names.Declassify, "from", true, 1),
        (Names.RequiresScopes, "scopes", false, 2),
        (Names.Policy, "policies", false, 2),
    ];

    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var (coordinate, applied) in Places.All(subgraph.Schema))
        {
            foreach (var (_, argument, isClass, depth) in Lists.Where(list => list.Canonical == applied.Name))
            {
                Check(subgraph, coordinate, applied, argument, isClass, depth, log);
            }
        }

        foreach (var agency in subgraph.Schema.SchemaDirectives.Where(applied => applied.Name == Names.Agency))
        {
            if (agency.Argument("defaultClass") is { } value and not NullValue)
            {
                CheckClass(subgraph, "the schema", agency, value, log);
            }
        }
    }

    private static void Check(
        Subgraph subgraph,
        string coordinate,
        AppliedDirective applied,
        string argument,
        bool isClass,
        int depth,
        FindingLog log)
    {
        // A demand that is not there at all is told where directives are held against their definitions.
        var value = applied.Argument(argument);
        if (IsEmpty(value, depth) && (isClass || value is not (null or NullValue)))
        {
            log.Error(
                LabelCodes.EmptyClassList,
                $"`{subgraph.Links.Spoken(applied.Name)}` on `{coordinate}` has an empty `{argument}`",
                subgraph.At(applied));
        }

        foreach (var item in isClass ? Items(value) : [])
        {
            CheckClass(subgraph, $"`{coordinate}`", applied, item, log);
        }
    }

    private static void CheckClass(
        Subgraph subgraph, string where, AppliedDirective applied, Value value, FindingLog log)
    {
        if (value is not EnumLiteral name || !DisclosureSpecification.Classes.Contains(name.Name))
        {
            log.Error(
                LabelCodes.UnknownClass,
                $"`{value}`, named by `{subgraph.Links.Spoken(applied.Name)}` on {where}, is no class of data",
                subgraph.At(applied));
        }
    }

    private static bool IsEmpty(Value? value, int depth) =>
        Items(value).Length == 0 || (depth > 1 && Items(value).Any(item => IsEmpty(item, depth - 1)));

    private static Value[] Items(Value? value) => value switch
    {
        ListValue list => [.. list.Items],
        null or NullValue => [],
        _ => [value],
    };
}
