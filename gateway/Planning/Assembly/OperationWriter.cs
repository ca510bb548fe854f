using System.Collections.Immutable;
using System.Text;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>Writes the text of one request, with what is kept of its answer and what it asks.</summary>
internal sealed class OperationWriter(
    PlanningGraph graph, ConditionSolver conditions, Func<string, int> slotOf, DraftFetch fetch, HashSet<string> taken)
{
    private readonly StringBuilder _text = new();
    private readonly List<(string Name, Condition Condition)> _conditions = [];
    private readonly SortedSet<string> _variables = new(StringComparer.Ordinal);
    private readonly HashSet<AskedCoordinate> _asks = [];
    private readonly List<GroupTemplate> _templates = [];
    private readonly HashSet<string> _contexts =
        [.. fetch.Groups.SelectMany(group => group.Contexts).Select(context => context.Name)];

    private readonly List<int> _ownNames = [];
    private readonly SortedSet<string> _shared = new(StringComparer.Ordinal);

    /// <summary>The client's variables that the text uses.</summary>
    public IReadOnlySet<string> Variables => _variables;

    /// <summary>Variables that stand for a condition.</summary>
    public IReadOnlyList<(string Name, Condition Condition)> Conditions => _conditions;

    /// <summary>What the text asks, and for whom.</summary>
    public ImmutableArray<AskedCoordinate> Asks =>
    [
        .. _asks.OrderBy(ask => ask.Coordinate, StringComparer.Ordinal)
            .ThenBy(ask => ask.Recipient, StringComparer.Ordinal)
            .ThenBy(ask => ask.IsInternal),
    ];

    /// <summary>Each group's text in pieces between which a copy's suffix goes.</summary>
    public IReadOnlyList<GroupTemplate> Templates => _templates;

    /// <summary>The selection set as text.</summary>
    public string Text => _text.ToString();

    public OutputSet WriteRoot(DraftSelection root, Condition around) => Write([root], around);

    public OutputSet WriteGroup(DraftGroup group, string alias, string variable, Condition around)
    {
        var when = conditions.Of(group);
        _ownNames.Clear();
        _shared.Clear();
        _ = _text.Append(alias == "_entities" ? "" : alias + ":");
        var start = _text.Length;
        _ = _text.Append("_entities(representations:$").Append(variable);
        _ownNames.Add(_text.Length);
        _ = _text.Append(')');
        WriteDirectives(when, around);
        var output = Write([group.Selection], when);
        if (_contexts.Count > 0)
        {
            AddTemplate(alias, start);
        }

        return output;
    }

    private void AddTemplate(string alias, int start)
    {
        var text = _text.ToString();
        var pieces = _ownNames.Append(text.Length)
            .Zip(_ownNames.Prepend(start), (end, from) => text[from..end]).ToArray();
        pieces[0] = ":" + pieces[0];
        _templates.Add(new GroupTemplate([alias, .. pieces], [.. _shared]));
    }

    /// <summary>Notes what a group asks that is written as another one is.</summary>
    public void NoteGroup(DraftGroup group) => NoteAll(group.Selection);

    private void NoteAll(DraftSelection selection)
    {
        foreach (var field in selection.Fields.Where(field => field.Name != Want.TypeName
            && conditions.Of(field) != ConditionSolver.Never))
        {
            Note(field);
            if (field.Child is { } child)
            {
                NoteAll(child);
            }
        }
    }

    // Places that one answer's objects cannot be told apart by are written as one.
    private OutputSet Write(IReadOnlyList<DraftSelection> places, Condition around)
    {
        var outputs = ImmutableArray.CreateBuilder<OutputField>();
        var selection = places[0];
        var live = WrittenField.Of(places.SelectMany(place => place.Fields).Where(field =>
            field.Name != Want.TypeName && conditions.Of(field) != ConditionSolver.Never));
        var keys = Keys(live);
        _ = _text.Append('{');
        if (places.Any(place => NeedsTypeName(place, live, around)))
        {
            _ = _text.Append(Want.TypeName);
            if (!selection.AsInterfaceObject && !IsRoot(selection.TypeName))
            {
                outputs.Add(new OutputField(Want.TypeName, slotOf(Want.TypeName), true, null));
            }
        }

        foreach (var field in live.Where(field => IsOnAll(selection, field)))
        {
            Write(field, keys[field], around, outputs);
        }

        foreach (var type in Narrow(selection, live))
        {
            _ = Separate().Append("... on ").Append(type).Append('{');
            foreach (var field in live.Where(field => !IsOnAll(selection, field)
                && (field.OnTypes.Contains(type) || selection.AsInterfaceObject)))
            {
                Write(field, keys[field], around, outputs);
            }

            _ = _text.Append('}');
        }

        _ = _text.Append('}');
        return new OutputSet(outputs.ToImmutable());
    }

    // A subgraph may call its root by another name, so what it says there tells nothing.
    private bool IsRoot(string? type) => type is not null
        && (type == graph.Supergraph.Types.QueryName || type == graph.Supergraph.Types.MutationName
            || type == graph.Supergraph.Types.SubscriptionName);

    private Condition When(WrittenField field) => field.Places.Count == 1
        ? conditions.Of(field.Places[0])
        : ConditionSolver.Any(field.Places.Select(conditions.Of));

    private bool NeedsTypeName(DraftSelection selection, List<WrittenField> live, Condition around) =>
        (selection.At.Parent is not null && selection.TypeName is not null
            && (selection.NeedsTypeName || selection.At.IsAbstract || selection.At.Groups.Count > 0))
        || (selection.TypeName is null && selection.NeedsTypeName)
        || live.All(field => When(field) is var when && !when.Equals(around) && !when.IsAlways);

    // The types that fields are narrowed to, in the order of first asking.
    private IEnumerable<string> Narrow(DraftSelection selection, List<WrittenField> live) =>
        selection is { AsInterfaceObject: true, TypeName: null }
            ? live.Count == 0 ? [] : [selection.ObjectName!]
            : live.SelectMany(field => field.OnTypes).Distinct().Where(type =>
                live.Any(field => field.OnTypes.Contains(type) && !IsOnAll(selection, field)));

    private bool IsOnAll(DraftSelection selection, WrittenField field) => selection.TypeName is { } type
        && (selection.AsInterfaceObject
            || (graph.Supergraph.Join(type, field.Name)?.In(fetch.Subgraph.Index) is not null
                && graph.ConcretesIn(type, fetch.Subgraph.Index).All(field.OnTypes.Contains)));

    private StringBuilder Separate() => _text[^1] is '{' or '}' ? _text : _text.Append(' ');

    private void Write(WrittenField field, string key, Condition around, ImmutableArray<OutputField>.Builder outputs)
    {
        var when = When(field);
        _ = Separate().Append(key == field.Name ? "" : key + ":").Append(field.Name);
        WriteArguments(field.Arguments);
        WriteDirectives(when, around);
        foreach (var place in field.Places)
        {
            Note(place);
        }

        var children = field.Children is [_, ..] below ? Write(below, when) : null;
        if (!outputs.Any(output => output.ResponseKey == key))
        {
            outputs.Add(new OutputField(key, slotOf(field.Slot), false, children)
            {
                Leaf = children is null && field.Part is { } part
                    ? LeafShape.Of(part.Type, graph.Supergraph.Types)
                    : default,
            });
        }
    }

    private void WriteArguments(ImmutableArray<ObjectField> arguments)
    {
        if (arguments.IsEmpty)
        {
            return;
        }

        _ = _text.Append('(');
        foreach (var argument in arguments)
        {
            _ = _text.Append(_text[^1] == '(' ? "" : ",").Append(argument.Name).Append(':');
            ValuePrinter.Append(_text, argument.Value);
            NoteVariables(argument.Value);
            if (argument.Value is VariableValue own && _contexts.Contains(own.Name))
            {
                _ownNames.Add(_text.Length);
            }
        }

        _ = _text.Append(')');
    }

    private void NoteVariables(Value value)
    {
        switch (value)
        {
            case VariableValue variable when !_contexts.Contains(variable.Name):
                _ = _shared.Add(variable.Name);
                if (!fetch.PageVariables.Any(page => page.Name == variable.Name))
                {
                    _ = _variables.Add(variable.Name);
                }

                break;
            case ListValue list:
                foreach (var item in list.Items)
                {
                    NoteVariables(item);
                }

                break;
            case ObjectValue obj:
                foreach (var field in obj.Fields)
                {
                    NoteVariables(field.Value);
                }

                break;
        }
    }

    private void WriteDirectives(Condition when, Condition around)
    {
        if (when.IsAlways || when.Equals(around))
        {
            return;
        }

        var implied = around.AnyOf.Length == 1 ? around.AnyOf[0] : [];
        ImmutableArray<ConditionTerm> terms = when.AnyOf.Length == 1
            ? [.. when.AnyOf[0].Where(term => !implied.Contains(term))] : [];
        if (terms.Length > 0 && terms.Count(term => term.Value) <= 1 && terms.Count(term => !term.Value) <= 1)
        {
            foreach (var term in terms)
            {
                _ = _text.Append(term.Value ? "@include(if:$" : "@skip(if:$").Append(term.Variable).Append(')');
                _ = _variables.Add(term.Variable);
                _ = _shared.Add(term.Variable);
            }

            return;
        }

        var known = _conditions.FindIndex(other => other.Condition.Equals(when));
        if (known < 0)
        {
            var name = "when" + _conditions.Count;
            while (taken.Contains(name))
            {
                name += "_";
            }

            known = _conditions.Count;
            _conditions.Add((name, when));
        }

        _ = _shared.Add(_conditions[known].Name);
        _ = _text.Append("@include(if:$").Append(_conditions[known].Name).Append(')');
    }

    private void Note(DraftField field)
    {
        foreach (var demand in Demands(field).Select(demand => Given(field, demand)).Distinct())
        {
            foreach (var type in field.OnTypes)
            {
                _ = _asks.Add(new AskedCoordinate($"{type}.{field.Name}", demand.Recipient, demand.IsInternal));
            }

            if (field.In is { AsInterfaceObject: true } selection)
            {
                var name = selection.TypeName ?? selection.ObjectName;
                _ = _asks.Add(new AskedCoordinate($"{name}.{field.Name}", demand.Recipient, demand.IsInternal));
            }
        }
    }

    // Only what is below the entity is given with it; the way there is the gateway's own.
    private static (string Recipient, bool IsInternal) Given(DraftField field, Demand demand)
    {
        for (var at = field.In.At;
            demand.By is DraftGroup group && at != (demand.GivenFrom ?? group.At);
            at = at.Parent)
        {
            if (at is null)
            {
                return ("", true);
            }
        }

        return (demand.Recipient, demand.IsInternal);
    }

    private static IEnumerable<Demand> Demands(DraftField field) =>
        field.Demands.Concat(field.Child?.Fields.SelectMany(Demands) ?? []);

    // One key stands for one shape: fields of different types under one slot get different keys when shapes differ.
    private static Dictionary<WrittenField, string> Keys(List<WrittenField> fields)
    {
        var keys = new Dictionary<WrittenField, string>();
        var used = new Dictionary<string, WrittenField>(StringComparer.Ordinal);
        var slots = fields.Select(field => field.Slot).ToHashSet(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            var key = field.Slot;
            for (var number = 1; used.TryGetValue(key, out var other) && !field.CanShareKey(other); number++)
            {
                key = $"{field.Slot}__{number}";
                key = slots.Contains(key) ? key + "_" : key;
            }

            used[key] = field;
            keys[field] = key;
        }

        return keys;
    }
}
