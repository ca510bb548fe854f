using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Names of contexts in the supergraph, where each subgraph has its own.</summary>
internal static class Contexts
{
    public static string Qualify(Subgraph subgraph, string context) => subgraph.Name + "__" + context;

    /// <summary>A @context with its name as the supergraph has it.</summary>
    public static Sourced<AppliedDirective> Qualify(Sourced<AppliedDirective> each) => each with
    {
        Item = new AppliedDirective(
            each.Item.Name,
            [new("name", new StringValue(Qualify(each.Subgraph, each.Item.Text("name") ?? "")))],
            each.Item.At),
    };
}
