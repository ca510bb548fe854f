namespace Aggregator.Validation;

/// <summary>
/// How deep operations are once their fragments are spread, without spreading them: fragments first that spread no
/// others, then those that spread only such, each looked at once. Later stages may recurse after this has passed.
/// </summary>
internal static class SpreadDepth
{
    /// <summary>The first operation that is too deep, or null. The document has no cycles.</summary>
    public static OperationError? Check(DocumentIndex document)
    {
        var limits = document.Limits;
        foreach (var use in InOrder(document))
        {
            foreach (var spread in use.Spreads)
            {
                if (document.Fragments.TryGetValue(spread.Node.Name, out var target))
                {
                    use.FieldLevels = Math.Max(use.FieldLevels, spread.FieldLevels - 1 + target.FieldLevels);
                    use.Levels = Math.Max(use.Levels, spread.Levels + target.Levels);
                }
            }

            var at = use.Operation?.At ?? use.Fragment!.At;
            if (use.FieldLevels > limits.MaxDepth)
            {
                return WrittenLimits.Exceeded($"{use.What} has more than {limits.MaxDepth} levels of fields", at);
            }

            if (use.Levels > limits.MaxNesting)
            {
                return WrittenLimits.Exceeded(
                    $"{use.What} has more than {limits.MaxNesting} levels of fields and fragments", at);
            }
        }

        return null;
    }

    // Whatever is spread comes before what spreads it.
    private static List<DefinitionUse> InOrder(DocumentIndex document)
    {
        var ordered = new List<DefinitionUse>();
        var done = new HashSet<DefinitionUse>();
        foreach (var root in document.FragmentDefinitions.Concat(document.Operations))
        {
            var waiting = new Stack<(DefinitionUse Use, bool IsReady)>([(root, false)]);
            while (waiting.TryPop(out var next))
            {
                if (next.IsReady)
                {
                    ordered.Add(next.Use);
                }
                else if (done.Add(next.Use))
                {
                    waiting.Push((next.Use, true));
                    foreach (var spread in next.Use.Spreads)
                    {
                        if (document.Fragments.TryGetValue(spread.Node.Name, out var target))
                        {
                            waiting.Push((target, false));
                        }
                    }
                }
            }
        }

        return ordered;
    }
}
