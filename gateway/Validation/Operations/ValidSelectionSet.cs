using System.Collections.Concurrent;
using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>A field or a typed fragment of a <see cref="ValidSelectionSet"/>.</summary>
public abstract class ValidSelection
{
    private protected ValidSelection()
    {
    }
}

/// <summary>A field, merged from every place that selects its response key on this type.</summary>
public sealed class ValidField : ValidSelection
{
    internal ValidField()
    {
    }

    /// <summary>The key in the answer: the alias, or else the name.</summary>
    public required string ResponseKey { get; init; }

    /// <summary>The field's name.</summary>
    public required string Name { get; init; }

    /// <summary>The type it is selected on: the <see cref="ValidSelectionSet.Type"/> around it.</summary>
    public required TypeDefinition ParentType { get; init; }

    /// <summary>
    /// Its definition on <see cref="ParentType"/>. For <c>__typename</c> a synthetic one of type <c>String!</c>:
    /// see <see cref="IsTypeName"/>.
    /// </summary>
    public required FieldDefinition Definition { get; init; }

    /// <summary>The named type it returns, without lists and exclamation marks.</summary>
    public required TypeDefinition ReturnType { get; init; }

    /// <summary>As written, in order, with variables in place; defaults of arguments are not filled in.</summary>
    public required ImmutableArray<ObjectField> Arguments { get; init; }

    /// <summary>When it is selected, relative to the field around it.</summary>
    public required SelectionCondition Condition { get; init; }

    /// <summary>
    /// What is selected on it; null for a leaf. It can be empty when every part is excluded by a literal
    /// <c>@skip</c> or <c>@include</c>, or by types that exclude each other: then the answer is <c>{}</c>.
    /// </summary>
    public required ValidSelectionSet? Children { get; init; }

    /// <summary>Every place where it is written, in order.</summary>
    public required ImmutableArray<Location> Locations { get; init; }

    /// <summary>True for <c>__typename</c>.</summary>
    public bool IsTypeName => Name == "__typename";

    /// <summary>For people: alias, name and type.</summary>
    public override string ToString() =>
        (ResponseKey == Name ? Name : ResponseKey + ": " + Name) + " on " + ParentType.Name;
}

/// <summary>
/// Selections that hold only for some run-time types of the type around. Conditions on the fragment itself are
/// already moved to its fields.
/// </summary>
public sealed class ValidFragment : ValidSelection
{
    internal ValidFragment()
    {
    }

    /// <summary>
    /// Object, interface or union that the value has to be; never one that every value of the selection set directly
    /// around it is anyway.
    /// </summary>
    public required TypeDefinition TypeCondition { get; init; }

    /// <summary>What is selected then; never empty.</summary>
    public required ValidSelectionSet Children { get; init; }

    /// <summary>For people.</summary>
    public override string ToString() => "... on " + TypeCondition.Name;
}

/// <summary>
/// A selection set with named and pointless fragments dissolved. Invariant: the response keys of its own fields are
/// unique, and two fragments beside each other have different type conditions. A key may stand both among the fields
/// and inside a fragment: <see cref="ForObject"/> merges them for one run-time type.
/// </summary>
public sealed class ValidSelectionSet
{
    private readonly Func<TypeDefinition, ValidSelectionSet> _narrow;
    private readonly ConcurrentDictionary<string, ValidSelectionSet> _narrowed = new(StringComparer.Ordinal);

    internal ValidSelectionSet(
        TypeDefinition type,
        ImmutableArray<ValidSelection> selections,
        Func<TypeDefinition, ValidSelectionSet> narrow)
    {
        Type = type;
        Selections = selections;
        _narrow = narrow;
    }

    /// <summary>The composite type it is on.</summary>
    public TypeDefinition Type { get; }

    /// <summary>
    /// Fields and typed fragments in the order of the document. A field stands where it is written first, even when a
    /// variable excludes it there and it is selected by a later occurrence.
    /// </summary>
    public ImmutableArray<ValidSelection> Selections { get; }

    /// <summary>Its own fields, without those inside fragments.</summary>
    public IEnumerable<ValidField> Fields => Selections.OfType<ValidField>();

    /// <summary>Its typed fragments.</summary>
    public IEnumerable<ValidFragment> Fragments => Selections.OfType<ValidFragment>();

    /// <summary>True when nothing is left to select.</summary>
    public bool IsEmpty => Selections.IsEmpty;

    /// <summary>
    /// What is selected when the value is an <paramref name="objectType"/> (the specification's CollectFields): only
    /// fields, with unique response keys, in the order of the answer, defined on that object type.
    /// The result is kept, so asking again costs nothing.
    /// </summary>
    /// <param name="objectType">An object type that values of <see cref="Type"/> can have.</param>
    public ValidSelectionSet ForObject(TypeDefinition objectType)
    {
        ArgumentNullException.ThrowIfNull(objectType);
        return objectType.Name == Type.Name
            ? this
            : _narrowed.GetOrAdd(
                objectType.Name, static (_, at) => at.Set._narrow(at.Type), (Set: this, Type: objectType));
    }

    internal ValidSelectionSet Without(Func<ValidField, bool> isLeftOut) =>
        new(Type, [.. Selections.Where(selection => selection is not ValidField field || !isLeftOut(field))], _narrow);
}
