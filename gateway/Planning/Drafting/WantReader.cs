using System.Collections.Immutable;
using Aggregator.Policy;

namespace Aggregator.Planning;

/// <summary>Turns what may be asked into what is wanted, and chooses the slot of each field.</summary>
internal sealed class WantReader(PlanningGraph graph)
{
    private readonly Dictionary<PermittedField, string> _slots = [];

    /// <summary>Every response key of the operation.</summary>
    public HashSet<string> ResponseKeys { get; } = new(StringComparer.Ordinal);

    /// <summary>The slot of a field that is asked.</summary>
    public string SlotOf(PermittedField field) => _slots[field];

    /// <summary>True when screening lets a field be asked.</summary>
    public static bool IsAsked(PermittedField field) => !field.IsLocal && field.Ruling.Effect <= Effect.Exists;

    public ImmutableArray<Want> Read(ImmutableArray<PermittedField> fields)
    {
        NoteKeys(fields);
        return Read(fields, Condition.Always, "", new SlotNames());
    }

    private void NoteKeys(ImmutableArray<PermittedField> fields)
    {
        foreach (var field in fields)
        {
            _ = ResponseKeys.Add(field.ResponseKey);
            NoteKeys(field.Children);
        }
    }

    private ImmutableArray<Want> Read(
        ImmutableArray<PermittedField> fields, Condition above, string prefix, SlotNames slots)
    {
        var wants = ImmutableArray.CreateBuilder<Want>();
        foreach (var field in fields.Where(IsAsked))
        {
            Add(wants, Read(field, above, SlotFor(field, prefix, slots), slots));
        }

        return wants.ToImmutable();
    }

    // A response key can stand for different fields of different types: each gets a slot of its own.
    private string SlotFor(PermittedField field, string prefix, SlotNames slots)
    {
        var slot = prefix + field.ResponseKey;
        var identity = FieldText.Identity(field.Asked?.Name ?? Want.TypeName, field.Arguments);
        for (var number = 1; !slots.IsFor(slot, identity)
            || (number > 1 && ResponseKeys.Contains(slot)); number++)
        {
            slot = $"{prefix}{field.ResponseKey}__{number}";
        }

        slots.Hold(slot, identity);
        return slot;
    }

    // Conditions that exclude each other on the way down leave nothing to ask.
    private static void Add(ImmutableArray<Want>.Builder wants, Want want)
    {
        if (!want.Demand.When!.AnyOf.IsEmpty)
        {
            wants.Add(want);
        }
    }

    private Want Read(PermittedField field, Condition above, string slot, SlotNames slots)
    {
        _slots[field] = slot;
        _ = ResponseKeys.Add(slot);
        var when = above.And(field.Condition);
        return new Want
        {
            Name = field.Asked?.Name ?? Want.TypeName,
            Arguments = field.Arguments,
            Slot = field.Asked is null ? Want.TypeName : slot,
            OnTypes = field.OnTypes,
            Demand = Demand.Client(when) with { IsInternal = field.IsInternal },
            Children = IsMerged(field) ? ReadMerged(field.Children, when, slots.Below(slot))
                : Read(field.Children, when, "", slots.Below(slot)),
            Refused = field.Refused,
        };
    }

    private bool IsMerged(PermittedField field) => field.Asked is { } asked
        && asked.Type.Element is null
        && graph.Concretes(field.ParentType.Name)
            .Select(type => graph.Supergraph.Join(type, asked.Name))
            .Any(joined => joined is { Contributed: not null } or { Gathered: not null });

    // The value of a merged list is made once, whatever aliases its parts have.
    private ImmutableArray<Want> ReadMerged(ImmutableArray<PermittedField> parts, Condition above, SlotNames held)
    {
        var wants = ImmutableArray.CreateBuilder<Want>();
        var slots = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts.Where(IsAsked))
        {
            var name = part.Asked?.Name ?? Want.TypeName;
            var isFirst = slots.TryAdd(name, KeyOf(part));
            var when = above.And(part.Condition);
            _slots[part] = slots[name];
            var children = name == ListMerger.Nodes
                ? Read(part.Children, when, isFirst ? "" : KeyOf(part) + "__", held.Below(slots[name]))
                : ReadSupplied(part, name, when, slots);
            Add(wants, new Want
            {
                Name = name,
                Arguments = part.Arguments,
                Slot = part.Asked is null ? Want.TypeName : slots[name],
                OnTypes = part.OnTypes,
                Demand = Demand.Client(when),
                Children = children,
                Refused = part.Refused,
            });
        }

        return wants.ToImmutable();
    }

    // A client may call anything `__typename`; the gateway's own slot of that name holds types.
    private static string KeyOf(PermittedField field) =>
        field.ResponseKey + (field.ResponseKey == Want.TypeName && field.Asked is not null ? "__1" : "");

    private ImmutableArray<Want> ReadSupplied(
        PermittedField part, string name, Condition above, Dictionary<string, string> slots)
    {
        var wants = Read(part.Children, above, "", new SlotNames());
        foreach (var leaf in part.Children.Where(IsAsked))
        {
            var key = $"{name}.{leaf.Asked?.Name}";
            _ = slots.TryAdd(key, KeyOf(leaf));
            _slots[leaf] = slots[key];
        }

        return
        [
            .. wants.Where(want => !want.IsTypeName).Select(want => new Want
            {
                Name = want.Name, Arguments = [], Slot = slots[$"{name}.{want.Name}"], OnTypes = [],
                Demand = want.Demand, Children = [],
            }),
        ];
    }
}
