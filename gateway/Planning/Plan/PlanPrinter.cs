using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Aggregator.Planning;

/// <summary>Prints plans as people read them.</summary>
public static class PlanPrinter
{
    /// <summary>The plan, step by step, then how the answer is read off.</summary>
    /// <param name="plan">What to print.</param>
    public static string Print(QueryPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var text = new StringBuilder();
        foreach (var step in plan.Steps)
        {
            Print(text, plan, step);
        }

        _ = text.Append("response\n");
        Print(text, plan, plan.Response, 1);
        return text.ToString();
    }

    private static void Print(StringBuilder text, QueryPlan plan, PlanStep step)
    {
        var name = step is FetchStep fetch
            ? $"{(fetch.Root is null ? "entities" : fetch.Kind.ToString().ToLowerInvariant())} {fetch.Subgraph.Name}"
            : "merge " + ((MergeStep)step).Coordinate;
        var after = step.DependsOn.IsEmpty ? "" : " after " + string.Join(", ", step.DependsOn);
        var condition = step is FetchStep conditional ? conditional.Condition : ((MergeStep)step).Condition;
        _ = text.Append(CultureInfo.InvariantCulture, $"{step.Id} {name}{after}")
            .Append(condition.IsAlways ? "" : $" if {condition}").Append('\n');
        if (step is FetchStep request)
        {
            Print(text, plan, request);
        }
        else
        {
            Print(text, plan, (MergeStep)step);
        }
    }

    private static void Print(StringBuilder text, QueryPlan plan, FetchStep fetch)
    {
        Line(text, 1, fetch.Operation);
        foreach (var variable in fetch.PlanVariables)
        {
            Line(text, 1, $"${variable.Name} = {Source(variable.Source)}");
        }

        foreach (var group in fetch.Entities)
        {
            Line(text, 1, $"{group.Alias} of {string.Join(", ", group.Paths.Select(path => Path(plan, path)))}"
                + (group.UnlessFrom is { } owner ? $" unless from {owner.Name}" : ""));
            foreach (var representation in group.Representations)
            {
                var types = representation.OnTypes.IsEmpty ? "" : $" for {string.Join('|', representation.OnTypes)}";
                var when = representation.Condition.IsAlways ? "" : $" if {representation.Condition}";
                Line(text, 2, $"{representation.TypeName}{types} {Fields(plan, representation.Fields)}{when}");
            }

            foreach (var context in group.Contexts)
            {
                Line(text, 2, $"${context.Name} = " + string.Join(
                    " or ", context.Sources.Select(source => Context(plan, source))));
            }

            Line(text, 2, "gives " + Output(plan, group.Output));
        }

        if (fetch.Root is { } root)
        {
            Line(text, 1, "gives " + Output(plan, root)
                + (fetch.RootAt.Segments.IsEmpty ? "" : $" to {Path(plan, fetch.RootAt)}"));
        }

        foreach (var asked in fetch.Asks.GroupBy(ask => (ask.Recipient, ask.IsInternal))
            .OrderBy(group => group.Key.Recipient, StringComparer.Ordinal).ThenBy(group => group.Key.IsInternal))
        {
            var whom = (asked.Key.Recipient.Length == 0 ? "" : $" for {asked.Key.Recipient}")
                + (asked.Key.IsInternal ? " internally" : "");
            Line(text, 1, $"asks{whom} {string.Join(", ", asked.Select(ask => ask.Coordinate))}");
        }
    }

    internal static string Context(QueryPlan plan, ContextSource source) =>
        $"{Path(plan, source.Path)} of {source.Above} above";

    private static void Print(StringBuilder text, QueryPlan plan, MergeStep merge)
    {
        var over = merge.Over.Segments.IsEmpty ? "" : $" over {Path(plan, merge.Over)}";
        Line(text, 1, $"into {plan.Slots[merge.Slot]} of {Path(plan, merge.Target)}{over} from "
            + string.Join(", ", merge.Contributors.Select(part =>
                $"{part.Subgraph.Name} ({part.Fetch}: {plan.Slots[part.Slot]}"
                + (part.PageEnd.Segments.IsEmpty ? ")" : $" to {Path(plan, part.PageEnd)})"))));
        var first = merge.First is null ? "" : $", first {merge.First}";
        var after = merge.After is null ? "" : $", after {merge.After}";
        Line(text, 1, $"by {plan.Slots[merge.OrderBy]}, key {plan.Slots[merge.Key]}{first}{after}");
        if (merge.Connection is { } connection)
        {
            (string Name, int? Slot)[] parts =
            [
                ("nodes", connection.Nodes), ("pageInfo", connection.PageInfo),
                ("hasNextPage", connection.HasNextPage), ("endCursor", connection.EndCursor),
                ("missing", connection.Missing), ("agency", connection.MissingAgency),
                ("state", connection.MissingState), ("since", connection.MissingSince),
            ];
            Line(text, 1, "as " + string.Join(", ", parts.Where(part => part.Slot is not null)
                .Select(part => Named(part.Name, plan.Slots[part.Slot!.Value]))));
        }
    }

    private static void Print(StringBuilder text, QueryPlan plan, ResponseSet set, int depth)
    {
        foreach (var field in set.Fields)
        {
            var slot = field.Slot < 0 ? "" : plan.Slots[field.Slot];
            var name = slot.Length == 0 ? field.ResponseKey : Named(field.ResponseKey, slot);
            var kind = field.Kind == ResponseFieldKind.Data ? ""
                : $" ({field.Kind.ToString().ToLowerInvariant()})";
            var condition = field.Condition.IsAlways ? "" : $" if {field.Condition}";
            Line(text, depth, $"{name}: {field.Type}{kind}{On(field.OnTypes)}{condition}");
            if (field.Children is { } children)
            {
                Print(text, plan, children, depth + 1);
            }
        }
    }

    private static string Output(QueryPlan plan, OutputSet set) => Braced(set.Fields.Select(field =>
        Named(field.ResponseKey, plan.Slots[field.Slot])
        + (field.Children is { } children ? " " + Output(plan, children) : "")));

    private static string Fields(QueryPlan plan, IEnumerable<RepresentationField> fields) =>
        Braced(fields.Select(field => Named(field.Name, plan.Slots[field.Slot])
            + (field.IsRequired ? "!" : "")
            + string.Concat(field.Children.Select(set => On(set.OnTypes) + " " + Fields(plan, set.Fields)))));

    // An object may be there for what another step puts into it.
    private static string Braced(IEnumerable<string> parts) =>
        string.Join(' ', parts) is { Length: > 0 } inside ? $"{{ {inside} }}" : "{}";

    private static string On(ImmutableArray<string> types) => types.IsEmpty ? "" : $" on {string.Join('|', types)}";

    internal static string Source(PlanVariableSource variable) => variable switch
    {
        ConditionSource source => source.Condition.ToString(),
        PageSizeSource source => $"page size of {source.MergeStep}, plus one",
        PagePositionSource source => $"page position of {source.MergeStep}",
        _ => throw new ArgumentException("a variable of an unknown kind", nameof(variable)),
    };

    internal static string Path(QueryPlan plan, DataPath path) => path.Segments.IsEmpty ? "root"
        : string.Join('.', path.Segments.Select(segment => plan.Slots[segment.Slot]
            + (segment.OnTypes.IsEmpty ? "" : $"[{string.Join('|', segment.OnTypes)}]")));

    private static string Named(string name, string slot) => name == slot ? name : $"{name}={slot}";

    private static void Line(StringBuilder text, int depth, string line) =>
        text.Append(' ', depth * 2).Append(line).Append('\n');
}
