using Aggregator.Planning;
using Aggregator.Schema;

namespace Aggregator.Execution;

/// <summary>Holds a root fetch's answer to the ids that its fields were asked for.</summary>
internal static class FoundById
{
    /// <summary>Drops what was found under another id than was asked for: it is another's.</summary>
    /// <param name="tree">Merged data.</param>
    /// <param name="given">The answer's root.</param>
    /// <param name="step">What was asked.</param>
    /// <param name="input">The client's variables.</param>
    /// <returns>The slots that are dropped.</returns>
    public static int[] DropOthers(DataTree tree, int given, FetchStep step, ExecutionInput input)
    {
        int[] others =
            [.. step.AskedById.Where(asked => IsOther(tree, given, asked, input)).Select(asked => asked.Slot)];
        foreach (var slot in others)
        {
            tree.Set(given, slot, Cell.OfNull with { IsFailed = true });
        }

        return others;
    }

    private static bool IsOther(DataTree tree, int given, AskedById asked, ExecutionInput input)
    {
        var cell = tree.Find(given, asked.Slot);
        return cell >= 0 && tree.CellAt(cell).Kind == DataKind.Object && IdOf(asked.Id, input) is { } id
            && JsonText.Scalar(tree.Leaf(tree.CellAt(cell).At, asked.IdSlot)) != id;
    }

    // Null where none was asked for.
    private static string? IdOf(Value asked, ExecutionInput input) => asked switch
    {
        StringValue literal => literal.Text,
        IntValue literal => literal.Text,
        VariableValue variable when input.Variables(variable.Name, out var json) => JsonText.Scalar(json.Span),
        _ => null,
    };
}
