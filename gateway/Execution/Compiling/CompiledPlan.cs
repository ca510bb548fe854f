using System.Collections.Immutable;
using Aggregator.Planning;
using Aggregator.Schema;

namespace Aggregator.Execution;

/// <summary>
/// A plan made ready for running again and again: kept beside the plan in the plan cache. Immutable after
/// <see cref="Compile(QueryPlan, TypeSystem)"/>; used by many requests at once.
/// </summary>
public sealed class CompiledPlan
{
    private readonly ImmutableArray<int> _mutations;
    private long _lastSize;

    private CompiledPlan(QueryPlan plan, TypeNames types)
    {
        Plan = plan;
        Types = types;
        Conditions = new ConditionTable();
        Steps = [.. plan.Steps.Select(Compile)];
        _mutations = FindMutations();
        Dependants = FindDependants();
        PendingAtFirst = [.. Enumerable.Range(0, Steps.Length).Select(step => Needs(step).Count())];
        Subgraphs = [.. plan.Steps.OfType<FetchStep>().Select(step => step.Subgraph).DistinctBy(one => one.Index)
            .OrderBy(one => one.Index)];
        Merges = [.. Steps.OfType<CompiledMerge>()];
        ShareableFields.Mark([.. Steps.OfType<CompiledFetch>()], Merges.Length > 0);
    }

    /// <summary>The plan.</summary>
    public QueryPlan Plan { get; }

    /// <summary>The object types that its data can have.</summary>
    public TypeNames Types { get; }

    /// <summary>
    /// The plan's conditions; who compiles the answer's projection adds its own before the first run.
    /// </summary>
    public ConditionTable Conditions { get; }

    /// <summary>Steps by id: a <see cref="CompiledFetch"/> or a <see cref="CompiledMerge"/>.</summary>
    internal ImmutableArray<object> Steps { get; }

    internal ImmutableArray<CompiledMerge> Merges { get; }

    /// <summary>How large the data of the last run was: a guess that saves growing step by step.</summary>
    internal (int Cells, int Objects) LastSize
    {
        get => ((int)(Volatile.Read(ref _lastSize) >> 32), (int)Volatile.Read(ref _lastSize));
        set => Volatile.Write(ref _lastSize, ((long)value.Cells << 32) | (uint)value.Objects);
    }

    /// <summary>Who waits for a step.</summary>
    internal ImmutableArray<ImmutableArray<int>> Dependants { get; }

    /// <summary>How many steps a step waits for.</summary>
    internal ImmutableArray<int> PendingAtFirst { get; }

    internal ImmutableArray<Subgraph> Subgraphs { get; }

    /// <summary>Makes a plan ready.</summary>
    /// <param name="plan">Any plan.</param>
    /// <param name="types">The supergraph's types: <see cref="Supergraph.Types"/>, inaccessible ones too.</param>
    public static CompiledPlan Compile(QueryPlan plan, TypeSystem types)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new CompiledPlan(plan, TypeNames.Of(types));
    }

    private object Compile(PlanStep step) => step switch
    {
        FetchStep fetch => new CompiledFetch(fetch, Conditions, Types),
        MergeStep merge => new CompiledMerge(merge, Conditions, Types),
        _ => throw new ArgumentException($"a step of kind `{step.GetType().Name}` cannot be run", nameof(step)),
    };

    // Mutations run one after another, each with all that completes its answer, whatever the plan says.
    private IEnumerable<int> Needs(int step)
    {
        var needs = Plan.Steps[step].DependsOn.AsEnumerable();
        if (IsMutation(step) && Enumerable.Range(0, step).LastOrDefault(IsMutation, -1) is >= 0 and var before)
        {
            needs = needs.Concat(Enumerable.Range(0, Steps.Length).Where(other => _mutations[other] == before));
        }

        return needs.Distinct();
    }

    private bool IsMutation(int step) => Plan.Steps[step] is FetchStep { Kind: OperationKind.Mutation };

    // For each step the last mutation that it is one of or comes after; -1 for none.
    private ImmutableArray<int> FindMutations()
    {
        var found = new int[Steps.Length];
        foreach (var step in Plan.Steps)
        {
            found[step.Id] = IsMutation(step.Id)
                ? step.Id
                : step.DependsOn.Select(before => found[before]).DefaultIfEmpty(-1).Max();
        }

        return [.. found];
    }

    private ImmutableArray<ImmutableArray<int>> FindDependants()
    {
        var lists = Steps.Select(_ => ImmutableArray.CreateBuilder<int>()).ToArray();
        for (var step = 0; step < lists.Length; step++)
        {
            foreach (var need in Needs(step))
            {
                lists[need].Add(step);
            }
        }

        return [.. lists.Select(list => list.ToImmutable())];
    }
}

/// <summary>A <see cref="MergeStep"/> made ready for running.</summary>
internal sealed class CompiledMerge(MergeStep step, ConditionTable conditions, TypeNames types)
{
    public MergeStep Step { get; } = step;

    public int Condition { get; } = conditions.Index(step.Condition);

    public CompiledPath Target { get; } = new(step.Target, types);

    public CompiledPath Over { get; } = new(step.Over, types);
}
