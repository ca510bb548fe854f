using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>
/// Turns a draft into a plan: requests that can travel together do, then steps are ordered and written.
/// </summary>
internal sealed class Assembler
{
    private readonly PlanningGraph _graph;
    private readonly PermittedOperation _operation;
    private readonly List<DraftStep> _steps;
    private readonly ConditionSolver _conditions = new();
    private readonly List<string> _slots = [];
    private readonly Dictionary<string, int> _slotNumbers = new(StringComparer.Ordinal);
    private readonly Dictionary<DraftStep, int> _ids = [];
    private readonly HashSet<string> _taken;

    public Assembler(PlanningGraph graph, PermittedOperation operation, IEnumerable<DraftStep> steps)
    {
        _graph = graph;
        _operation = operation;
        _steps = [.. steps];
        _taken = operation.Variables.Select(variable => variable.Name).ToHashSet(StringComparer.Ordinal);
    }

    public QueryPlan Assemble(ResponseWriter response)
    {
        Order();
        ImmutableArray<PlanStep> steps = [.. _steps.Select<DraftStep, PlanStep>(step =>
            step is DraftFetch fetch ? Write(fetch) : Write((DraftMerge)step))];
        return new QueryPlan
        {
            Kind = _operation.Kind,
            Steps = steps,
            Response = response.Write(_operation.Fields, SlotOf),
            Slots = [.. _slots],
        };
    }

    private int SlotOf(string name)
    {
        if (!_slotNumbers.TryGetValue(name, out var number))
        {
            number = _slots.Count;
            _slots.Add(name);
            _slotNumbers.Add(name, number);
        }

        return number;
    }

    // What takes no part under any condition is left out; the rest comes after what it depends on, oldest first.
    private void Order()
    {
        var open = _steps.Where(step => _conditions.Of(step) != ConditionSolver.Never).ToList();
        foreach (var step in open)
        {
            _ = step.DependsOn.RemoveWhere(before => !open.Contains(before));
        }

        _steps.Clear();
        while (open.Count > 0)
        {
            var next = open.First(step => step.DependsOn.All(_ids.ContainsKey));
            _ = open.Remove(next);
            _ids.Add(next, _steps.Count);
            _steps.Add(next);
        }
    }

    private ImmutableArray<int> DependsOn(DraftStep step) => [.. step.DependsOn.Select(before => _ids[before]).Order()];

    private FetchStep Write(DraftFetch fetch)
    {
        var when = _conditions.Of(fetch);
        var writer = new OperationWriter(_graph, _conditions, SlotOf, fetch, _taken);
        OutputSet? root = null;
        var groups = ImmutableArray.CreateBuilder<EntityGroup>();
        if (fetch.Root is { } selection)
        {
            root = writer.WriteRoot(selection, when);
        }
        else
        {
            WriteGroups(fetch, when, writer, groups);
        }

        ImmutableArray<PlanVariable> filled =
        [
            .. fetch.PageVariables.Select(page => new PlanVariable(page.Name, page.IsSize
                ? new PageSizeSource(_ids[page.Merge]) : new PagePositionSource(_ids[page.Merge]))),
            .. writer.Conditions.Select(entry => new PlanVariable(entry.Name, new ConditionSource(entry.Condition))),
        ];
        var used = _operation.Variables.Where(variable => writer.Variables.Contains(variable.Name)).ToList();
        ImmutableArray<(string Name, string Text)> shared =
        [
            .. used.Select(variable => (variable.Name, $"${variable.Name}:{variable.Type}"
                + (variable.Default is null ? "" : "=" + ValuePrinter.Print(variable.Default)))),
            .. fetch.PageVariables.Select(page => (page.Name, $"${page.Name}:{page.Type}")),
            .. writer.Conditions.Select(entry => (entry.Name, $"${entry.Name}:Boolean!")),
        ];
        string[] declared =
        [
            .. groups.SelectMany(Declared),
            .. shared.Select(variable => variable.Text),
        ];
        var head = fetch.Kind.ToString().ToLowerInvariant()
            + (declared.Length > 0 ? $"({string.Join(',', declared)})" : "");
        var body = root is null ? "{" + writer.Text + "}" : writer.Text;
        return new FetchStep
        {
            Id = _ids[fetch],
            DependsOn = DependsOn(fetch),
            Subgraph = fetch.Subgraph,
            Kind = fetch.Kind,
            Operation = head is "query" ? body : head + body,
            Variables = [.. used.Select(variable => variable.Name)],
            PlanVariables = filled,
            Root = root,
            AskedById = KeysAskedBack.Of(fetch, SlotOf),
            RootAt = fetch.Root?.At.Path(SlotOf) ?? DataPath.Root,
            Entities = groups.ToImmutable(),
            Condition = when,
            Asks = writer.Asks,
            Template = groups.Any(group => !group.Contexts.IsEmpty)
                ? new FetchTemplate(shared, [.. writer.Templates])
                : null,
        };
    }

    private static IEnumerable<string> Declared(EntityGroup group) =>
        group.Contexts.Select(context => $"${context.Name}:{context.Type}").Prepend($"${group.Variable}:[_Any!]!");

    // Groups that ask the same in the same way are one group of several places.
    private void WriteGroups(
        DraftFetch fetch, Condition when, OperationWriter writer, ImmutableArray<EntityGroup>.Builder groups)
    {
        var alike = fetch.Groups
            .Where(group => _conditions.Of(group) != ConditionSolver.Never)
            .GroupBy(group => Likeness(fetch, group, when))
            .Select(same => same.ToList())
            .ToList();
        for (var i = 0; i < alike.Count; i++)
        {
            var alias = alike.Count == 1 ? "_entities" : $"_e{i}";
            var variable = Own(alike.Count == 1 ? "representations" : $"r{i}");
            var output = writer.WriteGroup(alike[i][0], alias, variable, when);
            foreach (var other in alike[i].Skip(1))
            {
                writer.NoteGroup(other);
            }

            groups.Add(Group(alike[i], alias, variable, output));
        }
    }

    private string Likeness(DraftFetch fetch, DraftGroup group, Condition when)
    {
        var writer = new OperationWriter(_graph, _conditions, SlotOf, fetch, _taken);
        var output = writer.WriteGroup(group, "", "", when);
        return $"{writer.Text}|{Text(output)}|{group.UnlessFrom}|"
            + string.Join(',', group.Representations.Select(entry =>
                $"{entry.Key}:{entry.Value.TypeName}{{{Text(Fields(entry.Value.Fields))}}}"));

        static string Text(object part) => part switch
        {
            OutputSet set => string.Join(' ', set.Fields.Select(field =>
                $"{field.ResponseKey}={field.Slot}" + (field.Children is null ? "" : $"{{{Text(field.Children)}}}"))),
            ImmutableArray<RepresentationField> fields => string.Join(' ', fields.Select(field =>
                $"{field.Name}={field.Slot}{field.IsRequired}" + string.Concat(field.Children.Select(set =>
                    $"[{string.Join('|', set.OnTypes)}{set.SendTypeName}{Text(set.Fields)}]")))),
            _ => "",
        };
    }

    // A copy's name is the name with a number after two underscores.
    private string Own(string name)
    {
        while (_taken.Any(taken => taken == name || taken.StartsWith(name + "__", StringComparison.Ordinal)))
        {
            name += "_";
        }

        return name;
    }

    private EntityGroup Group(List<DraftGroup> alike, string alias, string variable, OutputSet output) => new()
    {
        Alias = alias,
        Variable = variable,
        Paths = [.. alike.Select(group => group.At.Path(SlotOf))],
        Representations =
        [
            .. alike[0].Representations
                .Select(entry => (Type: entry.Key, entry.Value.TypeName, Fields: Fields(entry.Value.Fields)))
                .Select(entry => new Representation(
                    entry.Type.Length == 0 ? [] : [entry.Type], entry.TypeName, entry.Fields)
                {
                    AsksForKey = entry.Type.Length == 0
                        ? alike[0].AsksForKeyOf.Count > 0
                        : alike[0].AsksForKeyOf.Contains(entry.Type),
                    Condition = ConditionOf(alike[0], entry.Type),
                }),
        ],
        Output = output,
        UnlessFrom = alike[0].UnlessFrom,
        Condition = _conditions.Of(alike[0]),
        Contexts =
        [
            .. alike[0].Contexts.Select(context => new ContextVariable(
                context.Name,
                context.Argument.Type,
                context.Argument.Type.EndsWith('!'),
                [.. context.Sources.OrderBy(source => source.Place.Above).SelectMany(Sources)])),
        ],
    };

    // A group goes out for any of its types; entities of the others, of whom nothing is asked then, stay out of it.
    private Condition ConditionOf(DraftGroup group, string type)
    {
        if (type.Length == 0 || group.Selection.NeedsTypeName || group.Selection.AsInterfaceObject)
        {
            return Condition.Always;
        }

        var own = ConditionSolver.Any(group.Selection.Fields
            .Where(field => field.OnTypes.Contains(type)
                && (field.Demands.Count == 0 || field.Demands.Any(demand => demand.By != group)))
            .Select(_conditions.Of));
        return own.Equals(_conditions.Of(group)) ? Condition.Always : own;
    }

    private IEnumerable<ContextSource> Sources(ContextSourceDraft source)
    {
        ImmutableArray<string> types = source.Place.At.Concretes.Length == 1 ? [] : [source.Type];
        return source.Fields.SelectMany(field => Ways(field, types))
            .Select(way => new ContextSource(source.Place.Above, new DataPath([.. way])));
    }

    private IEnumerable<IEnumerable<PathSegment>> Ways(RepresentationDraft field, ImmutableArray<string> types)
    {
        var segment = new PathSegment(SlotOf(field.Slot), types);
        return field.Children.Count == 0
            ? [[segment]]
            : field.Children.SelectMany(set => set.Fields.SelectMany(below => Ways(below, set.OnTypes)))
                .Select(way => way.Prepend(segment));
    }

    private ImmutableArray<RepresentationField> Fields(List<RepresentationDraft> fields) =>
    [
        .. fields.Select(field => new RepresentationField(
            field.Name,
            SlotOf(field.Slot),
            field.IsRequired,
            [
                .. field.Children.Select(set => new RepresentationSet(
                    set.OnTypes, set.SendTypeName, Fields(set.Fields))),
            ])),
    ];

    private MergeStep Write(DraftMerge merge)
    {
        ImmutableArray<PathSegment> over = [.. merge.Over.Select(slot => new PathSegment(SlotOf(slot), []))];
        return new MergeStep
        {
            Id = _ids[merge],
            DependsOn = DependsOn(merge),
            Coordinate = merge.Coordinate,
            Target = merge.Target.Path(SlotOf),
            Slot = SlotOf(merge.Slot),
            Over = new DataPath(over),
            Contributors =
            [
                .. merge.Contributors.OrderBy(part => part.Fetch.Subgraph.Index).Select(part =>
                    new Contributor(_ids[part.Fetch], part.Fetch.Subgraph, SlotOf(part.Slot))
                    {
                        PageEnd = merge.PageEnd(part.Slot, SlotOf),
                    }),
            ],
            OrderBy = SlotOf(merge.OrderBySlot),
            Key = SlotOf(merge.KeySlot),
            Connection = merge.Connection is { } connection ? Connection(connection) : null,
            First = merge.First,
            After = merge.After,
            IsHandedOn = merge.Demands.Any(demand => demand.Recipient.Length > 0),
            Condition = _conditions.Of(merge),
        };
    }

    private ConnectionSlots Connection(Dictionary<string, string> names)
    {
        int? Slot(string name) => names.TryGetValue(name, out var slot) ? SlotOf(slot) : null;
        return new ConnectionSlots(
            Slot("nodes")!.Value,
            Slot("pageInfo"),
            Slot("pageInfo.hasNextPage"),
            Slot("pageInfo.endCursor"),
            Slot("missing"),
            Slot("missing.agency"),
            Slot("missing.state"),
            Slot("missing.since"));
    }
}
