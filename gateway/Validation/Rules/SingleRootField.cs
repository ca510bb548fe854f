using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>A subscription has one root field, which no condition and no meta-field may be.</summary>
/// <remarks>Section 5.2.4.1, Single Root Field.</remarks>
internal sealed class SingleRootField() : DocumentRule("Single Root Field", "5.2.4.1")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var use in document.Operations.Where(use => use.Operation!.Kind == OperationKind.Subscription))
        {
            Check(document, use, report);
        }
    }

    private static void Check(DocumentIndex document, DefinitionUse subscription, RuleReport report)
    {
        var root = RootSelections(document, subscription).ToList();
        var conditional = root.SelectMany(selection => selection.Directives)
            .Where(directive => directive.Name is "skip" or "include").ToList();
        if (conditional.Count > 0)
        {
            report.Add(
                "the root of a subscription takes neither `@skip` nor `@include`",
                [.. conditional.Select(directive => directive.At)]);
        }

        var fields = root.OfType<FieldSelection>().ToList();
        var keys = fields.Select(field => field.ResponseKey).Distinct().Count();
        if (keys > 1)
        {
            report.Add(
                "a subscription has one root field: send one operation for each",
                [.. fields.Where(field => field.ResponseKey != fields[0].ResponseKey).Select(field => field.At)]);
        }

        var meta = fields.Where(field => field.Name.StartsWith("__", StringComparison.Ordinal)).ToList();
        if (meta.Count > 0)
        {
            report.Add(
                "the root field of a subscription must not be one of introspection",
                [.. meta.Select(field => field.At)]);
        }
    }

    // In no order of depth, and each fragment once: nesting is not limited yet when this runs.
    private static IEnumerable<Selection> RootSelections(DocumentIndex document, DefinitionUse subscription)
    {
        var visited = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<Selection>(subscription.Selections.Reverse());
        while (waiting.TryPop(out var selection))
        {
            yield return selection;
            var inner = selection switch
            {
                InlineFragment inline => inline.Selections,
                FragmentSpread spread when visited.Add(spread.Name) =>
                    document.Fragments.GetValueOrDefault(spread.Name)?.Selections ?? [],
                _ => [],
            };
            foreach (var each in inner.Reverse())
            {
                waiting.Push(each);
            }
        }
    }
}
