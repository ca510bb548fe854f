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
    private IEnumerable<DataPlace> Places()
    {
        foreach (var place in prepared.Roots.SelectMany(at => NullsOf(at, prepared.Fetch.Root!)))
        {
            yield return place;
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
                        yield return found;
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
