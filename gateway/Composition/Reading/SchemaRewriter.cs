using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Copies a type system, with other names for directives and types.</summary>
/// <param name="directive">The new name of a directive, or null where it is left out.</param>
/// <param name="type">The new name of a type.</param>
/// <param name="keepField">Whether a field of a type stays.</param>
internal sealed class SchemaRewriter(
    Func<string, string?> directive,
    Func<string, string> type,
    Func<TypeDefinition, FieldDefinition, bool> keepField)
{
    public TypeDefinition Rewrite(TypeDefinition old) => new()
    {
        Name = type(old.Name),
        Kind = old.Kind,
        Description = old.Description,
        Directives = Rewrite(old.Directives),
        Fields = [.. old.Fields.Where(field => keepField(old, field)).Select(Rewrite)],
        Interfaces = [.. old.Interfaces.Select(type)],
        Members = [.. old.Members.Select(type)],
        Values = [.. old.Values.Select(Rewrite)],
        InputFields = [.. old.InputFields.Select(Rewrite)],
        IsExtensionOnly = old.IsExtensionOnly,
        At = old.At,
        Parts = old.Parts,
    };

    public ImmutableArray<AppliedDirective> Rewrite(ImmutableArray<AppliedDirective> applied) =>
    [
        .. applied
            .Select(each => (Applied: each, Name: directive(each.Name)))
            .Where(each => each.Name is not null)
            .Select(each => each.Applied with { Name = each.Name! }),
    ];

    private FieldDefinition Rewrite(FieldDefinition old) => new()
    {
        Name = old.Name,
        Type = Rewrite(old.Type),
        Description = old.Description,
        Arguments = [.. old.Arguments.Select(Rewrite)],
        Directives = Rewrite(old.Directives),
        At = old.At,
    };

    public InputValueDefinition Rewrite(InputValueDefinition old) => new()
    {
        Name = old.Name,
        Type = Rewrite(old.Type),
        Description = old.Description,
        Default = old.Default,
        Directives = Rewrite(old.Directives),
        At = old.At,
    };

    public DirectiveDefinition Rewrite(DirectiveDefinition old) => new()
    {
        Name = old.Name,
        Description = old.Description,
        Arguments = [.. old.Arguments.Select(Rewrite)],
        Locations = old.Locations,
        IsRepeatable = old.IsRepeatable,
        At = old.At,
    };

    private EnumValueDefinition Rewrite(EnumValueDefinition old) => new()
    {
        Name = old.Name,
        Description = old.Description,
        Directives = Rewrite(old.Directives),
        At = old.At,
    };

    public TypeRef Rewrite(TypeRef old) => old switch
    {
        NonNullTypeRef nonNull => new NonNullTypeRef(Rewrite(nonNull.Of)),
        ListTypeRef list => new ListTypeRef(Rewrite(list.Of)),
        _ => new NamedTypeRef(type(old.Name)),
    };
}
