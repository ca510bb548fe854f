using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>Asks about entities, and first for what a subgraph must be given to be asked.</summary>
internal sealed class Needs(Weaver weaver)
{
    /// <summary>
    /// Asks a subgraph about the entities of one type at a place: in a group of the same place and requirement when
    /// that makes no cycle, otherwise in a new one.
    /// </summary>
    public Arrival Move(Position at, string type, EntityMove move, Access? needs)
    {
        var required = needs is { } access ? access.Requires?.Text + ContextNeeds.Text(access.Part) : "";
        var groups = at.Groups.Where(group => group.Fetch.Subgraph == move.Subgraph
            && group.Requires == required
            && group.AsInterfaceObject == move.AsInterfaceObject
            && group.AsInterface == move.AsInterface).ToList();
        foreach (var known in groups)
        {
            if (known.Types.Contains(type))
            {
                return ArrivalOf(at, known, type);
            }

            var after = new HashSet<DraftStep>();
            var fields = Represent(at, type, known, move, needs, after);
            if (!after.Any(step => step.Awaits(known.Fetch)))
            {
                return Join(at, type, known, move, fields, after);
            }
        }

        var group = NewGroup(at, move, required);
        var before = new HashSet<DraftStep>();
        var representation = Represent(at, type, group, move, needs, before);
        return Join(at, type, group, move, representation, before);
    }

    /// <summary>
    /// Has the fields of a field set asked of the objects of one type at a place. Of a whole key a field alone is
    /// needed, since without it there is nothing to ask by; of several some may be null.
    /// </summary>
    /// <returns>How they are sent.</returns>
    public List<RepresentationDraft> Ask(
        Position at,
        string type,
        ImmutableArray<Selection> selections,
        Demand demand,
        HashSet<DraftStep> after,
        bool isKey = false)
    {
        var sent = new List<RepresentationDraft>();
        var fields = weaver.Router.Provided(selections, type)
            .Where(field => field.Name != Want.TypeName)
            .GroupBy(field => FieldText.Identity(field.ResponseKey, field.Arguments))
            .ToList();
        foreach (var same in fields)
        {
            var field = same.First();
            var want = new Want
            {
                Name = field.Name,
                Arguments = field.Arguments,
                Slot = weaver.SlotFor(at, field.Name, field.Arguments),
                OnTypes = [type],
                Demand = demand,
                Children = [],
            };
            var isRequired = (isKey && fields.Count == 1) || weaver.FieldOf(type, field.Name)?.Type.IsNonNull == true;
            ImmutableArray<Selection> below = [.. same.SelectMany(one => one.Selections)];
            sent.Add(new RepresentationDraft(
                field.Name, want.Slot, isRequired, Ask(at, type, want, below, after)));
        }

        return sent;
    }

    private List<RepresentationSetDraft> Ask(
        Position at, string type, Want want, ImmutableArray<Selection> below, HashSet<DraftStep> after)
    {
        if (weaver.Graph.Supergraph.Join(type, want.Name) is { Contributed: not null } or { Gathered: not null })
        {
            return weaver.Lists.Require(at, type, want, below, after);
        }

        if (weaver.IsLeaf(type, want.Name))
        {
            weaver.Arrivals.ProvideLeaf(at, type, want, after);
            return [];
        }

        if (weaver.ChildOf(at, type, want) is not { } child)
        {
            return [];
        }

        var sets = Below(child, below, want.Demand, after);
        if (sets.Count == 0)
        {
            weaver.Arrivals.ProvidePresence(child, want.Demand);
        }

        return sets;
    }

    /// <summary>Has the fields of a field set asked of all objects at a place.</summary>
    public List<RepresentationSetDraft> Below(
        Position at, ImmutableArray<Selection> selections, Demand demand, HashSet<DraftStep> after)
    {
        var sets = new List<RepresentationSetDraft>();
        foreach (var type in at.Concretes)
        {
            if (weaver.Router.Routes(at, type).Count > 0)
            {
                var fields = Ask(at, type, selections, demand, after);
                sets.Add(new RepresentationSetDraft(at.IsAbstract ? [type] : [], at.IsAbstract, fields));
            }
        }

        return sets;
    }

    // Where all objects are represented alike, no type name is needed in order to choose a representation.
    private static string Shown(Position at, string type, EntityMove move) =>
        at.IsAbstract && at.Declared != move.TypeName ? type : "";

    private DraftGroup NewGroup(Position at, EntityMove move, string required)
    {
        var fetch = weaver.Add(number => new DraftFetch
        {
            Number = number,
            Subgraph = move.Subgraph,
            Kind = OperationKind.Query,
        });
        var origins = at.Arrivals.Where(arrival => arrival.IsMerged).SelectMany(arrival => arrival.Origins);
        var group = new DraftGroup
        {
            Fetch = fetch,
            At = at,
            Requires = required,
            AsInterfaceObject = move.AsInterfaceObject,
            AsInterface = move.AsInterface,
            UnlessFrom = at.IsItem && origins.Any(origin => origin.Subgraph == move.Subgraph) ? move.Subgraph : null,
            Selection = new DraftSelection
            {
                Fetch = fetch,
                At = at,
                TypeName = null,
                AsInterfaceObject = move.AsInterfaceObject,
                ObjectName = move.TypeName,
            },
        };
        group.Selection.Group = group;
        fetch.Groups.Add(group);
        at.Groups.Add(group);
        return group;
    }

    private List<RepresentationDraft> Represent(
        Position at, string type, DraftGroup group, EntityMove move, Access? needs, HashSet<DraftStep> after)
    {
        var recipient = move.Subgraph.Agency?.Id ?? move.Subgraph.Name;
        KnowTypesAbove(at, group, after);
        var fields = Ask(at, type, move.Key.Selections, new Demand(null, group, recipient, true), after, isKey: true);
        if (Shown(at, type, move).Length > 0)
        {
            weaver.Arrivals.ProvideTypeName(at, new Demand(null, group, "", true), after);
        }

        if (needs is { } access)
        {
            var required = access.Requires?.Selections ?? [];
            foreach (var field in Ask(at, type, required, new Demand(null, group, recipient, false), after))
            {
                if (!fields.Any(key => key.Name == field.Name && key.Slot == field.Slot))
                {
                    fields.Add(field);
                }
            }

            weaver.Contexts.Ask(group, access.Part, recipient, after);
        }

        return fields;
    }

    // Where the way to the entities is only for some types, the types on the way are told before it is followed.
    private void KnowTypesAbove(Position at, DraftGroup group, HashSet<DraftStep> after)
    {
        for (var place = at; place.Parent is { } parent; place = parent)
        {
            if (parent.IsAbstract && place.OnParent.Count < parent.Concretes.Length)
            {
                weaver.Arrivals.ProvideTypeName(parent, new Demand(null, group, "", true), after);
            }
        }
    }

    private static Arrival Join(
        Position at,
        string type,
        DraftGroup group,
        EntityMove move,
        List<RepresentationDraft> fields,
        HashSet<DraftStep> after)
    {
        group.Fetch.DependsOn.UnionWith(after);
        _ = group.Types.Add(type);
        group.Representations[Shown(at, type, move)] = (move.TypeName, fields);
        return ArrivalOf(at, group, type);
    }

    // What waits for a requirement is no way for other fields: the requirement may wait for those.
    private static Arrival ArrivalOf(Position at, DraftGroup group, string type)
    {
        var arrival = at.Arrivals.FirstOrDefault(known => known.Selection == group.Selection)
            ?? new Arrival { Selection = group.Selection, After = group.Fetch, Covers = [] };
        if (arrival.Covers.Add(type))
        {
            at.Version++;
        }

        if (group.Requires.Length == 0 && !at.Arrivals.Contains(arrival))
        {
            Arriver.Add(at, arrival);
        }

        return arrival;
    }
}
