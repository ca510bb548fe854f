using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>Compares selections with equal response keys: once for shapes, once for names and arguments.</summary>
/// <param name="document">The document, without cycles.</param>
/// <param name="report">Where conflicts go.</param>
internal sealed class MergingComparison(DocumentIndex document, RuleReport report)
{
    private readonly record struct Selected(FieldSelection Node, TypeDefinition? Parent, FieldDefinition? Definition);

    private readonly ExecutableTypes _types = document.Types;
    private readonly HashSet<(Location, Location)> _reported = [];
    private int _steps;

    private bool IsOver => _steps > document.Limits.MaxSteps;

    public void Run()
    {
        var reached = document.Operations.SelectMany(use => document.Reach(use)).ToHashSet();
        var roots = document.Operations.Concat(document.FragmentDefinitions.Where(use => !reached.Contains(use)));
        foreach (var root in roots)
        {
            var set = Collect([(root.Selections, root.Type)]);
            CompareShapes(set);
            CompareNames(set);
        }

        if (IsOver)
        {
            report.AddLimit(
                $"comparing fields with equal response keys takes more than {document.Limits.MaxSteps} steps: "
                + "nest fewer fragments in each other, or use different aliases");
        }
    }

    // Fields by response key, in order, through fragments; each named fragment once.
    private Dictionary<string, List<Selected>> Collect(
        IEnumerable<(IReadOnlyList<Selection> Selections, TypeDefinition? Type)> sets)
    {
        var found = new Dictionary<string, List<Selected>>(StringComparer.Ordinal);
        HashSet<string>? visited = null;
        foreach (var (selections, type) in sets)
        {
            Collect(selections, type, found, ref visited);
        }

        return found;
    }

    private void Collect(
        IReadOnlyList<Selection> selections,
        TypeDefinition? type,
        Dictionary<string, List<Selected>> found,
        ref HashSet<string>? visited)
    {
        foreach (var selection in selections)
        {
            if (++_steps > document.Limits.MaxSteps)
            {
                return;
            }

            switch (selection)
            {
                case FieldSelection field:
                    ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(found, field.ResponseKey, out _);
                    (group ??= []).Add(new Selected(field, type, _types.Field(type, field.Name)));
                    break;
                case InlineFragment inline:
                    var condition = inline.TypeCondition is null ? type : _types.Type(inline.TypeCondition);
                    Collect(inline.Selections, condition, found, ref visited);
                    break;
                case FragmentSpread spread when (visited ??= new(StringComparer.Ordinal)).Add(spread.Name)
                    && document.Fragments.TryGetValue(spread.Name, out var target):
                    Collect(target.Selections, target.Type, found, ref visited);
                    break;
            }
        }
    }

    private Dictionary<string, List<Selected>> Below(List<Selected> fields) => Collect(fields
        .Where(field => !field.Node.Selections.IsEmpty)
        .Select(field => ((IReadOnlyList<Selection>)field.Node.Selections, _types.Type(field.Definition?.Type))));

    private void CompareShapes(Dictionary<string, List<Selected>> set)
    {
        foreach (var (key, fields) in set)
        {
            var known = fields.FindIndex(field => field.Definition is not null);
            var other = known < 0 ? -1 : fields.FindIndex(known + 1, field => field.Definition is not null
                && !IsSameShape(fields[known].Definition!.Type, field.Definition.Type));
            if (other >= 0)
            {
                Report(fields[known], fields[other], $"fields `{key}` return `{fields[known].Definition!.Type}` "
                    + $"and `{fields[other].Definition!.Type}`");
            }
            else if (Below(fields) is { Count: > 0 } below && !IsOver)
            {
                CompareShapes(below);
            }
        }
    }

    private void CompareNames(Dictionary<string, List<Selected>> set)
    {
        foreach (var (key, fields) in set)
        {
            foreach (var meeting in Meeting(fields))
            {
                var first = meeting[0];
                var renamed = meeting.FindIndex(1, field => field.Node.Name != first.Node.Name);
                var other = renamed >= 0 ? renamed : meeting.FindIndex(1, field =>
                    !HasSameArguments(first.Node.Arguments, field.Node.Arguments));
                if (other >= 0)
                {
                    Report(first, meeting[other], renamed >= 0
                        ? $"`{key}` stands for both `{first.Node.Name}` and `{meeting[other].Node.Name}`"
                        : $"fields `{key}` have different arguments");
                }
                else if (Below(meeting) is { Count: > 0 } below && !IsOver)
                {
                    CompareNames(below);
                }
            }
        }
    }

    // Fields that can be selected on one object: those on abstract types with those on each object type.
    private static IEnumerable<List<Selected>> Meeting(List<Selected> fields)
    {
        string? only = null;
        var isApart = false;
        foreach (var field in fields)
        {
            if (field.Parent is { Kind: TypeKind.Object } parent)
            {
                isApart |= only is not null && only != parent.Name;
                only ??= parent.Name;
            }
        }

        if (!isApart)
        {
            return [fields];
        }

        var objects = fields.Select(field => field.Parent).Where(IsObject).Select(parent => parent!.Name);
        return objects.Distinct().Select(name =>
            fields.FindAll(field => !IsObject(field.Parent) || field.Parent!.Name == name));
    }

    private static bool IsObject(TypeDefinition? type) => type is { Kind: TypeKind.Object };

    private bool IsSameShape(TypeRef one, TypeRef other) => (one, other) switch
    {
        (NonNullTypeRef a, NonNullTypeRef b) => IsSameShape(a.Of, b.Of),
        (NonNullTypeRef, _) or (_, NonNullTypeRef) => false,
        (ListTypeRef a, ListTypeRef b) => IsSameShape(a.Of, b.Of),
        (ListTypeRef, _) or (_, ListTypeRef) => false,
        _ => one.Name == other.Name
            || (_types.Type(one) is { IsLeaf: false } && _types.Type(other) is { IsLeaf: false }),
    };

    private void Report(Selected one, Selected other, string what)
    {
        if (_reported.Add((one.Node.At, other.Node.At)))
        {
            report.Add(what + ": give one of them another alias", one.Node.At, other.Node.At);
        }
    }

    private static bool HasSameArguments(ImmutableArray<ObjectField> one, ImmutableArray<ObjectField> other) =>
        one.Length == other.Length
        && one.All(argument => other.FirstOrDefault(each => each.Name == argument.Name) is { } same
            && IsSame(argument.Value, same.Value));

    private static bool IsSame(Value one, Value other) => (one, other) switch
    {
        (ObjectValue a, ObjectValue b) => HasSameArguments(a.Fields, b.Fields),
        (ListValue a, ListValue b) => a.Items.Length == b.Items.Length
            && a.Items.Zip(b.Items).All(pair => IsSame(pair.First, pair.Second)),
        _ => one == other,
    };
}
