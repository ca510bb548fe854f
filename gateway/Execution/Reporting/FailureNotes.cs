namespace Aggregator.Execution;

/// <summary>
/// Notes that a fetch failed as a whole: its fields are failed nulls, and its places are named up to a limit.
/// </summary>
internal sealed class FailureNotes(
    DataTree tree, int root, PreparedFetch prepared, ExecutionLimits limits, ErrorNotes notes)
{
    /// <summary>Notes a failure.</summary>
    public void Add(string code, string message) =>
        Add(new ErrorNote(code, message, prepared.Fetch.Step.Subgraph.Name, null));

    /// <summary>Notes a failure.</summary>
    public void Add(ErrorNote note)
    {
        var places = new List<DataPlace>();
        var more = 0;
        foreach (var place in Places())
        {
            if (places.Count < limits.MaxPlacesOfFailure)
            {
                places.Add(place);
            }
            else
            {
                more++;
            }
        }

        if (places.Count == 0)
        {
            notes.Add(note);
        }

        for (var at = 0; at < places.Count; at++)
        {
            notes.Add(note with { Place = places[at], MorePlaces = at == places.Count - 1 ? more : 0 });
        }
    }

    /// <summary>Puts a failed null where a field is missing.</summary>
    public static void MarkFailed(DataTree tree, int id, CompiledOutput output) =>
        FillNulls(tree, id, output, isFailed: true);

    /// <summary>Puts a null where a field is missing.</summary>
    public static void FillNulls(DataTree tree, int id, CompiledOutput output, bool isFailed)
    {
        foreach (var field in output.Fields)
        {
            if (!field.IsTypeName && tree.Find(id, field.Slot) < 0)
            {
                var cell = Cell.OfNull;
                cell.IsFailed = isFailed;
                _ = tree.Append(id, field.Slot, cell);
            }
        }
    }

    private IEnumerable<DataPlace> Places()
    {
        if (prepared.Fetch.Root is { } output)
        {
            MarkFailed(tree, root, output);
            foreach (var field in output.Fields.Where(field => !field.IsTypeName))
            {
                yield return new DataPlace(root, [field.Slot]);
            }
        }

        foreach (var batch in prepared.Batches)
        {
            foreach (var entity in batch.AskedEntities())
            {
                for (var place = batch.FirstPlace(entity); place >= 0; place = batch.PlaceAt(place).Next)
                {
                    var id = batch.PlaceAt(place).Object;
                    MarkFailed(tree, id, batch.Group.Output);
                    foreach (var field in batch.Group.Output.Fields.Where(field => !field.IsTypeName))
                    {
                        yield return new DataPlace(id, [field.Slot]);
                    }
                }
            }
        }
    }
}
