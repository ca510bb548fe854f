using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Validation.Tests;

/// <summary>FieldsInSetCanMerge as the specification writes it (section 5.3.2): every pair, every set.</summary>
internal sealed class NaiveMerging(OperationDocument document, TypeSystem types)
{
    private sealed record Selected(FieldSelection Node, TypeDefinition Parent)
    {
        public FieldDefinition? Definition => Parent.Field(Node.Name);
    }

    public bool CanMerge() =>
        document.Operations.All(operation => EverySetIn(operation.Selections, types.Type(types.QueryName)!))
        && document.Fragments.All(fragment => EverySetIn(fragment.Selections, types.Type(fragment.TypeCondition)!));

    private bool EverySetIn(ImmutableArray<Selection> selections, TypeDefinition type) =>
        FieldsInSetCanMerge(Fields([(selections, type)]))
        && selections.All(selection => selection switch
        {
            FieldSelection field => field.Selections.IsEmpty
                || EverySetIn(field.Selections, types.Type(type.Field(field.Name)!.Type.Name)!),
            InlineFragment inline => EverySetIn(inline.Selections, types.Type(inline.TypeCondition) ?? type),
            _ => true,
        });

    private bool FieldsInSetCanMerge(List<Selected> set) => Pairs(set).All(pair =>
        SameResponseShape(pair.A, pair.B) && (!CanMeet(pair.A, pair.B) || CanMergeMeeting(pair.A, pair.B)));

    private bool CanMergeMeeting(Selected a, Selected b) =>
        a.Node.Name == b.Node.Name
        && a.Node.Arguments.SequenceEqual(b.Node.Arguments)
        && FieldsInSetCanMerge(MergedSet(a, b));

    private static bool CanMeet(Selected a, Selected b) =>
        a.Parent.Name == b.Parent.Name || a.Parent.Kind != TypeKind.Object || b.Parent.Kind != TypeKind.Object;

    private bool SameResponseShape(Selected a, Selected b)
    {
        var one = a.Definition?.Type ?? new NonNullTypeRef(new NamedTypeRef("String"));
        var other = b.Definition?.Type ?? new NonNullTypeRef(new NamedTypeRef("String"));
        while (one is not NamedTypeRef || other is not NamedTypeRef)
        {
            if (one.IsNonNull != other.IsNonNull || one.Nullable.GetType() != other.Nullable.GetType())
            {
                return false;
            }

            one = one.Element ?? one.Nullable;
            other = other.Element ?? other.Nullable;
        }

        return IsComposite(one) && IsComposite(other)
            ? Pairs(MergedSet(a, b)).All(pair => SameResponseShape(pair.A, pair.B))
            : one.Name == other.Name;
    }

    private bool IsComposite(TypeRef type) => types.Type(type.Name) is { IsComposite: true };

    private List<Selected> MergedSet(Selected a, Selected b) => Fields([Below(a), Below(b)]);

    private (ImmutableArray<Selection> Selections, TypeDefinition Type) Below(Selected field) =>
        (field.Node.Selections, types.Type(field.Definition?.Type.Name) ?? field.Parent);

    private List<Selected> Fields(IEnumerable<(ImmutableArray<Selection> Selections, TypeDefinition Type)> sets)
    {
        var fields = new List<Selected>();
        foreach (var (selections, type) in sets)
        {
            foreach (var selection in selections)
            {
                fields.AddRange(selection switch
                {
                    InlineFragment inline => Fields([(inline.Selections, types.Type(inline.TypeCondition) ?? type)]),
                    FragmentSpread spread => Fields([Fragment(spread.Name)]),
                    _ => [new Selected((FieldSelection)selection, type)],
                });
            }
        }

        return fields;
    }

    private (ImmutableArray<Selection> Selections, TypeDefinition Type) Fragment(string name)
    {
        var fragment = document.Fragments.First(each => each.Name == name);
        return (fragment.Selections, types.Type(fragment.TypeCondition)!);
    }

    private static IEnumerable<(Selected A, Selected B)> Pairs(List<Selected> set) =>
        from i in Enumerable.Range(0, set.Count)
        from j in Enumerable.Range(i + 1, set.Count - i - 1)
        where set[i].Node.ResponseKey == set[j].Node.ResponseKey
        select (set[i], set[j]);
}
