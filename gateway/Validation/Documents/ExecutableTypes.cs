using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>
/// A schema as operations see it: with the types of introspection, the built-in scalars and directives, and the
/// meta-fields, whether its document defines them or not.
/// </summary>
internal sealed class ExecutableTypes
{
    private static readonly ConditionalWeakTable<TypeSystem, ExecutableTypes> Known = [];

    private static readonly NamedTypeRef StringType = new("String");

    public static readonly FieldDefinition TypeNameField = new()
    {
        Name = "__typename",
        Type = new NonNullTypeRef(StringType),
        Description = "The name of the current Object type at runtime.",
    };

    private static readonly FieldDefinition SchemaField = new()
    {
        Name = "__schema",
        Type = new NonNullTypeRef(new NamedTypeRef("__Schema")),
        Description = "Access the current type schema of this server.",
    };

    private static readonly FieldDefinition TypeField = new()
    {
        Name = "__type",
        Type = new NamedTypeRef("__Type"),
        Description = "Request the type information of a single type.",
        Arguments = [new InputValueDefinition { Name = "name", Type = new NonNullTypeRef(StringType) }],
    };

    private readonly FrozenDictionary<string, FrozenSet<string>> _possible;

    private ExecutableTypes(TypeSystem api)
    {
        var builtIn = BuiltIns.Types;
        Api = api;
        All = new TypeSystem(
            [.. api.Ordered, .. builtIn.Ordered.Where(type => api.Type(type.Name) is null)],
            [
                .. api.OrderedDirectives,
                .. builtIn.OrderedDirectives.Where(each => !api.Directives.ContainsKey(each.Name)),
            ],
            api.QueryName,
            api.MutationName,
            api.SubscriptionName,
            api.SchemaDirectives,
            api.Description);
        _possible = All.Ordered.Where(type => type.IsAbstract).ToFrozenDictionary(
            type => type.Name,
            type => All.PossibleTypes(type).Select(possible => possible.Name).ToFrozenSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    public TypeSystem Api { get; }

    /// <summary>The schema's own types first, in order, then what it lacks.</summary>
    public TypeSystem All { get; }

    public static ExecutableTypes Of(TypeSystem api) => Known.GetValue(api, static types => new ExecutableTypes(types));

    public TypeDefinition? Type(string? name) => All.Type(name);

    public TypeDefinition? Type(TypeRef? type) => All.Type(type?.Name);

    public TypeDefinition? Root(OperationKind kind) => All.Type(kind switch
    {
        OperationKind.Mutation => All.MutationName,
        OperationKind.Subscription => All.SubscriptionName,
        _ => All.QueryName,
    });

    /// <summary>The field that a selection on <paramref name="parent"/> means, meta-fields included.</summary>
    public FieldDefinition? Field(TypeDefinition? parent, string name) => parent switch
    {
        null or { IsComposite: false } => null,
        _ when name == TypeNameField.Name => TypeNameField,
        _ when parent.Name == All.QueryName && name == SchemaField.Name => SchemaField,
        _ when parent.Name == All.QueryName && name == TypeField.Name => TypeField,
        _ => parent.Field(name),
    };

    /// <summary>True when both can be the type of one value.</summary>
    public bool Overlap(TypeDefinition one, TypeDefinition other)
    {
        if (one.Name == other.Name)
        {
            return true;
        }

        if (!one.IsAbstract)
        {
            return other.IsAbstract && _possible[other.Name].Contains(one.Name);
        }

        return other.IsAbstract
            ? _possible[one.Name].Overlaps(_possible[other.Name])
            : _possible[one.Name].Contains(other.Name);
    }

    /// <summary>True when every <paramref name="specific"/> is by definition a <paramref name="general"/>.</summary>
    public static bool Covers(TypeDefinition general, TypeDefinition specific) =>
        general.Name == specific.Name
        || (general.Kind == TypeKind.Interface && specific.Interfaces.Contains(general.Name))
        || (general.Kind == TypeKind.Union && general.Members.Contains(specific.Name));

    public bool IsInput(TypeRef type) =>
        Type(type) is { Kind: TypeKind.Scalar or TypeKind.Enum or TypeKind.InputObject };

    public static bool IsOneOf(TypeDefinition type) =>
        type.Kind == TypeKind.InputObject && type.Directive("oneOf") is not null;
}
