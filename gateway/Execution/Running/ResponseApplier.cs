namespace Aggregator.Execution;

/// <summary>Merges one response into the tree and notes what is wrong with it.</summary>
internal sealed class ResponseApplier(
    DataTree tree, PreparedFetch prepared, ExecutionInput input, ErrorNotes notes)
{
    private readonly CompiledFetch _fetch = prepared.Fetch;
    private Action<int, int, bool>? _noteShape;
    private bool _isPartial;

    private string Agency => _fetch.Step.Subgraph.Name;

    private string OtherKey => $"`{Agency}` gave an entity of another key than was asked for";

    private Action<int, int, bool> Differs => _noteShape ??= NoteShape;

    /// <summary>Takes in a response, whatever it is.</summary>
    public StepResult Apply(AgencyResponse response)
    {
        if (response.Outcome != AgencyOutcome.Answered)
        {
            var buffered = FailureText.Of(response, Agency);
            new FailureNotes(tree, prepared, input.Limits, notes).Add(buffered.Code, buffered.Message);
            response.Dispose();
            return new StepResult(StepOutcome.Failed, response.Since);
        }

        var buffer = tree.Keep(response);
        var envelope = buffer < 0
            ? null
            : ResponseEnvelope.Read(
                tree, buffer, response.Body.Span, _fetch, input.Limits, input.SharesObjects);
        if (envelope is null || envelope.IsOverLimit)
        {
            return TooLarge();
        }

        if (envelope.Broken is { } why)
        {
            return Failed(
                ExecutionErrorCodes.SubgraphInvalidResponse, $"the answer of `{Agency}` cannot be used: {why}");
        }

        var errors = envelope.HasErrors
            ? SubgraphErrors.Read(Slice(response.Body, envelope.Errors), input.Limits.MaxErrors)
            : [];
        _isPartial = errors.Count > 0 || envelope.HasWrongTypes;
        var (more, shared) = SpreadValues.Of(envelope, prepared);
        if (tree.ExpandedCount + more > input.Limits.MaxValues)
        {
            return TooLarge();
        }

        tree.AddExpanded(shared);

        Merge(envelope, errors);
        NoteFaults(envelope.Faults);
        return new StepResult(
            !_isPartial ? StepOutcome.Ok : envelope.HasData ? StepOutcome.Partial : StepOutcome.Failed, null)
        {
            HasWrongTypes = envelope.HasWrongTypes,
        };
    }

    private static ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> body, Range range)
    {
        var (at, length) = range.GetOffsetAndLength(body.Length);
        return body.Slice(at, length);
    }

    private StepResult TooLarge() => Failed(
        ExecutionErrorCodes.ExecutionLimit,
        $"the answer of `{Agency}` makes the request larger than `maxValues` allows");

    private StepResult Failed(string code, string message)
    {
        new FailureNotes(tree, prepared, input.Limits, notes).Add(code, message);
        return new StepResult(StepOutcome.Failed, null);
    }

    private void Merge(ResponseEnvelope envelope, IReadOnlyList<SubgraphError> errors)
    {
        if (_fetch.Root is { } output)
        {
            MergeRoot(envelope, output, errors);
            return;
        }

        for (var group = 0; group < prepared.Batches.Length; group++)
        {
            MergeGroup(envelope, group, errors);
        }

        foreach (var error in errors)
        {
            if (GroupOf(error) < 0)
            {
                NoteWhole(error);
            }
        }
    }

    private void MergeRoot(ResponseEnvelope envelope, CompiledOutput output, IReadOnlyList<SubgraphError> errors)
    {
        var others = envelope.Root.Object < 0 || _fetch.Step.AskedById.IsEmpty
            ? []
            : FoundById.DropOthers(tree, envelope.Root.Object, _fetch.Step, input);
        foreach (var root in prepared.Roots)
        {
            foreach (var slot in others)
            {
                NoteOther(new DataPlace(root.Object, [slot]));
            }

            if (envelope.Root.Object >= 0)
            {
                Give(root.Object, envelope.Root, isLast: root == prepared.Roots[^1]);
            }
            else
            {
                FailureNotes.MarkFailed(tree, root.Object, output);
            }
        }

        foreach (var error in errors)
        {
            if (error.Path is not { Count: > 0 } path)
            {
                NoteWhole(error);
                continue;
            }

            foreach (var root in prepared.Roots)
            {
                NoteAt(error, root.Object, output, path);
            }
        }
    }

    private void NoteOther(DataPlace place)
    {
        _isPartial = true;
        notes.Add(new ErrorNote(ExecutionErrorCodes.SubgraphInvalidResponse, OtherKey, Agency, place));
    }

    private void MergeGroup(ResponseEnvelope envelope, int group, IReadOnlyList<SubgraphError> errors)
    {
        var batch = prepared.Batches[group];
        var asked = batch.AskedEntities();
        var entities = envelope.Entities[group];
        SubgraphError[] mine = errors.Count == 0 ? [] : [.. errors.Where(error => GroupOf(error) == group)];
        if (asked.Count == 0)
        {
            return;
        }

        if (entities is null || entities.Count != asked.Count)
        {
            MissGroup(batch, asked, entities?.Count, mine, isSaid: mine.Length > 0 || !envelope.HasData);
            return;
        }

        var copies = CopiesOf(envelope.Shared[group], batch);
        for (var at = 0; at < asked.Count; at++)
        {
            if (entities[at].Object >= 0)
            {
                MergeEntity(batch, asked[at], entities[at], copies);
            }
            else if (entities[at].Object == ResponseEnvelope.NotAnObject)
            {
                Fault(batch, asked[at], $"`{Agency}` gave something for an entity that is no object");
            }
        }

        foreach (var error in mine)
        {
            NoteEntity(batch, asked, entities, error);
        }

        for (var at = 0; at < asked.Count; at++)
        {
            if (entities[at].Object == ResponseEnvelope.NoEntity)
            {
                FillNulls(batch, asked[at], isFailed: false);
            }
        }
    }

    private void MissGroup(
        EntityBatch batch, AskedEntities asked, int? given, SubgraphError[] errors, bool isSaid)
    {
        _isPartial = true;
        for (var at = 0; at < asked.Count; at++)
        {
            MarkFailed(batch, asked[at]);
        }

        foreach (var error in errors)
        {
            NoteWhole(error);
        }

        if (given is not null || !isSaid)
        {
            notes.Add(new ErrorNote(
                ExecutionErrorCodes.SubgraphInvalidResponse,
                given is null
                    ? $"`{Agency}` gave no list of entities"
                    : $"`{Agency}` gave {given} entities where {asked.Count} were asked for",
                Agency,
                PlaceOf(batch, asked[0]))
            { MorePlaces = asked.Count - 1 });
        }
    }

    // Entities that share objects do so on each of their paths by itself: each path but the last gets a copy of all.
    private DataRun[] CopiesOf(DataRun? shared, EntityBatch batch)
    {
        if (shared is not { } run)
        {
            return [];
        }

        var copies = new DataRun[batch.Group.Paths.Length];
        for (var path = 0; path < copies.Length; path++)
        {
            copies[path] = path == copies.Length - 1 ? run : tree.Copy(run);
        }

        return copies;
    }

    private void MergeEntity(EntityBatch batch, int entity, in DataRun given, DataRun[] copies)
    {
        if (!IsRightType(batch, entity, given.Object))
        {
            Fault(batch, entity, $"`{Agency}` gave an entity of another type than was asked for");
            return;
        }

        if (!batch.IsAnsweredBy(entity, given.Object))
        {
            Fault(batch, entity, OtherKey);
            return;
        }

        var place = batch.FirstPlace(entity);
        while (place >= 0)
        {
            var (target, next) = batch.PlaceAt(place);
            var path = batch.PathTo(place);
            var own = copies.Length == 0 ? given : given.Within(copies[^1], copies[path]);
            Give(target, own, isLast: next < 0 || (copies.Length > 0 && batch.PathTo(next) != path));
            place = next;
        }
    }

    // What goes to several places is copied for each but the last: moving uses it up.
    private void Give(int target, in DataRun given, bool isLast) =>
        DataMerger.Move(tree, target, isLast ? given.Object : tree.Copy(given).Object, Differs);

    // Two agencies may differ in a shared leaf, the first stands; another shape would lose what is below it in silence.
    private void NoteShape(int id, int slot, bool isShape)
    {
        if (isShape)
        {
            _isPartial = true;
            notes.Add(new ErrorNote(
                ExecutionErrorCodes.SubgraphInvalidResponse,
                $"`{Agency}` gave a shared value in another shape than the agency before it; the first is kept",
                Agency,
                new DataPlace(id, [slot])));
        }
    }

    // An interface object's own name is no object type: then any type that the place allows is right.
    private bool IsRightType(EntityBatch batch, int entity, int given)
    {
        var type = tree.ObjectAt(given).Type;
        if (type == TypeNames.Unknown)
        {
            return true;
        }

        var asked = tree.Types.Id(batch.TypeName(entity));
        var known = tree.ObjectAt(batch.PlaceAt(batch.FirstPlace(entity)).Object).Type;
        return (asked == TypeNames.Unknown || asked == type) && (known == TypeNames.Unknown || known == type);
    }

    private void Fault(EntityBatch batch, int entity, string message)
    {
        _isPartial = true;
        MarkFailed(batch, entity);
        notes.Add(new ErrorNote(
            ExecutionErrorCodes.SubgraphInvalidResponse, message, Agency, PlaceOf(batch, entity)));
    }

    private static DataPlace PlaceOf(EntityBatch batch, int entity) =>
        new(batch.PlaceAt(batch.FirstPlace(entity)).Object, []);

    private void MarkFailed(EntityBatch batch, int entity) => FillNulls(batch, entity, isFailed: true);

    private void FillNulls(EntityBatch batch, int entity, bool isFailed)
    {
        for (var place = batch.FirstPlace(entity); place >= 0; place = batch.PlaceAt(place).Next)
        {
            FailureNotes.FillNulls(tree, batch.PlaceAt(place).Object, batch.Group.Output, isFailed);
        }
    }

    private int GroupOf(SubgraphError error)
    {
        for (var group = 0; group < _fetch.Groups.Length; group++)
        {
            if (error.Path is [{ Key: { } key }, ..] && key == _fetch.Groups[group].ResponseKey)
            {
                return group;
            }
        }

        return -1;
    }

    private void NoteEntity(
        EntityBatch batch, AskedEntities asked, List<DataRun> entities, SubgraphError error)
    {
        if (error.Path is not [_, { Key: null, Index: var at }, ..] || at < 0 || at >= asked.Count)
        {
            NoteWhole(error);
            return;
        }

        if (entities[at].Object < 0)
        {
            MarkFailed(batch, asked[at]);
        }

        for (var place = batch.FirstPlace(asked[at]); place >= 0; place = batch.PlaceAt(place).Next)
        {
            NoteAt(error, batch.PlaceAt(place).Object, batch.Group.Output, [.. error.Path.Skip(2)]);
        }
    }

    private void NoteAt(SubgraphError error, int anchor, CompiledOutput output, IReadOnlyList<PathItem> path) =>
        notes.Add(Note(error) with
        {
            Place = ErrorTrail.Follow(tree, anchor, output, path, isWhole: input.SharesObjects),
        });

    private void NoteWhole(SubgraphError error) => new FailureNotes(tree, prepared, input.Limits, notes)
        .Add(Note(error));

    private ErrorNote Note(SubgraphError error) =>
        !input.PassSubgraphMessages && InputFaults.TextOf(error.Code) is { } wrong
            ? new ErrorNote(error.Code!, wrong, Agency, null)
            : new ErrorNote(
                ExecutionErrorCodes.SubgraphError,
                input.PassSubgraphMessages && error.Message.Length > 0
                    ? error.Message
                    : $"`{Agency}` could not give this part",
                Agency,
                null)
            { SubgraphCode = input.PassSubgraphMessages ? error.Code : null };

    private void NoteFaults(List<Fault> faults)
    {
        foreach (var fault in faults)
        {
            _isPartial = true;
            notes.Add(new ErrorNote(
                ExecutionErrorCodes.SubgraphInvalidResponse,
                fault.Kind switch
                {
                    FaultKind.NotAnObject => $"`{Agency}` gave something for an object that is none",
                    FaultKind.DuplicateKey => $"`{Agency}` gave a field twice; the first is kept",
                    _ => $"`{Agency}` gave an object of an unknown type",
                },
                Agency,
                new DataPlace(
                    tree.Standing(fault.Object), fault.Kind == FaultKind.UnknownType ? [] : [fault.Slot])));
        }
    }
}
