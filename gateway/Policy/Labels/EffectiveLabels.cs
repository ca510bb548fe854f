using System.Collections.Frozen;
using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Policy;

/// <summary>
/// What data every field of a supergraph is, worked out once: its own label, its type's, its return type's, those of
/// the interfaces around, and those of everything that flows into it, less what an approved standing decision
/// declassifies. A label is never lost by the way a field is reached.
/// </summary>
public sealed class EffectiveLabels
{
    private readonly FrozenDictionary<(string Type, string Field), FieldClasses> _fields;
    private readonly FrozenDictionary<string, TypeClasses> _types;

    private EffectiveLabels(
        FrozenDictionary<(string Type, string Field), FieldClasses> fields,
        FrozenDictionary<string, TypeClasses> types,
        ImmutableArray<Inheritance> inherited,
        ImmutableArray<UnapprovedClaim> unapproved,
        AccessDemands demands)
    {
        _fields = fields;
        _types = types;
        Inherited = inherited;
        Unapproved = unapproved;
        Demands = demands;
    }

    /// <summary>Classes that fields have only because others flow into them, for a report.</summary>
    public ImmutableArray<Inheritance> Inherited { get; }

    /// <summary>Declassifications that the policy does not list: they are not in effect.</summary>
    public ImmutableArray<UnapprovedClaim> Unapproved { get; }

    /// <summary>What the schema demands of the caller besides.</summary>
    public AccessDemands Demands { get; }

    /// <summary>Works the labels of a supergraph out under a policy.</summary>
    /// <param name="supergraph">The supergraph; without labels every field is unlabelled.</param>
    /// <param name="table">The policy.</param>
    public static EffectiveLabels Of(Supergraph supergraph, PolicyTable table)
    {
        var reading = new LabelJoiner(supergraph, table);
        return new EffectiveLabels(
            reading.Fields().ToFrozenDictionary(),
            reading.Types().ToFrozenDictionary(StringComparer.Ordinal),
            reading.Inherited,
            reading.Unapproved,
            AccessDemands.Of(supergraph));
    }

    /// <summary>What data a field is. A field that is not there is <see cref="FieldClasses.Unknown"/>.</summary>
    /// <param name="type">The object or interface type.</param>
    /// <param name="field">The field.</param>
    public FieldClasses Field(string type, string field) =>
        _fields.GetValueOrDefault((type, field)) ?? FieldClasses.Unknown;

    /// <summary>What data an object of a type is, and whose.</summary>
    /// <param name="type">The object type.</param>
    public TypeClasses Type(string type) => _types.GetValueOrDefault(type) ?? TypeClasses.Unlabelled;
}

/// <summary>What data a field is.</summary>
/// <param name="All">All its classes, its type's among them.</param>
/// <param name="Own">
/// Those that decide on the field itself: all, but for a facet only those that its type does not carry.
/// </param>
/// <param name="Passed">Of <paramref name="Own"/>, those that what it leads to does not carry: they hold for all
/// below.</param>
/// <param name="Codes">The agency codes that can answer it.</param>
/// <param name="IsFacet">
/// True for a non-null field of a labelled type, or the key that names its person: it stands or goes with its object.
/// </param>
/// <param name="Variant">The sibling that is its generalised twin, or null.</param>
/// <param name="Leads">What it leads to.</param>
public sealed record FieldClasses(
    ClassSet All,
    ClassSet Own,
    ClassSet Passed,
    ImmutableArray<string> Codes,
    bool IsFacet,
    string? Variant,
    FieldTarget Leads)
{
    /// <summary>A field nobody knows: nobody sees it.</summary>
    public static readonly FieldClasses Unknown = new(
        ClassSet.Unlabelled, ClassSet.Unlabelled, ClassSet.Unlabelled, [], false, null, FieldTarget.Leaf);

    /// <summary>
    /// Of a field by which a record or value leads to a person: the classes that decide whether it may say who it is.
    /// Where any of them is not clear the reference is withheld: a relation beside it may stand, a key never. Null for
    /// every other field.
    /// </summary>
    public ClassSet? Named { get; init; }
}

/// <summary>What a field leads to.</summary>
public enum FieldTarget
{
    /// <summary>A scalar or enum value.</summary>
    Leaf,

    /// <summary>An object that is part of the field's own value: a date with its precision, a grade with its
    /// scheme.</summary>
    ValueObject,

    /// <summary>Objects with classes, subjects or a key of their own, or a page of such.</summary>
    LabelledObject,
}

/// <summary>What data an object of a type is, and whose.</summary>
/// <param name="Classes">The classes that decide on its presence.</param>
/// <param name="Subjects">Whose data it is; empty when it is of those around it.</param>
/// <param name="Identity">
/// Of a type whose objects are persons: the classes that decide whether a reference may say who it is.
/// </param>
/// <param name="IsEntity">True when it has a key.</param>
/// <param name="NeedsLink">
/// True when it stands only for a caller with a link to somebody it is about. Whom a search finds stands without one,
/// and is in the log and counted all the same.
/// </param>
/// <param name="Codes">The agency codes that can answer for it.</param>
public sealed record TypeClasses(
    ClassSet Classes,
    ImmutableArray<LabelledSubject> Subjects,
    ClassSet Identity,
    bool IsEntity,
    bool NeedsLink,
    ImmutableArray<string> Codes)
{
    /// <summary>Who is only named: where all whom one of the paths leads to are shielded from the caller, the object is
    /// not there. Default none.</summary>
    public ImmutableArray<LabelledSubject> Named { get; init; } = [];

    /// <summary>A type without labels.</summary>
    public static readonly TypeClasses Unlabelled = new(ClassSet.Empty, [], ClassSet.Empty, false, false, []);

    /// <summary>True when an object of it is a person: its own key says whose data it is.</summary>
    public bool IsPerson => Subjects.Any(subject => subject.Path.Length == 1);
}

/// <summary>A way from an object to whose data it is.</summary>
/// <param name="Path">Field names from the object to the person's id.</param>
/// <param name="Role">In what part.</param>
public sealed record LabelledSubject(ImmutableArray<string> Path, SubjectRole Role);

/// <summary>Classes that a field inherited.</summary>
/// <param name="Coordinate">The field.</param>
/// <param name="Classes">What it inherited.</param>
public sealed record Inheritance(string Coordinate, ImmutableArray<string> Classes);

/// <summary>A declassification that the policy does not list.</summary>
/// <param name="Coordinate">The field.</param>
/// <param name="From">What it claims no longer to carry.</param>
/// <param name="StandingDecision">The standing decision it names.</param>
public sealed record UnapprovedClaim(string Coordinate, ImmutableArray<string> From, string StandingDecision);
