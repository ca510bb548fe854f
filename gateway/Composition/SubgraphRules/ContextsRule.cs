namespace Aggregator.Composition;

/// <summary>
/// A context's name is letters and digits: with an underscore it could not be told from its subgraph's.
/// </summary>
internal static class ContextsRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var type in subgraph.Schema.Ordered)
        {
            foreach (var applied in type.Directives.Where(each => each.Name == Names.Context))
            {
                var name = applied.Text("name") ?? "";
                if (name.Length == 0 || !char.IsAsciiLetter(name[0]) || !name.All(char.IsAsciiLetterOrDigit))
                {
                    log.Error(
                        ContextCodes.ContextNameInvalid,
                        $"`{type.Name}` sets a context named `{name}`",
                        subgraph.At(applied));
                }
            }
        }
    }
}
