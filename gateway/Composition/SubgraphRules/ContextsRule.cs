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
                // What is no text is told where directives are held against their definitions.
                if (applied.Text("name") is not { } name)
                {
                    continue;
                }

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
