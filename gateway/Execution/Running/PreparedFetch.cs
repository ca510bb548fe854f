using System.Collections.Immutable;
using Aggregator.Planning;

namespace Aggregator.Execution;

/// <summary>A fetch whose objects are found and whose entities are written, and that may be sent.</summary>
internal sealed class PreparedFetch(CompiledFetch fetch, ImmutableArray<EntityBatch> batches) : IDisposable
{
    private readonly PooledBytes _body = new(2048);

    public CompiledFetch Fetch { get; } = fetch;

    /// <summary>Finds and writes the entities that a fetch asks about.</summary>
    public static PreparedFetch Prepare(
        CompiledFetch fetch, DataTree tree, int root, bool[] conditions, ExecutionLimits limits)
    {
        if (fetch.Root is not null)
        {
            return new(fetch, []) { Roots = RootsOf(fetch, tree, root) };
        }

        if (fetch.Step.Template is null)
        {
            return new(fetch, [.. fetch.Groups.Select(Batch)]);
        }

        var isOverContexts = false;
        var batches = ImmutableArray.CreateBuilder<EntityBatch>();
        foreach (var group in fetch.Groups.Where(IsAsked))
        {
            if (group.Contexts.IsEmpty)
            {
                batches.Add(Batch(group));
                continue;
            }

            var contexts = new ContextBatches(tree, root, group, conditions, limits);
            batches.AddRange(contexts.Collect());
            isOverContexts |= contexts.IsOverLimit;
        }

        var filled = batches.Count == 0 ? fetch : fetch.With([.. batches.Select(batch => batch.Group)]);
        return new(filled, batches.ToImmutable())
        {
            IsOverContexts = isOverContexts,
        };

        bool IsAsked(CompiledGroup group) => group.Condition < 0 || conditions[group.Condition];

        // A group that is left out has no entities: nothing is expected of it.
        EntityBatch Batch(CompiledGroup group) => IsAsked(group)
            ? EntityBatch.Collect(tree, root, group, conditions, limits)
            : new EntityBatch(tree, group, conditions, limits);
    }

    private static ImmutableArray<RootPlace> RootsOf(CompiledFetch fetch, DataTree tree, int root)
    {
        var found = new PooledList<int>(4);
        _ = PathWalker.Collect(tree, fetch.RootAt, root, ref found);
        ImmutableArray<RootPlace> roots =
            [.. found.Span.ToArray().Select(id => new RootPlace(id, tree.ObjectAt(id).Ways))];
        found.Dispose();
        return roots;
    }

    /// <summary>The objects that a root fetch's answer is merged into; none for an entity fetch.</summary>
    public ImmutableArray<RootPlace> Roots { get; private init; } = [];

    /// <summary>What the gate will rule on the entities by, for each batch.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="response">What the operation answers.</param>
    /// <param name="root">The root of merged data.</param>
    public object?[][] Note(IFetchGate gate, ResponseSet response, DataObject root) =>
        [.. Batches.Select(batch => batch.Note(gate, response, root))];

    public ImmutableArray<EntityBatch> Batches { get; } = batches;

    /// <summary>True when the fetch asks about entities and none is left to ask about.</summary>
    public bool IsIdle => Roots.IsEmpty && Batches.All(batch => batch.Asked == 0);

    /// <summary>True when entities were left out because they need too many different contexts.</summary>
    public bool IsOverContexts { get; private init; }

    /// <summary>Lets the gate keep entities out.</summary>
    /// <param name="gate">Who decides.</param>
    /// <param name="noted">For each batch what was noted of its entities.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task AdmitAsync(
        IFetchGate gate, IReadOnlyList<object?[]> noted, CancellationToken cancellationToken)
    {
        for (var at = 0; at < Batches.Length; at++)
        {
            foreach (var type in Batches[at].ByType())
            {
                var entities = type.ToArray();
                var admitted = new Admission[entities.Length];
                await gate.AdmitAsync(
                    Fetch.Step,
                    type.Key,
                    [.. entities.Select(entity => noted[at][entity])],
                    admitted,
                    cancellationToken);
                foreach (var (entity, admission) in entities.Zip(admitted))
                {
                    Batches[at].Admit(entity, admission);
                }
            }
        }
    }

    /// <summary>The request's body.</summary>
    /// <param name="input">The client's variables.</param>
    /// <param name="conditions">Which conditions hold.</param>
    /// <param name="paging">What each merged list asks its contributors.</param>
    public ReadOnlyMemory<byte> Compose(ExecutionInput input, bool[] conditions, Paging paging)
    {
        _body.Length = 0;
        _body.Add(Fetch.Head);
        if (Fetch.Variables.IsEmpty && Batches.IsEmpty)
        {
            _body.Add((byte)'}');
            return _body.Memory;
        }

        _body.Add(",\"variables\":{"u8);
        foreach (var variable in Fetch.Variables)
        {
            Write(variable, input, conditions, paging);
        }

        foreach (var batch in Batches)
        {
            _body.Add(batch.Group.Key);
            batch.Write(_body);
            _body.Add((byte)',');
            batch.WriteContexts(_body);
        }

        _body.Close((byte)'}');
        _body.Add((byte)'}');
        return _body.Memory;
    }

    public void Dispose()
    {
        _body.Dispose();
        foreach (var batch in Batches)
        {
            batch.Dispose();
        }
    }

    private void Write(CompiledVariable variable, ExecutionInput input, bool[] conditions, Paging paging)
    {
        if (variable.Source is null)
        {
            if (input.Variables(variable.Name, out var json))
            {
                _body.Add(variable.Key);
                _body.Add(json.Span);
                _body.Add((byte)',');
            }

            return;
        }

        _body.Add(variable.Key);
        switch (variable.Source)
        {
            case Planning.ConditionSource:
                _body.Add(variable.Condition < 0 || conditions[variable.Condition] ? "true"u8 : "false"u8);
                break;
            case Planning.PageSizeSource size:
                _body.Add(paging.SizeToAsk(size.MergeStep));
                break;
            case Planning.PagePositionSource position:
                _body.Add(paging.PositionToAsk(position.MergeStep, Fetch.Step.Subgraph));
                break;
        }

        _body.Add((byte)',');
    }
}

/// <summary>An object that a root fetch's answer is merged into.</summary>
/// <param name="Object">The object.</param>
/// <param name="Ways">In how many places of the answer it stands.</param>
internal readonly record struct RootPlace(int Object, int Ways);
