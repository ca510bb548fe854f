using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// The key of a @subject is a path on its type that ends in one field without selections: a person's id.
/// </summary>
internal static class SubjectsRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var type in subgraph.WithFields)
        {
            foreach (var applied in type.Directives.Where(each => each.Name == Names.Subject))
            {
                Check(subgraph, type, applied, log);
            }
        }
    }

    private static void Check(Subgraph subgraph, TypeDefinition type, AppliedDirective applied, FindingLog log)
    {
        var set = FieldSet.Read(applied, "key");
        var fault = set.Fault;
        var leaves = 0;
        new FieldSetWalk(
            subgraph.Schema,
            (_, _, selection) => leaves += selection.Selections.IsEmpty ? 1 : 0,
            found => fault ??= found).Over(type, set.Selections);
        fault ??= leaves == 1 ? null : $"it ends in {leaves} fields instead of one";
        if (fault is not null)
        {
            log.Error(
                LabelCodes.SubjectInvalid, $"the key of `@subject` on `{type.Name}`: {fault}", subgraph.At(applied));
        }

        var role = (applied.Argument("role") as EnumLiteral)?.Name;
        if (DisclosureSpecification.Model.Type("SubjectRole")!.Values.All(value => value.Name != role))
        {
            log.Error(
                LabelCodes.SubjectInvalid,
                $"the role of `@subject` on `{type.Name}` is none of the vocabulary",
                subgraph.At(applied));
        }
    }
}
