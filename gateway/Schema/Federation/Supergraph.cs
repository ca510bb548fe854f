using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Aggregator.Schema;

/// <summary>
/// A supergraph as a model: every type, which subgraph has what of it, and what its labels say. Immutable; made by
/// <see cref="SupergraphReader"/> from a supergraph document, ours or another composer's.
/// </summary>
public sealed class Supergraph
{
    private readonly LabelReader _labels;
    private readonly FrozenDictionary<string, ImmutableArray<string>> _contexts;

    internal Supergraph(
        TypeSystem types,
        TypeSystem api,
        ImmutableArray<Subgraph> subgraphs,
        FrozenDictionary<string, JoinedType> joined,
        LabelReader labels,
        bool isLabelled,
        ImmutableArray<string> accessDirectives,
        FrozenDictionary<string, ImmutableArray<string>> contexts)
    {
        _labels = labels;
        _contexts = contexts;
        Types = types;
        Api = api;
        Subgraphs = subgraphs;
        Joined = joined;
        IsLabelled = isLabelled;
        AccessDirectives = accessDirectives;
    }

    /// <summary>All types, inaccessible ones too, without the machinery of the join specification.</summary>
    public TypeSystem Types { get; }

    /// <summary>What clients see.</summary>
    public TypeSystem Api { get; }

    /// <summary>The subgraphs, in the order of the supergraph.</summary>
    public ImmutableArray<Subgraph> Subgraphs { get; }

    /// <summary>The types with what each subgraph has of them.</summary>
    public FrozenDictionary<string, JoinedType> Joined { get; }

    /// <summary>True when it links the disclosure specification: then nothing is served without a policy.</summary>
    public bool IsLabelled { get; }

    /// <summary>Of <c>authenticated</c>, <c>requiresScopes</c>, <c>policy</c>: those that are applied
    /// somewhere.</summary>
    public ImmutableArray<string> AccessDirectives { get; }

    /// <summary>The type of that name. Every composite type of <see cref="Types"/> is there.</summary>
    /// <param name="name">The type.</param>
    public JoinedType Join(string name) => Joined[name];

    /// <summary>
    /// Classes that <c>@probes</c> names on an argument, input field or enum value of <see cref="Types"/>: the result
    /// depends on data of them.
    /// </summary>
    /// <param name="directives">The element's directives.</param>
    public ImmutableArray<string> ProbedClasses(ImmutableArray<AppliedDirective> directives) =>
        _labels.Probed(directives);

    /// <summary>The object types that set a context (<c>@context</c>), themselves or through an interface or
    /// union.</summary>
    /// <param name="context">The context's name in the supergraph.</param>
    public ImmutableArray<string> ContextTypes(string context) => _contexts.GetValueOrDefault(context, []);

    /// <summary>The field of that coordinate, or null.</summary>
    /// <param name="type">The type.</param>
    /// <param name="field">The field.</param>
    public JoinedField? Join(string type, string field) =>
        Joined.GetValueOrDefault(type)?.Fields.GetValueOrDefault(field);
}
