using System.Collections.Immutable;
using Aggregator.Policy;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>
/// Proves of a finished plan, before it is used, what the planner promises: every step comes after what it depends on
/// and reads only what that has written; every request says all that it asks; every selected field has a source; and no
/// request holds what its recipient may not have. Shares no code with the planner.
/// </summary>
public static class PlanChecker
{
    /// <summary>Checks a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="supergraph">The supergraph that it is for.</param>
    /// <param name="ruling">What was ruled on a coordinate for its recipient; null when everything is clear.</param>
    /// <returns>Every fault; none when the plan may be used.</returns>
    public static ImmutableArray<PlanFault> Check(
        QueryPlan plan, Supergraph supergraph, Func<AskedCoordinate, Effect>? ruling = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(supergraph);
        var faults = new List<PlanFault>();
        var root = new CheckedNode();
        _ = root.Types.Add(plan.Kind switch
        {
            OperationKind.Mutation => supergraph.Types.MutationName!,
            OperationKind.Subscription => supergraph.Types.SubscriptionName!,
            _ => supergraph.Types.QueryName!,
        });
        var before = new List<HashSet<int>>();
        foreach (var step in plan.Steps)
        {
            before.Add(Before(step, before, faults));
            if (step is FetchStep fetch)
            {
                Check(fetch, root, supergraph, before[^1], faults);
                Deny(fetch, ruling, faults);
            }
            else if (step is MergeStep merge)
            {
                Check(merge, root, before[^1], faults);
            }
        }

        var typeName = plan.Slots.IndexOf("__typename");
        Check(plan.Response, root, supergraph, ("", Condition.Always, root.Types, typeName), faults);
        return [.. faults.Distinct()];
    }

    private static HashSet<int> Before(PlanStep step, List<HashSet<int>> known, List<PlanFault> faults)
    {
        var all = new HashSet<int>();
        if (step.Id != known.Count)
        {
            faults.Add(new PlanFault(PlanFaultCodes.Order, step.Id, "its id is not its place"));
        }

        foreach (var id in step.DependsOn)
        {
            if (id < 0 || id >= known.Count)
            {
                faults.Add(new PlanFault(PlanFaultCodes.Order, step.Id, $"depends on {id}, which is not before it"));
                continue;
            }

            _ = all.Add(id);
            all.UnionWith(known[id]);
        }

        return all;
    }

    private static void Check(
        FetchStep fetch, CheckedNode root, Supergraph supergraph, HashSet<int> before, List<PlanFault> faults)
    {
        var document = DocumentReader.ReadOperations(fetch.Operation).Document;
        if (document is not { Operations: [var operation] })
        {
            faults.Add(new PlanFault(PlanFaultCodes.Text, fetch.Id, "its text is not one operation"));
            return;
        }

        var walk = new TextWalk(supergraph, fetch, faults);
        if (fetch.Root is { } output)
        {
            if (Follow(fetch.RootAt, root, before, fetch.Id, faults) is { } place)
            {
                walk.Root(operation, output, place);
            }

            return;
        }

        // All reads come before any write: a group may not read what its own request gives.
        var groups = fetch.Entities.Select(group => (group, places: group.Paths
            .Select(path => Follow(path, root, before, fetch.Id, faults)).OfType<CheckedNode>().ToList())).ToList();
        foreach (var (group, places) in groups)
        {
            foreach (var place in places)
            {
                foreach (var representation in group.Representations)
                {
                    Check(representation.Fields, place, before, fetch.Id, faults);
                }
            }

            CheckContexts(group, root, before, fetch.Id, faults);
        }

        foreach (var (group, places) in groups)
        {
            walk.Group(operation, group, places);
        }
    }

    private static void CheckContexts(
        EntityGroup group, CheckedNode root, HashSet<int> before, int step, List<PlanFault> faults)
    {
        foreach (var context in group.Contexts)
        {
            if (context.Sources.IsEmpty)
            {
                faults.Add(new PlanFault(PlanFaultCodes.UnwrittenSlot, step, $"no source of `${context.Name}`"));
            }

            foreach (var (source, path) in context.Sources.SelectMany(source =>
                group.Paths.Select(path => (source, path.Segments))))
            {
                _ = source.Above < 1 || source.Above > path.Length
                    ? Fault()
                    : Follow(
                        new DataPath([.. path[..^source.Above], .. source.Path.Segments]), root, before, step, faults);
            }

            CheckedNode? Fault()
            {
                faults.Add(new PlanFault(PlanFaultCodes.UnwrittenSlot, step, $"`${context.Name}` is above the root"));
                return null;
            }
        }
    }

    private static CheckedNode? Follow(
        DataPath path, CheckedNode from, HashSet<int> before, int step, List<PlanFault> faults)
    {
        var at = from;
        foreach (var segment in path.Segments)
        {
            if (!at.Has(segment.Slot, before))
            {
                faults.Add(new PlanFault(PlanFaultCodes.UnwrittenSlot, step, $"slot {segment.Slot} of its path"));
                return null;
            }

            at = at.Below(segment.Slot);
        }

        return at;
    }

    private static void Check(
        ImmutableArray<RepresentationField> fields,
        CheckedNode place,
        HashSet<int> before,
        int step,
        List<PlanFault> faults)
    {
        foreach (var field in fields)
        {
            if (!place.Has(field.Slot, before))
            {
                faults.Add(new PlanFault(
                    PlanFaultCodes.UnwrittenSlot, step, $"slot {field.Slot} of its representation's `{field.Name}`"));
                continue;
            }

            foreach (var set in field.Children)
            {
                Check(set.Fields, place.Below(field.Slot), before, step, faults);
            }
        }
    }

    private static void Check(MergeStep merge, CheckedNode root, HashSet<int> before, List<PlanFault> faults)
    {
        if (Follow(merge.Target, root, before, merge.Id, faults) is not { } target
            || Follow(merge.Over, target, before, merge.Id, faults) is not { } holder)
        {
            return;
        }

        var merged = target.Below(merge.Slot);
        target.Write(merge.Slot, merge.Id, target.Types);
        foreach (var part in merge.Contributors)
        {
            if (!holder.Has(part.Slot, before) || !before.Contains(part.Fetch))
            {
                faults.Add(new PlanFault(PlanFaultCodes.UnwrittenSlot, merge.Id, $"the part of {part.Subgraph.Name}"));
                continue;
            }

            var given = holder.Below(part.Slot);
            var items = merge.Connection is { } connection ? given.Below(connection.Nodes) : given;
            foreach (var slot in new[] { merge.OrderBy, merge.Key }.Where(slot => !items.Has(slot, before)))
            {
                faults.Add(new PlanFault(
                    PlanFaultCodes.UnwrittenSlot, merge.Id, $"slot {slot} of an item of {part.Subgraph.Name}"));
            }

            _ = Follow(part.PageEnd, given, before, merge.Id, faults);
            merged.Take(given, merge.Id);
        }

        Supply(merge, merged);
    }

    private static void Supply(MergeStep merge, CheckedNode merged)
    {
        if (merge.Connection is not { } parts)
        {
            return;
        }

        (int? Of, int?[] Slots, string Type)[] supplied =
        [
            (parts.PageInfo, [parts.HasNextPage, parts.EndCursor], "PageInfo"),
            (parts.Missing, [parts.MissingAgency, parts.MissingState, parts.MissingSince], "MissingSource"),
        ];
        foreach (var (of, slots, type) in supplied)
        {
            if (of is { } slot)
            {
                merged.Write(slot, merge.Id, merged.Types);
                _ = merged.Below(slot).Types.Add(type);
                foreach (var one in slots.OfType<int>())
                {
                    merged.Below(slot).Write(one, merge.Id, [type]);
                }
            }
        }
    }

    // A field whose conditions exclude each other on the way down needs no source: it is never in an answer.
    private static void Check(
        ResponseSet set,
        CheckedNode place,
        Supergraph supergraph,
        (string Path, Condition When, HashSet<string> Types, int TypeName) around,
        List<PlanFault> faults)
    {
        CheckTypeName(set, place, around, faults);
        foreach (var field in set.Fields.Where(field =>
            field.Kind is ResponseFieldKind.Data or ResponseFieldKind.Internal))
        {
            var when = around.When.And(field.Condition);
            var path = around.Path + field.ResponseKey;
            var types = place.Types.Where(type => when.AnyOf.Length > 0
                && around.Types.Contains(type)
                && (field.OnTypes.IsEmpty || field.OnTypes.Contains(type))).ToList();
            foreach (var type in types.Where(type => !place.Has(field.Slot, type, null)))
            {
                faults.Add(new PlanFault(PlanFaultCodes.NoSource, -1, $"`{path}` has no source for `{type}`"));
            }

            // Of types that no subgraph gives there, nothing is in an answer, though others have a field of that name.
            if (field.Children is { } children && types.Count > 0)
            {
                HashSet<string> below = [.. supergraph.Api.PossibleTypes(field.NamedType).Select(type => type.Name)];
                Check(children, place.Below(field.Slot), supergraph,
                    around with { Path = path + ".", When = when, Types = below }, faults);
            }
        }
    }

    // Where an object can have several types, somebody who knows them tells which before anything is read off it.
    private static void CheckTypeName(
        ResponseSet set,
        CheckedNode place,
        (string Path, Condition When, HashSet<string> Types, int TypeName) around,
        List<PlanFault> faults)
    {
        var isTold = set.Fields.Any(field => around.When.And(field.Condition).AnyOf.Length > 0
            && (field.Kind == ResponseFieldKind.TypeName || !field.OnTypes.IsEmpty));
        var untold = isTold && around.Types.Count > 1
            ? place.Types.Where(type => around.Types.Contains(type) && !place.Has(around.TypeName, type, null))
            : [];
        foreach (var type in untold)
        {
            faults.Add(new PlanFault(
                PlanFaultCodes.NoSource, -1, $"nobody tells that `{around.Path.TrimEnd('.')}` is a `{type}`"));
        }
    }

    private static void Deny(FetchStep fetch, Func<AskedCoordinate, Effect>? ruling, List<PlanFault> faults)
    {
        foreach (var ask in fetch.Asks.Where(ask => ruling is not null && ruling(ask) > Effect.Exists))
        {
            var whom = ask.Recipient.Length == 0 ? "the client" : $"`{ask.Recipient}`";
            faults.Add(new PlanFault(
                PlanFaultCodes.Denied, fetch.Id, $"asks `{ask.Coordinate}`, which {whom} may not have"));
        }
    }
}
