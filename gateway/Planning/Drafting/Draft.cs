using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>A step of the plan while it is being made.</summary>
internal abstract class DraftStep
{
    /// <summary>In the order of making; the last tie-break.</summary>
    public required int Number { get; init; }

    public HashSet<DraftStep> DependsOn { get; } = [];

    /// <summary>True when it cannot start before <paramref name="other"/> has ended.</summary>
    public bool Awaits(DraftStep other)
    {
        var seen = new HashSet<DraftStep>();
        var open = new Stack<DraftStep>([this]);
        while (open.TryPop(out var step))
        {
            if (step == other)
            {
                return true;
            }

            foreach (var before in step.DependsOn.Where(seen.Add))
            {
                open.Push(before);
            }
        }

        return false;
    }
}

/// <summary>A request to a subgraph: root fields, or entities.</summary>
internal sealed class DraftFetch : DraftStep
{
    public required Subgraph Subgraph { get; init; }

    public required OperationKind Kind { get; init; }

    public DraftSelection? Root { get; init; }

    public List<DraftGroup> Groups { get; } = [];

    public List<(string Name, string Type, DraftMerge Merge, bool IsSize)> PageVariables { get; } = [];
}

/// <summary>Entities at one place that a fetch asks about.</summary>
internal sealed class DraftGroup : INeeder
{
    public required DraftFetch Fetch { get; init; }

    public required Position At { get; init; }

    public required DraftSelection Selection { get; init; }

    /// <summary>What it must be given besides a key; empty for nothing.</summary>
    public required string Requires { get; init; }

    public required bool AsInterfaceObject { get; init; }

    /// <summary>True when it is asked by an interface's name and tells the type.</summary>
    public required bool AsInterface { get; init; }

    /// <summary>The concrete types that it is asked about.</summary>
    public HashSet<string> Types { get; } = new(StringComparer.Ordinal);

    public Subgraph? UnlessFrom { get; init; }

    /// <summary>What it takes from the objects above its entities.</summary>
    public List<ContextDraft> Contexts { get; } = [];

    /// <summary>The concrete types whose key is asked for again.</summary>
    public HashSet<string> AsksForKeyOf { get; } = new(StringComparer.Ordinal);

    /// <summary>How it is represented, by concrete type; an empty type stands for any.</summary>
    public SortedDictionary<string, (string TypeName, List<RepresentationDraft> Fields)> Representations { get; } =
        new(StringComparer.Ordinal);
}

/// <summary>A field of a representation while the plan is being made.</summary>
internal sealed record RepresentationDraft(
    string Name, string Slot, bool IsRequired, List<RepresentationSetDraft> Children);

/// <summary>Fields sent of a nested object while the plan is being made.</summary>
internal sealed record RepresentationSetDraft(
    ImmutableArray<string> OnTypes, bool SendTypeName, List<RepresentationDraft> Fields);

/// <summary>The merge of a contributed or gathered list.</summary>
internal sealed class DraftMerge : DraftStep, INeeder
{
    public required string Coordinate { get; init; }

    public required Position Target { get; init; }

    public required string Slot { get; init; }

    public List<string> Over { get; } = [];

    public required string OrderBy { get; init; }

    public required string Key { get; init; }

    public string OrderBySlot { get; set; } = "";

    public string KeySlot { get; set; } = "";

    /// <summary>The slots of the parts of a value that is an object, by name; null for a plain list.</summary>
    public required Dictionary<string, string>? Connection { get; init; }

    public required Value? First { get; init; }

    public required Value? After { get; init; }

    public List<Demand> Demands { get; } = [];

    public List<(DraftFetch Fetch, string Slot)> Contributors { get; } = [];

    /// <summary>The slots that lead to the end of a contributor's page, by the slot of its part.</summary>
    public Dictionary<string, ImmutableArray<string>> PageEnds { get; } = new(StringComparer.Ordinal);

    public DataPath PageEnd(string part, Func<string, int> slotOf) =>
        new([.. PageEnds.GetValueOrDefault(part, []).Select(slot => new PathSegment(slotOf(slot), []))]);
}

/// <summary>What is asked of the objects at a place in one request.</summary>
internal sealed class DraftSelection
{
    public required DraftFetch Fetch { get; set; }

    public required Position At { get; init; }

    /// <summary>The type that the selection stands on in its subgraph; null for entities.</summary>
    public required string? TypeName { get; init; }

    /// <summary>True when the subgraph has only an object of the interface's name.</summary>
    public bool AsInterfaceObject { get; set; }

    /// <summary>Of entities of an interface object: the interface's name.</summary>
    public string? ObjectName { get; init; }

    /// <summary>Of entities: their group.</summary>
    public DraftGroup? Group { get; set; }

    public List<DraftField> Fields { get; } = [];

    /// <summary>True when the objects' type is asked for.</summary>
    public bool NeedsTypeName { get; set; }

    public DraftField Field(
        Want want, string slot, ImmutableArray<ObjectField> arguments, FieldPart? part, string type, Position? child)
    {
        var identity = FieldText.Identity(want.Name, arguments);
        var field = Fields.FirstOrDefault(other => other.Slot == slot && other.Identity == identity
            && other.ChildAt == child && Equals(other.Part?.Type, part?.Type));
        if (field is null)
        {
            field = new DraftField
            {
                In = this,
                Name = want.Name,
                Identity = identity,
                Arguments = arguments,
                Slot = slot,
                Part = part,
                ChildAt = child,
                Child = child is null ? null : new DraftSelection
                {
                    Fetch = Fetch,
                    At = child,
                    TypeName = part!.Type.Name,
                },
            };
            Fields.Add(field);
        }

        if (!field.OnTypes.Contains(type))
        {
            field.OnTypes.Add(type);
        }

        return field;
    }
}

/// <summary>One field asked in one request.</summary>
internal sealed class DraftField
{
    public required DraftSelection In { get; init; }

    public required string Name { get; init; }

    public required string Identity { get; init; }

    public required ImmutableArray<ObjectField> Arguments { get; init; }

    public required string Slot { get; init; }

    /// <summary>What the subgraph has of it.</summary>
    public required FieldPart? Part { get; init; }

    public required Position? ChildAt { get; init; }

    public required DraftSelection? Child { get; init; }

    /// <summary>The concrete types that it is asked of, in the order of asking.</summary>
    public List<string> OnTypes { get; } = [];

    public HashSet<Demand> Demands { get; } = [];

    /// <summary>Of a root field that finds one entity by its id: the id as it is asked for again.</summary>
    public DraftField? AsksForKey { get; set; }
}

/// <summary>A selection that sees the objects at a place.</summary>
internal sealed class Arrival
{
    /// <summary>Null when it is made of the arrivals of several subgraphs.</summary>
    public required DraftSelection? Selection { get; init; }

    /// <summary>The step after which its data are there.</summary>
    public required DraftStep After { get; init; }

    /// <summary>The concrete types that it sees.</summary>
    public required HashSet<string> Covers { get; init; }

    /// <summary>What the subgraph gives here besides what it answers everywhere (<c>@provides</c>).</summary>
    public ImmutableArray<Selection> Provided { get; init; } = [];

    /// <summary>For objects of several origins: the arrivals that each see some of them.</summary>
    public ImmutableArray<Arrival> Origins { get; init; } = [];

    public Subgraph Subgraph => Selection!.Fetch.Subgraph;

    public bool IsMerged => Selection is null;

    public IEnumerable<Arrival> Parts => IsMerged ? Origins : [this];
}
