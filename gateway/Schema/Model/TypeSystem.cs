using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Aggregator.Schema;

/// <summary>A type system: named types, directives and root types. Immutable; extensions are already merged.</summary>
public sealed class TypeSystem
{
    private readonly FrozenDictionary<string, ImmutableArray<TypeDefinition>> _possible;

    /// <summary>Makes a type system.</summary>
    /// <param name="types">All named types, in the order of the document.</param>
    /// <param name="directives">All directive definitions, in order.</param>
    /// <param name="query">The query root's name.</param>
    /// <param name="mutation">The mutation root's name, or null.</param>
    /// <param name="subscription">The subscription root's name, or null.</param>
    /// <param name="schemaDirectives">Directives on the schema itself, with those of its extensions.</param>
    /// <param name="description">What the schema is; null when not said.</param>
    public TypeSystem(
        ImmutableArray<TypeDefinition> types,
        ImmutableArray<DirectiveDefinition> directives,
        string? query,
        string? mutation,
        string? subscription,
        ImmutableArray<AppliedDirective> schemaDirectives,
        string? description)
    {
        Ordered = types;
        Types = types.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);
        OrderedDirectives = directives;
        Directives = directives.ToFrozenDictionary(directive => directive.Name, StringComparer.Ordinal);
        QueryName = query;
        MutationName = mutation;
        SubscriptionName = subscription;
        SchemaDirectives = schemaDirectives;
        Description = description;
        _possible = types.Where(type => type.IsAbstract)
            .ToFrozenDictionary(type => type.Name, FindPossible, StringComparer.Ordinal);
    }

    /// <summary>All types in the order of the document.</summary>
    public ImmutableArray<TypeDefinition> Ordered { get; }

    /// <summary>All types by name.</summary>
    public FrozenDictionary<string, TypeDefinition> Types { get; }

    /// <summary>All directive definitions in the order of the document.</summary>
    public ImmutableArray<DirectiveDefinition> OrderedDirectives { get; }

    /// <summary>All directive definitions by name.</summary>
    public FrozenDictionary<string, DirectiveDefinition> Directives { get; }

    /// <summary>The query root's name, or null when the document has none (a subgraph may not).</summary>
    public string? QueryName { get; }

    /// <summary>The mutation root's name, or null.</summary>
    public string? MutationName { get; }

    /// <summary>The subscription root's name, or null.</summary>
    public string? SubscriptionName { get; }

    /// <summary>Directives on the schema, with those of its extensions.</summary>
    public ImmutableArray<AppliedDirective> SchemaDirectives { get; }

    /// <summary>What the schema is; null when not said.</summary>
    public string? Description { get; }

    /// <summary>
    /// What the document says twice or against itself (a second definition, an extension of another kind). The model
    /// holds the first of each.
    /// </summary>
    public ImmutableArray<SyntaxFault> Contradictions { get; init; } = [];

    /// <summary>The type of that name, or null.</summary>
    /// <param name="name">The type.</param>
    public TypeDefinition? Type(string? name) => name is null ? null : Types.GetValueOrDefault(name);

    /// <summary>
    /// The object types that a value of <paramref name="type"/> can have at run time, in the order of the document:
    /// itself for an object, implementers for an interface, members for a union, none otherwise.
    /// </summary>
    /// <param name="type">A type of this system.</param>
    public ImmutableArray<TypeDefinition> PossibleTypes(TypeDefinition type) =>
        type.Kind == TypeKind.Object ? [type] : _possible.GetValueOrDefault(type.Name, []);

    /// <summary>
    /// True when a value of object type <paramref name="concrete"/> is a <paramref name="abstraction"/>.
    /// </summary>
    /// <param name="abstraction">Any composite type.</param>
    /// <param name="concrete">An object type's name.</param>
    public bool IsPossible(TypeDefinition abstraction, string concrete) =>
        abstraction.Name == concrete || PossibleTypes(abstraction).Any(type => type.Name == concrete);

    private ImmutableArray<TypeDefinition> FindPossible(TypeDefinition type) => type.Kind == TypeKind.Union
        ? [.. type.Members.Select(Type).OfType<TypeDefinition>()]
        : [.. Ordered.Where(other => other.Kind == TypeKind.Object && other.Interfaces.Contains(type.Name))];
}
