using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// An argument with the name and type of a labelled field of what is returned filters by that field, so it says that
/// it probes: else whoever may not see the field could still search by it. Naming a person by the person's own key is
/// no search: what is unknown and what the caller has no link to look the same.
/// </summary>
internal static class ProbingArgumentsRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var (type, field) in subgraph.AllFields.Where(each => !each.Field.Arguments.IsEmpty))
        {
            var item = ContributedList.ItemOf(subgraph.Schema, field) ?? subgraph.Schema.Type(field.Type.Name);
            if (item is not null)
            {
                CheckAll(subgraph, $"{type.Name}.{field.Name}", field.Arguments, item, log);
            }
        }
    }

    private static void CheckAll(
        Subgraph subgraph,
        string coordinate,
        IEnumerable<InputValueDefinition> arguments,
        TypeDefinition item,
        FindingLog log)
    {
        foreach (var argument in arguments)
        {
            Check(subgraph, $"{coordinate}({argument.Name}:)", argument, item, log);

            // One level into an input object: where filters are usually gathered.
            foreach (var input in subgraph.Schema.Type(argument.Type.Name)?.InputFields ?? [])
            {
                Check(subgraph, $"{argument.Type.Name}.{input.Name}", input, item, log);
            }
        }
    }

    private static void Check(
        Subgraph subgraph, string coordinate, InputValueDefinition argument, TypeDefinition item, FindingLog log)
    {
        var probed = item.Field(argument.Name);
        var isLabelled = probed is not null
            && probed.Type.Name == argument.Type.Name
            && (probed.Directive(Names.Sensitive) is not null
                || subgraph.Schema.Type(probed.Type.Name)?.Directive(Names.Sensitive) is not null);
        var isPersonKey = item.Directives.Any(applied =>
            applied.Name == Names.Subject && applied.Text("key")?.Trim() == argument.Name);
        if (isLabelled && !isPersonKey && argument.Directives.All(applied => applied.Name != Names.Probes))
        {
            log.Error(
                LabelCodes.SensitiveArgumentNotProbing,
                $"`{coordinate}` takes what the labelled `{item.Name}.{argument.Name}` gives",
                subgraph.At(argument), subgraph.At(probed!));
        }
    }
}
