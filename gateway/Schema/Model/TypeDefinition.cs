using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Aggregator.Schema;

/// <summary>The six kinds of named type.</summary>
public enum TypeKind
{
    /// <summary>A leaf with its own format.</summary>
    Scalar,

    /// <summary>An object with fields.</summary>
    Object,

    /// <summary>A set of fields that object types share.</summary>
    Interface,

    /// <summary>One of several object types.</summary>
    Union,

    /// <summary>One of several names.</summary>
    Enum,

    /// <summary>A set of input values.</summary>
    InputObject,
}

/// <summary>A directive where it is applied.</summary>
/// <param name="Name">Without the at sign, as written in that document.</param>
/// <param name="Arguments">As written.</param>
/// <param name="At">Where.</param>
public sealed record AppliedDirective(string Name, ImmutableArray<ObjectField> Arguments, Location At = default)
{
    /// <summary>The argument's value, or null when it is not written.</summary>
    /// <param name="name">The argument.</param>
    public Value? Argument(string name) => Arguments.FirstOrDefault(argument => argument.Name == name)?.Value;

    /// <summary>The argument as a string, or null when it is not written or not a string.</summary>
    /// <param name="name">The argument.</param>
    public string? Text(string name) => (Argument(name) as StringValue)?.Text;

    /// <summary>The argument as a boolean, or <paramref name="otherwise"/>.</summary>
    /// <param name="name">The argument.</param>
    /// <param name="otherwise">When it is not written.</param>
    public bool Flag(string name, bool otherwise = false) =>
        Argument(name) is BooleanValue flag ? flag.Value : otherwise;

    /// <inheritdoc/>
    public bool Equals(AppliedDirective? other) =>
        other is not null && Name == other.Name && Arguments.SequenceEqual(other.Arguments);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Arguments.Length);
}

/// <summary>A named type. One class for all kinds: members that do not apply to a kind are empty.</summary>
public sealed class TypeDefinition
{
    /// <summary>The type's name.</summary>
    public required string Name { get; init; }

    /// <summary>Which of the six kinds.</summary>
    public required TypeKind Kind { get; init; }

    /// <summary>What it is, in Markdown; null when not said.</summary>
    public string? Description { get; init; }

    /// <summary>Directives on the type and on its extensions, in order.</summary>
    public ImmutableArray<AppliedDirective> Directives { get; init; } = [];

    /// <summary>Fields of an object or interface, in order.</summary>
    public ImmutableArray<FieldDefinition> Fields { get; init; } = [];

    /// <summary>Interfaces that an object or interface implements, in order.</summary>
    public ImmutableArray<string> Interfaces { get; init; } = [];

    /// <summary>Members of a union, in order.</summary>
    public ImmutableArray<string> Members { get; init; } = [];

    /// <summary>Values of an enum, in order.</summary>
    public ImmutableArray<EnumValueDefinition> Values { get; init; } = [];

    /// <summary>Input fields of an input object, in order.</summary>
    public ImmutableArray<InputValueDefinition> InputFields { get; init; } = [];

    /// <summary>True when the document has only <c>extend</c> for it.</summary>
    public bool IsExtensionOnly { get; init; }

    /// <summary>Where it stands in its document.</summary>
    public Location At { get; init; }

    /// <summary>
    /// Where its definition and its extensions stand, in the order of the document; empty where there is only one.
    /// </summary>
    public ImmutableArray<Location> Parts { get; init; } = [];

    private FrozenDictionary<string, FieldDefinition>? _fields;

    /// <summary>True for objects, interfaces and unions: what a selection set can be on.</summary>
    public bool IsComposite => Kind is TypeKind.Object or TypeKind.Interface or TypeKind.Union;

    /// <summary>True for interfaces and unions.</summary>
    public bool IsAbstract => Kind is TypeKind.Interface or TypeKind.Union;

    /// <summary>True for scalars and enums.</summary>
    public bool IsLeaf => Kind is TypeKind.Scalar or TypeKind.Enum;

    /// <summary>The field of that name, or null.</summary>
    /// <param name="name">The field.</param>
    public FieldDefinition? Field(string name) =>
        (_fields ??= Fields.DistinctBy(field => field.Name)
            .ToFrozenDictionary(field => field.Name, StringComparer.Ordinal)).GetValueOrDefault(name);

    /// <summary>True when two places in the type are in the same definition or extension of it.</summary>
    /// <param name="one">A place.</param>
    /// <param name="other">Another.</param>
    public bool IsOnePart(Location one, Location other) => PartOf(one) == PartOf(other);

    private int PartOf(Location place) =>
        Parts.Count(start => (start.Line, start.Column).CompareTo((place.Line, place.Column)) <= 0);

    /// <summary>The first directive of that name, or null.</summary>
    /// <param name="name">Without the at sign.</param>
    public AppliedDirective? Directive(string name) => Directives.FirstOrDefault(applied => applied.Name == name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>A field of an object or interface.</summary>
public sealed class FieldDefinition
{
    /// <summary>The field's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it returns.</summary>
    public required TypeRef Type { get; init; }

    /// <summary>What it is, in Markdown; null when not said.</summary>
    public string? Description { get; init; }

    /// <summary>Its arguments, in order.</summary>
    public ImmutableArray<InputValueDefinition> Arguments { get; init; } = [];

    /// <summary>Directives on it, in order.</summary>
    public ImmutableArray<AppliedDirective> Directives { get; init; } = [];

    /// <summary>Where it stands in its document.</summary>
    public Location At { get; init; }

    /// <summary>The argument of that name, or null.</summary>
    /// <param name="name">The argument.</param>
    public InputValueDefinition? Argument(string name) => Arguments.FirstOrDefault(argument => argument.Name == name);

    /// <summary>The first directive of that name, or null.</summary>
    /// <param name="name">Without the at sign.</param>
    public AppliedDirective? Directive(string name) => Directives.FirstOrDefault(applied => applied.Name == name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>An argument or an input field.</summary>
public sealed class InputValueDefinition
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it takes.</summary>
    public required TypeRef Type { get; init; }

    /// <summary>What it is, in Markdown; null when not said.</summary>
    public string? Description { get; init; }

    /// <summary>Its default, or null when it has none (a default of null is <see cref="NullValue"/>).</summary>
    public Value? Default { get; init; }

    /// <summary>Directives on it, in order.</summary>
    public ImmutableArray<AppliedDirective> Directives { get; init; } = [];

    /// <summary>Where it stands in its document.</summary>
    public Location At { get; init; }

    /// <summary>True when it must be given: non-null and without a default.</summary>
    public bool IsRequired => Type.IsNonNull && Default is null;

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>One value of an enum.</summary>
public sealed class EnumValueDefinition
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it means, in Markdown; null when not said.</summary>
    public string? Description { get; init; }

    /// <summary>Directives on it, in order.</summary>
    public ImmutableArray<AppliedDirective> Directives { get; init; } = [];

    /// <summary>Where it stands in its document.</summary>
    public Location At { get; init; }
}

/// <summary>A directive's definition.</summary>
public sealed class DirectiveDefinition
{
    /// <summary>Its name, without the at sign.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, in Markdown; null when not said.</summary>
    public string? Description { get; init; }

    /// <summary>Its arguments, in order.</summary>
    public ImmutableArray<InputValueDefinition> Arguments { get; init; } = [];

    /// <summary>Where it may stand, in the specification's names (FIELD_DEFINITION …), in order.</summary>
    public ImmutableArray<string> Locations { get; init; } = [];

    /// <summary>True when it may stand more than once in one place.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Where it stands in its document.</summary>
    public Location At { get; init; }
}
