using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>A key of a type in one subgraph.</summary>
/// <param name="Fields">The field set.</param>
/// <param name="IsResolvable">Whether entities can be asked for by it there.</param>
/// <param name="Applied">The application.</param>
internal sealed record EntityKey(FieldSet Fields, bool IsResolvable, AppliedDirective Applied);

/// <summary>What a subgraph's directives say about its fields.</summary>
internal sealed class SubgraphFacts
{
    private readonly Subgraph _subgraph;
    private readonly HashSet<(string Type, string Field)> _keyFields = [];
    private readonly HashSet<(string Type, string Field)> _used = [];
    private readonly HashSet<(string Type, string Field)> _notReallyExternal = [];
    private readonly HashSet<(string Type, string Field)> _provided = [];

    public SubgraphFacts(Subgraph subgraph)
    {
        _subgraph = subgraph;
        foreach (var type in subgraph.WithFields)
        {
            CollectKeys(type);
            foreach (var field in type.Fields)
            {
                Collect(type, field);
                foreach (var argument in field.Arguments)
                {
                    CollectContext(argument);
                }
            }
        }

        CollectInterfaceUse();
    }

    private TypeSystem Schema => _subgraph.Schema;

    /// <summary>The keys of a type here, in the order written; those that cannot be read are left out.</summary>
    public static ImmutableArray<EntityKey> Keys(TypeDefinition type) => [.. type.Directives
        .Where(applied => applied.Name == Names.Key)
        .Select(applied => new EntityKey(FieldSet.Read(applied), applied.Flag("resolvable", otherwise: true), applied))
        .Where(key => key.Fields.Fault is null)];

    /// <summary>True when the subgraph names the field but does not resolve it.</summary>
    public bool IsExternal(TypeDefinition type, FieldDefinition field) =>
        HasExternal(type, field)
        && !(field.Directive(Names.External) is not null && _notReallyExternal.Contains((type.Name, field.Name)));

    /// <summary>True when an external field serves no key, requirement, provision or interface.</summary>
    public bool IsUnusedExternal(TypeDefinition type, FieldDefinition field) =>
        HasExternal(type, field) && !_used.Contains((type.Name, field.Name));

    /// <summary>True when an external field is resolved in some places nonetheless.</summary>
    public bool IsProvided(TypeDefinition type, FieldDefinition field) => _provided.Contains((type.Name, field.Name));

    /// <summary>True when the field is part of a key, of this type or of one that reaches here.</summary>
    public bool IsKeyField(TypeDefinition type, FieldDefinition field) => _keyFields.Contains((type.Name, field.Name));

    /// <summary>True when a key, requirement, provision or interface here needs the field to be selectable.</summary>
    public bool IsUsed(TypeDefinition type, FieldDefinition field) => _used.Contains((type.Name, field.Name));

    /// <summary>True when other subgraphs may resolve the field as well.</summary>
    public bool IsShareable(TypeDefinition type, FieldDefinition field) =>
        field.Directive(Names.Shareable) is not null
        || type.Directives.Any(applied => applied.Name == Names.Shareable && type.IsOnePart(applied.At, field.At))
        || IsKeyField(type, field)
        || (!_subgraph.IsFederation2 && type.Name != "Subscription");

    /// <summary>True for an object type that stands for all implementations of an interface.</summary>
    public static bool IsInterfaceObject(TypeDefinition type) => type.Directive(Names.InterfaceObject) is not null;

    /// <summary>True when the type is written as an extension of another subgraph's.</summary>
    public static bool IsExtension(TypeDefinition type) =>
        type.IsExtensionOnly || type.Directive(Names.Extends) is not null;

    /// <summary>True for a key that stands on an extension of a type that is defined here as well.</summary>
    public static bool IsOfExtension(TypeDefinition type, EntityKey key) => !type.IsOnePart(key.Applied.At, type.At);

    /// <summary>True when the supergraph should say so: federation 1 extends every entity it does not own.</summary>
    public static bool IsWrittenAsExtension(Subgraph subgraph, TypeDefinition type) =>
        type.Directive(Names.Extends) is not null || (subgraph.IsFederation2 && type.IsExtensionOnly);

    // Federation 1 has no @external on types.
    private bool HasExternal(TypeDefinition type, FieldDefinition field) =>
        field.Directive(Names.External) is not null
        || (_subgraph.IsFederation2 && type.Directive(Names.External) is not null);

    private void CollectKeys(TypeDefinition type)
    {
        foreach (var key in Keys(type))
        {
            var isExtension = IsExtension(type) || IsOfExtension(type, key);
            Walk(type, key.Fields, (parent, field) =>
            {
                _ = _keyFields.Add((parent.Name, field.Name));
                if (isExtension)
                {
                    _ = _notReallyExternal.Add((parent.Name, field.Name));
                }
            });
        }
    }

    private void Collect(TypeDefinition type, FieldDefinition field)
    {
        if (field.Directive(Names.Requires) is { } requires)
        {
            Walk(type, FieldSet.Read(requires), (_, _) => { });
        }

        if (field.Directive(Names.Provides) is { } provides && Schema.Type(field.Type.Name) is { } returned)
        {
            Walk(returned, FieldSet.Read(provides), (parent, given) => _ = _provided.Add((parent.Name, given.Name)));
        }
    }

    private void CollectContext(InputValueDefinition argument)
    {
        if (ContextArguments.IsContextual(argument) && ContextArguments.Read(argument) is { } read)
        {
            foreach (var type in Schema.Ordered.Where(type => type.Directives.Any(applied =>
                applied.Name == Names.Context && applied.Text("name") == read.Context)))
            {
                Walk(type, FieldSet.Parse(read.Selection), (_, _) => { });
            }
        }
    }

    // A field selected on an interface is needed of every implementation.
    private void Walk(TypeDefinition type, FieldSet fields, Action<TypeDefinition, FieldDefinition> visit)
    {
        new FieldSetWalk(Schema, (parent, field, _) =>
        {
            Mark(parent, field);
            foreach (var concrete in parent.Kind == TypeKind.Interface ? Schema.PossibleTypes(parent) : [])
            {
                if (concrete.Field(field.Name) is { } own)
                {
                    Mark(concrete, own);
                }
            }
        }).Over(type, fields.Selections);

        void Mark(TypeDefinition on, FieldDefinition marked)
        {
            _ = _used.Add((on.Name, marked.Name));
            visit(on, marked);
        }
    }

    private void CollectInterfaceUse()
    {
        foreach (var type in _subgraph.WithFields)
        {
            var demanded = type.Interfaces
                .Select(Schema.Type)
                .OfType<TypeDefinition>()
                .SelectMany(each => each.Fields)
                .Select(field => field.Name);
            foreach (var name in demanded)
            {
                _ = _used.Add((type.Name, name));
            }
        }
    }
}
