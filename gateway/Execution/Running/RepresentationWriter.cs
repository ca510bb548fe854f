using System.Collections.Immutable;

namespace Aggregator.Execution;

/// <summary>Writes an entity of merged data as the representation that a subgraph is sent.</summary>
internal static class RepresentationWriter
{
    /// <summary>Writes an entity; false when it lacks something that it must not be asked without.</summary>
    public static bool Write(DataTree tree, CompiledRepresentation representation, int id, PooledBytes output)
    {
        output.Add(representation.Head);
        if (HasNothing(tree, representation.Fields, id) || !WriteFields(tree, representation.Fields, id, output))
        {
            return false;
        }

        output.Add((byte)'}');
        return true;
    }

    // A key may have a part that is null, but not all of them.
    private static bool HasNothing(DataTree tree, ImmutableArray<CompiledRepresentationField> fields, int id)
    {
        foreach (var field in fields)
        {
            if (tree.Find(id, field.Slot) is >= 0 and var cell && tree.CellAt(cell).Kind != DataKind.Null)
            {
                return false;
            }
        }

        return true;
    }

    private static bool WriteFields(
        DataTree tree, ImmutableArray<CompiledRepresentationField> fields, int id, PooledBytes output)
    {
        foreach (var field in fields)
        {
            var cell = tree.Find(id, field.Slot);
            if (cell < 0)
            {
                // What was not fetched has failed, or belongs to another type; neither can be sent as null.
                return false;
            }

            ref readonly var value = ref tree.CellAt(cell);
            if (value.IsFailed || (value.Kind == DataKind.Null && field.IsRequired))
            {
                return false;
            }

            output.Add(field.Key);
            if (!WriteValue(tree, field, value, output))
            {
                return false;
            }
        }

        return true;
    }

    private static bool WriteValue(
        DataTree tree, CompiledRepresentationField field, in Cell value, PooledBytes output)
    {
        switch (value.Kind)
        {
            case DataKind.Leaf:
                output.Add(tree.Json(value));
                return true;
            case DataKind.Object:
                return WriteObject(tree, field, value.At, output);
            case DataKind.List:
                output.Add((byte)'[');
                for (var item = value.At; item >= 0; item = tree.CellAt(item).Next)
                {
                    if (tree.CellAt(item).IsFailed || !WriteValue(tree, field, tree.CellAt(item), output))
                    {
                        return false;
                    }

                    output.Add((byte)',');
                }

                output.Close((byte)']');
                return true;
            default:
                output.Add("null"u8);
                return true;
        }
    }

    private static bool WriteObject(DataTree tree, CompiledRepresentationField field, int id, PooledBytes output)
    {
        var type = tree.ObjectAt(id).Type;
        var start = output.Length;
        output.Add((byte)'{');
        foreach (var set in field.Children)
        {
            if (!set.OnTypes.Has(type))
            {
                continue;
            }

            if (set.SendTypeName && type >= 0)
            {
                output.Add(",\"__typename\":"u8);
                output.Add(tree.Types.Json(type));
            }

            if (!WriteFields(tree, set.Fields, id, output))
            {
                return false;
            }
        }

        // Every field brings its own comma: the first one goes.
        var body = output.Span[(start + 1)..];
        if (body.Length > 0)
        {
            output.DropAt(start + 1);
        }

        output.Add((byte)'}');
        return true;
    }
}
