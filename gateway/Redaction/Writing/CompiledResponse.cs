using System.Collections.Immutable;
using System.Text;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Schema;

namespace Aggregator.Redaction;

/// <summary>
/// The client's answer made ready for writing: kept beside the plan in the plan cache. Immutable; used by many requests
/// at once.
/// </summary>
public sealed class CompiledResponse
{
    private CompiledResponse(CompiledSelection root, int rootType)
    {
        Root = root;
        RootType = rootType;
    }

    internal CompiledSelection Root { get; }

    internal int RootType { get; }

    /// <summary>How long the last answer was: a guess that saves growing step by step.</summary>
    internal int LastLength { get; set; }

    /// <summary>
    /// Makes a plan's answer ready. To be called before the plan is first run: it adds conditions to it.
    /// </summary>
    /// <param name="plan">The plan, ready for running.</param>
    /// <param name="api">What clients see.</param>
    public static CompiledResponse Compile(CompiledPlan plan, TypeSystem api)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(api);
        var root = plan.Plan.Kind switch
        {
            OperationKind.Mutation => api.MutationName,
            OperationKind.Subscription => api.SubscriptionName,
            _ => api.QueryName,
        };
        return new CompiledResponse(
            new CompiledSelection(plan.Plan.Response, plan, api),
            root is null ? TypeNames.Unknown : plan.Types.Id(root));
    }
}

/// <summary>A selection set of the answer.</summary>
internal sealed class CompiledSelection(ResponseSet set, CompiledPlan plan, TypeSystem api)
{
    public ImmutableArray<CompiledResponseField> Fields { get; } =
    [
        .. set.Fields.Where(field => field.Kind != ResponseFieldKind.Internal)
            .Select(field => new CompiledResponseField(field, plan, api)),
    ];
}

/// <summary>A field of the answer.</summary>
internal sealed class CompiledResponseField
{
    public CompiledResponseField(ResponseField field, CompiledPlan plan, TypeSystem api)
    {
        Field = field;
        Kind = field.Kind;
        Slot = field.Slot;
        Key = Encoding.UTF8.GetBytes($",\"{field.ResponseKey}\":");
        Condition = plan.Conditions.Index(field.Condition);
        OnTypes = TypeSet.Of(field.OnTypes, plan.Types);
        Completion = Completion.Of(field.Type, field.NamedType);
        Children = field.Children is null ? null : new CompiledSelection(field.Children, plan, api);
        NeedsRelease = field.Ruling.NeedsDecision;
        if (field.NamedType.Kind == TypeKind.Object)
        {
            StaticType = plan.Types.Id(field.NamedType.Name);
        }
        else if (field.NamedType.IsAbstract)
        {
            // The API's own types: an inaccessible one is not possible.
            Possible = TypeSet.Of([.. api.PossibleTypes(field.NamedType).Select(type => type.Name)], plan.Types);
        }
    }

    public ResponseField Field { get; }

    public ResponseFieldKind Kind { get; }

    public int Slot { get; }

    /// <summary>As in <c>,"name":</c>.</summary>
    public byte[] Key { get; }

    public int Condition { get; }

    public TypeSet OnTypes { get; }

    public Completion Completion { get; }

    public CompiledSelection? Children { get; }

    public bool NeedsRelease { get; }

    /// <summary>The type that its objects have; <see cref="TypeNames.Unknown"/> for an abstract type.</summary>
    public int StaticType { get; } = TypeNames.Unknown;

    /// <summary>The types that its objects can have, of an abstract type.</summary>
    public TypeSet Possible { get; }
}
