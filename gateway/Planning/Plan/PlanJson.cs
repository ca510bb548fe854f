using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Aggregator.Planning;

/// <summary>Writes plans as JSON, for tools. Slots are written by name; members that are empty are left out.</summary>
public static class PlanJson
{
    /// <summary>The plan as an object <c>{kind, steps, response}</c>.</summary>
    /// <param name="plan">What to write.</param>
    public static string Print(QueryPlan plan)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            Write(json, plan);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes the plan as one JSON value.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="plan">What to write.</param>
    public static void Write(Utf8JsonWriter json, QueryPlan plan)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(plan);
        json.WriteStartObject();
        json.WriteString("kind", plan.Kind.ToString().ToLowerInvariant());
        json.WriteStartArray("steps");
        foreach (var step in plan.Steps)
        {
            json.WriteStartObject();
            json.WriteNumber("id", step.Id);
            Numbers(json, "dependsOn", step.DependsOn);
            if (step is FetchStep fetch)
            {
                Write(json, plan, fetch);
            }
            else
            {
                Write(json, plan, (MergeStep)step);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, plan, plan.Response);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, QueryPlan plan, FetchStep fetch)
    {
        json.WriteString("fetch", fetch.Subgraph.Name);
        json.WriteString("kind", fetch.Kind.ToString().ToLowerInvariant());
        Text(json, "condition", fetch.Condition.ToString());
        json.WriteString("operation", fetch.Operation);
        Texts(json, "variables", fetch.Variables);
        if (!fetch.PlanVariables.IsEmpty)
        {
            json.WriteStartObject("planVariables");
            foreach (var variable in fetch.PlanVariables)
            {
                json.WriteString(variable.Name, PlanPrinter.Source(variable.Source));
            }

            json.WriteEndObject();
        }

        if (fetch.Root is { } root)
        {
            Text(json, "to", fetch.RootAt.Segments.IsEmpty ? "" : PlanPrinter.Path(plan, fetch.RootAt));
            Write(json, plan, "gives", root);
        }

        Texts(json, "byId", [.. fetch.AskedById.Select(asked =>
            $"{plan.Slots[asked.Slot]}.{plan.Slots[asked.IdSlot]}")]);

        if (!fetch.Entities.IsEmpty)
        {
            json.WriteStartArray("entities");
            foreach (var group in fetch.Entities)
            {
                Write(json, plan, group);
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("asks");
        foreach (var ask in fetch.Asks)
        {
            json.WriteStartObject();
            json.WriteString("coordinate", ask.Coordinate);
            Text(json, "recipient", ask.Recipient);
            Flag(json, "internal", ask.IsInternal);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, QueryPlan plan, EntityGroup group)
    {
        json.WriteStartObject();
        json.WriteString("alias", group.Alias);
        json.WriteString("variable", group.Variable);
        Texts(json, "paths", [.. group.Paths.Select(path => PlanPrinter.Path(plan, path))]);
        Text(json, "unlessFrom", group.UnlessFrom?.Name ?? "");
        json.WriteStartArray("representations");
        foreach (var representation in group.Representations)
        {
            json.WriteStartObject();
            Texts(json, "onTypes", representation.OnTypes);
            json.WriteString("typeName", representation.TypeName);
            Text(json, "condition", representation.Condition.ToString());
            Flag(json, "asksForKey", representation.AsksForKey);
            Write(json, plan, representation.Fields);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (!group.Contexts.IsEmpty)
        {
            json.WriteStartObject("contexts");
            foreach (var context in group.Contexts)
            {
                Texts(json, context.Name, [.. context.Sources.Select(source => PlanPrinter.Context(plan, source))]);
            }

            json.WriteEndObject();
        }

        Write(json, plan, "gives", group.Output);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, QueryPlan plan, ImmutableArray<RepresentationField> fields)
    {
        json.WriteStartArray("fields");
        foreach (var field in fields)
        {
            json.WriteStartObject();
            json.WriteString("name", field.Name);
            json.WriteString("slot", plan.Slots[field.Slot]);
            Flag(json, "required", field.IsRequired);
            if (!field.Children.IsEmpty)
            {
                json.WriteStartArray("of");
                foreach (var set in field.Children)
                {
                    json.WriteStartObject();
                    Texts(json, "onTypes", set.OnTypes);
                    Flag(json, "typeName", set.SendTypeName);
                    Write(json, plan, set.Fields);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, QueryPlan plan, string name, OutputSet set)
    {
        json.WriteStartObject(name);
        foreach (var field in set.Fields)
        {
            if (field.Children is { } children)
            {
                json.WriteStartObject(field.ResponseKey);
                json.WriteString("slot", plan.Slots[field.Slot]);
                Write(json, plan, "gives", children);
                json.WriteEndObject();
            }
            else
            {
                json.WriteString(field.ResponseKey, plan.Slots[field.Slot]);
            }
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, QueryPlan plan, MergeStep merge)
    {
        json.WriteString("merge", merge.Coordinate);
        Text(json, "condition", merge.Condition.ToString());
        json.WriteString("target", PlanPrinter.Path(plan, merge.Target));
        json.WriteString("slot", plan.Slots[merge.Slot]);
        json.WriteString("over", PlanPrinter.Path(plan, merge.Over));
        json.WriteString("orderBy", plan.Slots[merge.OrderBy]);
        json.WriteString("key", plan.Slots[merge.Key]);
        Text(json, "first", merge.First?.ToString() ?? "");
        Text(json, "after", merge.After?.ToString() ?? "");
        json.WriteStartArray("contributors");
        foreach (var part in merge.Contributors)
        {
            json.WriteStartObject();
            json.WriteString("subgraph", part.Subgraph.Name);
            json.WriteNumber("fetch", part.Fetch);
            json.WriteString("slot", plan.Slots[part.Slot]);
            Text(json, "pageEnd", part.PageEnd.Segments.IsEmpty ? "" : PlanPrinter.Path(plan, part.PageEnd));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, QueryPlan plan, ResponseSet set)
    {
        json.WriteStartArray("response");
        foreach (var field in set.Fields)
        {
            json.WriteStartObject();
            json.WriteString("key", field.ResponseKey);
            json.WriteString("kind", field.Kind.ToString().ToLowerInvariant());
            json.WriteString("coordinate", field.Coordinate);
            json.WriteString("type", field.Type.ToString());
            Text(json, "slot", field.Slot < 0 ? "" : plan.Slots[field.Slot]);
            Texts(json, "onTypes", field.OnTypes);
            Text(json, "condition", field.Condition.ToString());
            if (field.Children is { } children)
            {
                Write(json, plan, children);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0)
        {
            json.WriteString(name, value);
        }
    }

    private static void Flag(Utf8JsonWriter json, string name, bool value)
    {
        if (value)
        {
            json.WriteBoolean(name, true);
        }
    }

    private static void Numbers(Utf8JsonWriter json, string name, ImmutableArray<int> values)
    {
        if (!values.IsEmpty)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
            {
                json.WriteNumberValue(value);
            }

            json.WriteEndArray();
        }
    }

    private static void Texts(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        if (!values.IsEmpty)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }
    }
}
