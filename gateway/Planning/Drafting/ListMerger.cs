using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>A merged list of the draft: its merge, and where its items stand.</summary>
internal sealed record MergedList(DraftMerge Merge, Position Items)
{
    /// <summary>The fields that ask the parts.</summary>
    public List<DraftField> Parts { get; } = [];
}

/// <summary>
/// Plans lists that several agencies contribute to, and lists gathered from the entities of another field.
/// </summary>
internal sealed class ListMerger(Weaver weaver)
{
    public const string Nodes = "nodes";
    private static readonly ImmutableArray<string> Paging = ["first", "after"];

    private PlanningGraph Graph => weaver.Graph;

    /// <summary>Has every contributor asked and the parts merged.</summary>
    /// <returns>The merged list, or null when no contributor can be asked.</returns>
    public MergedList? Plan(Position at, string type, Want want, HashSet<DraftStep> after)
    {
        if (!at.Merges.TryGetValue((type, want.Slot), out var list))
        {
            list = Make(at, type, want);
            if (list is null)
            {
                return null;
            }

            at.Merges.Add((type, want.Slot), list);
            AskParts(at, type, want, list);
        }

        list.Merge.Demands.Add(want.Demand);
        foreach (var part in list.Parts)
        {
            _ = part.Demands.Add(want.Demand);
        }

        _ = after.Add(list.Merge);
        Supply(list, want);
        weaver.Walk(list.Items, ItemWants(list, want));
        return list;
    }

    /// <summary>Has a merged list planned because a subgraph must be given it.</summary>
    /// <returns>How it is sent.</returns>
    public List<RepresentationSetDraft> Require(
        Position at, string type, Want want, ImmutableArray<Selection> below, HashSet<DraftStep> after)
    {
        if (Plan(at, type, want, after) is not { } list)
        {
            return [];
        }

        if (list.Merge.Connection is not { } connection)
        {
            return weaver.Needs.Below(list.Items, below, want.Demand, after);
        }

        var sent = new List<RepresentationDraft>();
        var declared = weaver.FieldOf(type, want.Name)!.Type.Name;
        foreach (var field in weaver.Router.Provided(below, declared))
        {
            if (field.Name == Nodes)
            {
                var items = weaver.Needs.Below(list.Items, field.Selections, want.Demand, after);
                sent.Add(new RepresentationDraft(field.Name, connection[Nodes], true, items));
                continue;
            }

            var parts = weaver.Router.Provided(field.Selections, declared)
                .Select(part => (part.Name, Slot: Slot($"{field.Name}.{part.Name}", part.Name)))
                .Select(part => new RepresentationDraft(part.Name, part.Slot, false, []));
            var set = new RepresentationSetDraft([], false, [.. parts]);
            sent.Add(new RepresentationDraft(field.Name, Slot(field.Name, field.Name), true, [set]));
        }

        return [new RepresentationSetDraft([], false, sent)];

        string Slot(string part, string name)
        {
            if (!connection.TryGetValue(part, out var slot))
            {
                connection.Add(part, slot = name);
            }

            return slot;
        }
    }

    private MergedList? Make(Position at, string type, Want want)
    {
        var joined = Graph.Supergraph.Join(type, want.Name)!;
        var source = Source(joined);
        var definition = joined.Definition;
        var isList = definition.Type.Element is not null;
        var declared = definition.Type.Name;
        var itemType = isList ? declared : Graph.Supergraph.Types.Type(declared)?.Field(Nodes)?.Type.Name;
        if (itemType is null || source.List.Contributed is not { } contributed)
        {
            weaver.Fail(PlanningErrorCodes.NotMergeable, $"{type}.{want.Name}",
                $"`{type}.{want.Name}` is merged but is neither a list nor has `nodes`");
            return null;
        }

        Value? Argument(string name) => want.Arguments.FirstOrDefault(argument => argument.Name == name)?.Value
            ?? definition.Argument(name)?.Default;
        var nodes = want.Children.FirstOrDefault(child => child.Name == Nodes)?.Slot ?? Nodes;
        var merge = weaver.Add(number => new DraftMerge
        {
            Number = number,
            Coordinate = $"{type}.{want.Name}",
            Target = at,
            Slot = want.Slot,
            OrderBy = contributed.OrderBy,
            Key = contributed.Key,
            Connection = isList ? null : new Dictionary<string, string>(StringComparer.Ordinal) { [Nodes] = nodes },
            First = Argument("first"),
            After = Argument("after"),
        });
        var value = new Position(at, want, declared, false) { IsFixed = true, Concretes = Graph.Concretes(declared) };
        value.OnParent.Add(type);
        return new MergedList(merge, isList
            ? ItemsOf(at, want, itemType, type)
            : ItemsOf(value, Part(want, nodes), itemType, declared));
    }

    private Position ItemsOf(Position parent, Want via, string itemType, string onParent)
    {
        var items = new Position(parent, via, itemType, Graph.Supergraph.Types.Type(itemType)!.IsAbstract)
        {
            IsFixed = true,
            IsItem = true,
            Concretes = [.. Graph.Concretes(itemType).Where(type => !via.Refused.Contains(type))],
        };
        items.OnParent.Add(onParent);
        return items;
    }

    private static Want Part(Want want, string slot) => new()
    {
        Name = Nodes,
        Arguments = [],
        Slot = slot,
        OnTypes = [],
        Demand = want.Demand,
        Children = [],
        Refused = [.. want.Children.Where(child => child.Name == Nodes).SelectMany(child => child.Refused)],
    };

    private void AskParts(Position at, string type, Want want, MergedList list)
    {
        foreach (var held in ItemWants(list, want))
        {
            list.Items.Hold(held.Slot, held.Identity);
        }

        var joined = Graph.Supergraph.Join(type, want.Name)!;
        var source = Source(joined);
        var (host, hostType) = (at, type);
        foreach (var field in Over(joined))
        {
            var step = new Want
            {
                Name = field.Name,
                Arguments = field.Arguments,
                OnTypes = [hostType],
                Children = [],
                Slot = weaver.SlotFor(host, field.Name, field.Arguments),
                Demand = new Demand(null, list.Merge, "", true),
            };
            if (weaver.ChildOf(host, hostType, step) is not { } next)
            {
                return;
            }

            list.Merge.Over.Add(step.Slot);
            (host, hostType) = (next, next.Concretes[0]);
            weaver.Arrivals.ProvidePresence(host, step.Demand);
        }

        var origins = new List<Arrival>();
        foreach (var part in source.List.Parts.Where(part => Graph.IsAnswered(hostType, source.Name, part)))
        {
            if (AskPart((host, hostType), (source.Name, source.List), part, want, list) is { } origin)
            {
                origins.Add(origin);
            }
        }

        if (origins.Count > 0)
        {
            Arriver.Add(list.Items, new Arrival
            {
                Selection = null,
                After = list.Merge,
                Origins = [.. origins],
                Covers = [.. origins.SelectMany(origin => origin.Covers)],
            });
            AskOrder(list);
        }
        else
        {
            StandEmpty(list, at, host);
        }
    }

    // Nobody may be asked: the empty list comes after what it stands in, which is asked for its sake if for no other.
    private void StandEmpty(MergedList list, params Position[] around)
    {
        foreach (var place in around)
        {
            weaver.Arrivals.ProvidePresence(place, new Demand(null, list.Merge, "", true));
            list.Merge.DependsOn.UnionWith(place.Arrivals.Take(1).Select(arrival => arrival.After));
        }
    }

    private Arrival? AskPart(
        (Position At, string Type) host,
        (string Name, JoinedField Field) source,
        FieldPart part,
        Want want,
        MergedList list)
    {
        var itemPart = part;
        var merge = list.Merge;
        if (merge.Connection is not null)
        {
            itemPart = Graph.Supergraph.Join(part.Type.Name, Nodes)?.In(part.Subgraph.Index) ?? part;
        }

        string[] covers = [.. Graph.ConcretesIn(itemPart.Type.Name, part.Subgraph.Index)
            .Where(list.Items.Concretes.Contains)];
        if (covers.Length == 0)
        {
            return null;
        }

        var route = weaver.Router.Routes(host.At, host.Type)
            .Where(route => route.Subgraph == part.Subgraph)
            .Where(route => weaver.Router.Find(route, host.Type, source.Name) is not null)
            .MinBy(route => route.Cost);
        if (route is null)
        {
            weaver.NoPath(host.Type, source.Name);
            return null;
        }

        var access = weaver.Router.Find(route, host.Type, source.Name)!.Value;
        var arrival = weaver.Arrivals.Reach(host.At, host.Type, route, access);
        var slot = PartSlot(host.At, want, part, merge);
        var asked = new Want
        {
            Name = source.Name,
            Arguments = [],
            Slot = slot,
            OnTypes = [],
            Children = [],
            Demand = want.Demand,
        };
        var isList = merge.Connection is null;
        var field = arrival.Selection!.Field(
            asked,
            slot,
            ContextNeeds.Arguments(
                Arguments(source.Field, want, merge, arrival.Selection.Fetch), part, arrival.Selection),
            part,
            host.Type,
            isList ? list.Items : list.Items.Parent);
        var items = isList ? field : field.Child!.Field(
            Part(want, merge.Connection![Nodes]), merge.Connection[Nodes], [], itemPart, part.Type.Name, list.Items);
        list.Parts.Add(field);
        _ = merge.DependsOn.Add(arrival.After);
        merge.Contributors.Add((arrival.Selection.Fetch, slot));
        if (!isList)
        {
            PageEnds.Ask(weaver, list, field, itemPart);
        }

        return new Arrival { Selection = items.Child, After = merge, Covers = [.. covers] };
    }

    // One entity can give parts of several lists, as of its own and of one gathered over it: each has its own place.
    private string PartSlot(Position host, Want want, FieldPart part, DraftMerge merge)
    {
        var list = $"part of {merge.Target}.{want.Slot}";
        for (var number = 0; ; number++)
        {
            var slot = weaver.OwnSlot($"{want.Slot}__{part.Subgraph.Index}{(number == 0 ? "" : $"__{number}")}");
            if (host.IsFor(slot, list))
            {
                host.Hold(slot, list);
                return slot;
            }
        }
    }

    // The page is the gateway's: each contributor is asked for one item more, from the place the cursor names.
    private ImmutableArray<ObjectField> Arguments(JoinedField list, Want want, DraftMerge merge, DraftFetch fetch)
    {
        var arguments = want.Arguments
            .Where(argument => !Paging.Contains(argument.Name) && list.Definition.Argument(argument.Name) is not null)
            .ToList();
        foreach (var name in Paging)
        {
            if (list.Definition.Argument(name) is { } argument)
            {
                var variable = weaver.OwnVariable($"{name}{merge.Number}");
                arguments.Add(new ObjectField(name, new VariableValue(variable)));
                fetch.PageVariables.Add((variable, argument.Type.ToString(), merge, name == "first"));
            }
        }

        return [.. arguments];
    }

    // Items are told apart by key and type, and ordered, before anybody sees them.
    private void AskOrder(MergedList list)
    {
        var demand = new Demand(null, list.Merge, "", true);
        foreach (var name in new[] { list.Merge.OrderBy, list.Merge.Key }.Distinct())
        {
            var want = new Want
            {
                Name = name,
                Arguments = [],
                Slot = weaver.SlotFor(list.Items, name, []),
                OnTypes = [],
                Demand = demand,
                Children = [],
            };
            foreach (var type in list.Items.Concretes)
            {
                weaver.Arrivals.ProvideLeaf(list.Items, type, want, []);
            }

            list.Merge.OrderBySlot = name == list.Merge.OrderBy ? want.Slot : list.Merge.OrderBySlot;
            list.Merge.KeySlot = name == list.Merge.Key ? want.Slot : list.Merge.KeySlot;
        }
    }

    private void Supply(MergedList list, Want want)
    {
        if (list.Merge.Connection is not { } connection)
        {
            return;
        }

        foreach (var part in want.Children.Where(child => child.Name != Nodes && !child.IsTypeName))
        {
            if (part.Name is not ("pageInfo" or "missing"))
            {
                var declared = weaver.FieldOf(list.Merge.Target.Declared, want.Name)?.Type.Name;
                weaver.Fail(PlanningErrorCodes.NotMergeable, $"{declared}.{part.Name}",
                    $"`{part.Name}` of the merged list `{list.Merge.Coordinate}` is not supplied: select `nodes`, "
                    + "`pageInfo` or `missing`");
                continue;
            }

            connection[part.Name] = part.Slot;
            foreach (var leaf in part.Children.Where(leaf => !leaf.IsTypeName))
            {
                connection[$"{part.Name}.{leaf.Name}"] = leaf.Slot;
            }
        }
    }

    private static ImmutableArray<Want> ItemWants(MergedList list, Want want) => list.Merge.Connection is null
        ? want.Children
        : [.. want.Children.Where(child => child.Name == Nodes).SelectMany(child => child.Children)];

    private (string Name, JoinedField List) Source(JoinedField joined) => joined.Gathered is { } gathered
        ? (gathered.FromField, Graph.Supergraph.Join(gathered.FromType, gathered.FromField)!)
        : (joined.Definition.Name, joined);

    // The fields that lead to the entities; the last one is their key, which the move into a contributor asks.
    private static IEnumerable<FieldSelection> Over(JoinedField joined)
    {
        var selections = joined.Gathered?.Over.Selections ?? [];
        while (selections.OfType<FieldSelection>().FirstOrDefault(field => !field.Selections.IsEmpty) is { } field)
        {
            yield return field;
            selections = field.Selections;
        }
    }
}
