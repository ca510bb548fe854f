using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>
/// Reads the text of a request again, notes every coordinate in it, and fills the places that its answer fills. Knows
/// nothing of how the text was made.
/// </summary>
internal sealed class TextWalk(Supergraph supergraph, FetchStep fetch, List<PlanFault> faults)
{
    private readonly HashSet<string> _listed = [.. fetch.Asks.Select(ask => ask.Coordinate)];

    public void Root(OperationDefinition operation, OutputSet output, CheckedNode root)
    {
        var types = supergraph.Types;
        var name = operation.Kind switch
        {
            OperationKind.Mutation => types.MutationName!,
            OperationKind.Subscription => types.SubscriptionName!,
            _ => types.QueryName!,
        };
        Walk(operation.Selections, name, [name], output, [root], []);
    }

    public void Group(OperationDefinition operation, EntityGroup group, IReadOnlyList<CheckedNode> places)
    {
        var field = operation.Selections.OfType<FieldSelection>()
            .FirstOrDefault(selection => selection.ResponseKey == group.Alias);
        if (field is not { Name: "_entities", Arguments: [{ Value: VariableValue variable }] }
            || variable.Name != group.Variable)
        {
            Fault(PlanFaultCodes.Text, $"no `_entities` under `{group.Alias}`");
            return;
        }

        ImmutableArray<string> types = [.. places.SelectMany(place => place.Types).Distinct()];
        Walk(field.Selections, null, types, group.Output, places, []);
    }

    private void Walk(
        ImmutableArray<Selection> selections,
        string? type,
        ImmutableArray<string> concretes,
        OutputSet output,
        IReadOnlyList<CheckedNode> places,
        Dictionary<(int Slot, string Type), string> keys)
    {
        foreach (var selection in selections)
        {
            if (selection is InlineFragment { TypeCondition: { } condition } inline)
            {
                ImmutableArray<string> narrowed = [.. Here(condition).Where(concretes.Contains)];
                Walk(inline.Selections, condition, narrowed, output, places, keys);
            }
            else if (selection is FieldSelection field)
            {
                CheckKey(field, concretes, output, keys);
                Field(field, type, concretes, output, places);
            }
            else
            {
                Fault(PlanFaultCodes.Text, "a named fragment in a request");
            }
        }
    }

    private void Field(
        FieldSelection field,
        string? type,
        ImmutableArray<string> concretes,
        OutputSet output,
        IReadOnlyList<CheckedNode> places)
    {
        var kept = output.Fields.FirstOrDefault(one => one.ResponseKey == field.ResponseKey);
        if (field.Name == "__typename")
        {
            foreach (var place in kept is { IsTypeName: true } ? places : [])
            {
                place.Write(kept!.Slot, fetch.Id, concretes);
            }

            return;
        }

        var names = IsObjectHere(type) ? [type!] : concretes;
        foreach (var name in names.Where(name => !_listed.Contains($"{name}.{field.Name}")))
        {
            Fault(PlanFaultCodes.UnlistedCoordinate, $"asks `{name}.{field.Name}` and does not say so");
        }

        if (type is null || Part(type, concretes, field.Name) is not { } part)
        {
            Fault(PlanFaultCodes.Text, $"`{fetch.Subgraph.Name}` has no `{type}.{field.Name}`");
            return;
        }

        foreach (var taken in part.ContextArguments.Where(taken => !IsFilled(field, taken)))
        {
            Fault(PlanFaultCodes.Text, $"asks `{type}.{field.Name}` without its `{taken.Name}` from a context");
        }

        foreach (var place in kept is null ? [] : places)
        {
            place.Write(kept!.Slot, fetch.Id, concretes);
        }

        if (!field.Selections.IsEmpty)
        {
            var below = kept is null ? [] : places.Select(place => place.Below(kept.Slot)).ToList();
            ImmutableArray<string> returned = Here(part.Type.Name);
            foreach (var place in below)
            {
                place.Types.UnionWith(returned);
            }

            Walk(field.Selections, part.Type.Name, returned, kept?.Children ?? new OutputSet([]), below, []);
        }
    }

    // Reading keeps one value of a slot: a second key for it would be lost.
    private void CheckKey(
        FieldSelection field,
        ImmutableArray<string> concretes,
        OutputSet output,
        Dictionary<(int Slot, string Type), string> keys)
    {
        if (output.Fields.FirstOrDefault(one => one.ResponseKey == field.ResponseKey) is { } kept
            && concretes.Any(type => !keys.TryAdd((kept.Slot, type), field.ResponseKey)
                && keys[(kept.Slot, type)] != field.ResponseKey))
        {
            Fault(PlanFaultCodes.SlotTwice, $"`{field.ResponseKey}` and another key give slot {kept.Slot}");
        }
    }

    private bool IsFilled(FieldSelection field, ContextArgument taken) =>
        field.Arguments.FirstOrDefault(given => given.Name == taken.Name)?.Value is VariableValue variable
        && fetch.Entities.Any(group => group.Contexts.Any(context => context.Name == variable.Name));

    // The merged definition stands in where the subgraph's own part is not in the supergraph.
    private FieldPart? Part(string type, ImmutableArray<string> concretes, string field) =>
        concretes.Prepend(type)
            .Select(name => supergraph.Join(name, field)?.In(fetch.Subgraph.Index))
            .FirstOrDefault(part => part is not null);

    private bool IsObjectHere(string? type) => type is not null
        && (supergraph.Types.Type(type) is { Kind: TypeKind.Object }
            || supergraph.Joined.GetValueOrDefault(type)?.In(fetch.Subgraph.Index) is { IsInterfaceObject: true });

    private ImmutableArray<string> Here(string type)
    {
        var definition = supergraph.Types.Type(type);
        var part = supergraph.Joined.GetValueOrDefault(type)?.In(fetch.Subgraph.Index);
        var all = definition is null ? [] : supergraph.Types.PossibleTypes(definition).Select(one => one.Name);
        return definition?.Kind switch
        {
            TypeKind.Union => part?.Members ?? [],
            TypeKind.Interface when part is not { IsInterfaceObject: true } => [.. all.Where(name =>
                supergraph.Join(name).In(fetch.Subgraph.Index)?.Interfaces.Contains(type) == true)],
            _ => [.. all],
        };
    }

    private void Fault(string code, string message) => faults.Add(new PlanFault(code, fetch.Id, message));
}
