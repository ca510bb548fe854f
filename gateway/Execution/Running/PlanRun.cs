using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Aggregator.Execution;

/// <summary>
/// One run of a plan. Requests are under way at the same time; everything that touches merged data happens in one loop
/// that takes their ends one after another, on whichever thread brings them.
/// </summary>
internal sealed class PlanRun(
    CompiledPlan plan,
    ExecutionInput input,
    IAgencyClient client,
    bool[] conditions,
    Paging paging,
    DataTree tree,
    int root,
    AgencyResponse? occurred)
{
    private readonly StepResult[] _results = new StepResult[plan.Steps.Length];
    private readonly int[] _pending = [.. plan.PendingAtFirst];
    private readonly ErrorNotes _notes = new(input.Limits);
    private readonly List<Difference> _differences = [];
    private readonly HashSet<(int Fetch, int Object)> _gated = [];
    private readonly HashSet<(int Fetch, int Object)> _forAgencies = [];
    private readonly List<MergedPage> _pages = [];
    private readonly Queue<int> _ready = new();
    private readonly Channel<FetchEnd> _ends = Channel.CreateUnbounded<FetchEnd>(new UnboundedChannelOptions
    {
        SingleReader = true,
        AllowSynchronousContinuations = true,
    });

    private int _underWay;
    private int _fetches;
    private Exception? _bug;

    /// <summary>Runs every step, or marks it as not run.</summary>
    public async Task RunAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        using var answerBy = input.AnswerWithin is { } within ? new CancellationTokenSource(within, time) : null;
        using var both = answerBy is null
            ? null
            : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, answerBy.Token);
        var stop = both?.Token ?? cancellationToken;
        for (var step = 0; step < _pending.Length; step++)
        {
            if (_pending[step] == 0)
            {
                _ready.Enqueue(step);
            }
        }

        while (true)
        {
            StartReady(stop);
            if (_underWay == 0)
            {
                break;
            }

            // Not cancelled: a request that is under way holds buffers until it has ended.
            var end = await _ends.Reader.ReadAsync(CancellationToken.None);
            _underWay--;
            TakeIn(end, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (_bug is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_bug);
        }
    }

    /// <summary>What the run gave.</summary>
    public FetchedData Finish() => new(plan, tree, root, conditions, _results, _notes)
    {
        Differences = [.. _differences],
        Gated = _gated,
        Pages = [.. _pages],
        FetchCount = _fetches,
    };

    private void StartReady(CancellationToken stop)
    {
        while (_ready.TryDequeue(out var step))
        {
            switch (plan.Steps[step])
            {
                case CompiledMerge merge:
                    if (merge.Condition < 0 || conditions[merge.Condition])
                    {
                        new ListMerger(
                            tree, root, merge, input, paging.Page(step), _results, _gated, _notes, _differences)
                        {
                            Pages = _pages,
                            ForAgencies = _forAgencies,
                        }.Run();
                    }

                    End(step, default);
                    break;
                case CompiledFetch fetch:
                    Start(fetch, stop);
                    break;
            }
        }
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "disposed when the fetch's end is taken in")]
    private void Start(CompiledFetch fetch, CancellationToken stop)
    {
        if (fetch.Condition >= 0 && !conditions[fetch.Condition])
        {
            End(fetch.Step.Id, new StepResult(StepOutcome.NotNeeded, null));
            return;
        }

        var prepared = PreparedFetch.Prepare(fetch, tree, root, conditions, input.Limits);
        if (occurred is not null && fetch.Step.Kind == Schema.OperationKind.Subscription)
        {
            End(fetch.Step.Id, new ResponseApplier(tree, prepared, input, _notes).Apply(occurred));
            prepared.Dispose();
            return;
        }

        if (prepared.IsIdle || _bug is not null)
        {
            NotSent(prepared, StepOutcome.NotAsked, null, "");
        }
        else if (stop.IsCancellationRequested)
        {
            NotSent(prepared, StepOutcome.Pending, ExecutionErrorCodes.SubgraphPending,
                $"the answer was given before `{fetch.Step.Subgraph.Name}` could be asked");
        }
        else if (input.IsAsAtRequest && fetch.Step.Subgraph.Agency is not { AsAt: true })
        {
            NotSent(prepared, StepOutcome.NotCovered, ExecutionErrorCodes.SubgraphNotCovered,
                $"`{fetch.Step.Subgraph.Name}` cannot answer as at an earlier instant");
        }
        else if (_fetches == input.Limits.MaxFetches)
        {
            NotSent(prepared, StepOutcome.Failed, ExecutionErrorCodes.ExecutionLimit,
                $"the request needs more than {input.Limits.MaxFetches} requests to agencies");
        }
        else
        {
            _fetches++;
            _underWay++;
            NoteOverLimit(prepared);
            var noted = input.Gate is { } gate
                ? prepared.Note(gate, plan.Plan.Response, new DataObject(tree, root))
                : [];
            _ = SendAsync(prepared, noted, stop);
        }
    }

    private void NotSent(PreparedFetch prepared, StepOutcome outcome, string? code, string message)
    {
        if (code is not null)
        {
            new FailureNotes(tree, prepared, input.Limits, _notes).Add(code, message);
        }

        NoteOverLimit(prepared);
        End(prepared.Fetch.Step.Id, new StepResult(outcome, null));
        prepared.Dispose();
    }

    private void NoteOverLimit(PreparedFetch prepared)
    {
        if (prepared.IsOverContexts)
        {
            _notes.Add(new ErrorNote(
                ExecutionErrorCodes.ExecutionLimit,
                $"`{prepared.Fetch.Step.Subgraph.Name}` would be asked with more than "
                + $"{input.Limits.MaxContexts} different contexts at once; the rest is left out",
                prepared.Fetch.Step.Subgraph.Name,
                null));
        }

        if (prepared.Batches.Any(batch => batch.IsOverLimit))
        {
            _notes.Add(new ErrorNote(
                ExecutionErrorCodes.ExecutionLimit,
                $"`{prepared.Fetch.Step.Subgraph.Name}` would be asked about more than "
                + $"{input.Limits.MaxRepresentations} entities at once; the rest is left out",
                prepared.Fetch.Step.Subgraph.Name,
                null));
        }
    }

    // However it ends, its end is taken in by the loop: that alone may touch merged data.
    [SuppressMessage("Design", "CA1031", Justification = "the loop throws it on")]
    private async Task SendAsync(PreparedFetch prepared, object?[][] noted, CancellationToken stop)
    {
        AgencyResponse? response = null;
        Exception? fault = null;
        try
        {
            if (input.Gate is { } gate && !prepared.Batches.IsEmpty)
            {
                await prepared.AdmitAsync(gate, noted, stop);
            }

            if (!prepared.IsIdle)
            {
                var body = prepared.Compose(input, conditions, paging);
                var step = prepared.Fetch.Step;
                response = await client.SendAsync(
                    new AgencyRequest(
                        step.Subgraph, body, step.Kind == Schema.OperationKind.Query, input.CallerContext?.Value),
                    stop);
            }
        }
        catch (Exception thrown)
        {
            fault = thrown;
        }

        _ = _ends.Writer.TryWrite(new FetchEnd(prepared, response, fault));
    }

    private void TakeIn(FetchEnd end, CancellationToken caller)
    {
        using var prepared = end.Prepared;
        NoteGated(prepared);
        var step = prepared.Fetch.Step;
        if (end.Fault is null)
        {
            _fetches -= end.Response is null ? 1 : 0;
            End(step.Id, end.Response is null
                ? new StepResult(StepOutcome.NotAsked, null)
                : new ResponseApplier(tree, prepared, input, _notes).Apply(end.Response));
            return;
        }

        if (end.Fault is not OperationCanceledException)
        {
            _bug ??= end.Fault;
        }
        else if (!caller.IsCancellationRequested)
        {
            new FailureNotes(tree, prepared, input.Limits, _notes).Add(
                ExecutionErrorCodes.SubgraphPending,
                $"the answer was given before that of `{step.Subgraph.Name}` arrived");
        }

        End(step.Id, new StepResult(StepOutcome.Pending, null));
    }

    private void NoteGated(PreparedFetch prepared)
    {
        if (input.Gate is null)
        {
            return;
        }

        foreach (var batch in prepared.Batches)
        {
            Note(prepared, batch, batch.IsDropped, _gated);
            Note(prepared, batch, batch.IsForAgencies, _forAgencies);
        }
    }

    private static void Note(
        PreparedFetch prepared, EntityBatch batch, Func<int, bool> isOne, HashSet<(int Fetch, int Object)> noted)
    {
        foreach (var entity in Enumerable.Range(0, batch.Count).Where(isOne))
        {
            for (var place = batch.FirstPlace(entity); place >= 0; place = batch.PlaceAt(place).Next)
            {
                _ = noted.Add((prepared.Fetch.Step.Id, batch.PlaceAt(place).Object));
            }
        }
    }

    private void End(int step, StepResult result)
    {
        _results[step] = result;
        foreach (var dependant in plan.Dependants[step])
        {
            if (--_pending[dependant] == 0)
            {
                _ready.Enqueue(dependant);
            }
        }
    }

    private readonly record struct FetchEnd(PreparedFetch Prepared, AgencyResponse? Response, Exception? Fault);
}
