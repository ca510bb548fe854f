namespace Aggregator.Execution;

/// <summary>
/// Notes that a fetch failed as a whole: its fields are failed nulls, and its places are named up to a limit.
/// </summary>
internal sealed class FailureNotes(
    DataTree tree, PreparedFetch prepared, ExecutionLimits limits, ErrorNotes notes)
{
    /// <summary>Notes a failure.</summary>
    public void Add(string code, string message) =>
        Add(new ErrorNote(code, message, prepared.Fetch.Step.Subgraph.Name, null));

    /// <summary>Notes a failure.</summary>
    public void Add(ErrorNote note)
    {
        var named = new List<ErrorNote>();
        var left = limits.MaxPlacesOfFailure;
        var more = 0L;
        foreach (var (place, paths) in Places())
        {
            var most = Math.Min(paths, left);
            if (most > 0)
            {
                named.Add(note with { Place = place, MostPaths = most });
            }

            left -= most;
            more += paths - most;
        }

        if (named.Count == 0)
        {
            named.Add(note);
        }

        named[^1] = named[^1] with { MorePlaces = (int)Math.Min(more, int.MaxValue) };
        foreach (var one in named)
        {
            notes.Add(one);
        }
    }

    /// <summary>Makes what is missing or null a failed null.</summary>
    public static void MarkFailed(DataTree tree, int id, CompiledOutput output) =>
        FillNulls(tree, id, output, isFailed: true);

    /// <summary>
    /// Puts a null where a field is missing; a null that is there becomes a failed one if this one is.
    /// </summary>
    public static void FillNulls(DataTree tree, int id, CompiledOutput output, bool isFailed)
    {
        foreach (var field in output.Fields.Where(field => !field.IsTypeName))
        {
            var cell = tree.Find(id, field.Slot);
            cell = cell >= 0 ? cell : tree.Append(id, field.Slot, Cell.OfNull);
            tree.CellAt(cell).IsFailed |= isFailed && tree.CellAt(cell).Kind == DataKind.Null;
        }
    }

    // Only where nothing arrived: an error without a path can come beside data.
    private IEnumerable<(DataPlace Place, int Ways)> Places()
    {
        foreach (var root in prepared.Roots)
        {
            foreach (var place in NullsOf(root.Object, prepared.Fetch.Root!))
            {
                yield return (place, root.Ways);
            }
        }

        foreach (var batch in prepared.Batches)
        {
            var asked = batch.AskedEntities();
            for (var at = 0; at < asked.Count; at++)
            {
                for (var place = batch.FirstPlace(asked[at]); place >= 0; place = batch.PlaceAt(place).Next)
                {
                    foreach (var found in NullsOf(batch.PlaceAt(place).Object, batch.Group.Output))
                    {
                        yield return (found, batch.WaysTo(place));
                    }
                }
            }
        }
    }

    private IEnumerable<DataPlace> NullsOf(int id, CompiledOutput output)
    {
        MarkFailed(tree, id, output);
        return output.Fields
            .Where(field => !field.IsTypeName && tree.CellAt(tree.Find(id, field.Slot)).Kind == DataKind.Null)
            .Select(field => new DataPlace(id, [field.Slot]));
    }
}
