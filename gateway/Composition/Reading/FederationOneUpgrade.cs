using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// Makes a federation 1 schema say what federation 2 needs said: interfaces carry neither @key nor @external, and
/// external fields that nothing uses are gone. Sharing needs no directive there: see <see cref="SubgraphFacts"/>.
/// </summary>
internal static class FederationOneUpgrade
{
    public static Subgraph Upgrade(Subgraph old, HashSet<AppliedDirective> labels)
    {
        var withoutInterfaces = With(old, labels, [.. old.Schema.Ordered.Select(WithoutInterfaceDirectives)]);
        var facts = withoutInterfaces.Facts;
        var types = withoutInterfaces.Schema.Ordered
            .Select(type => type.Kind != TypeKind.Object ? type : Copy(
                type, type.Directives, type.Fields.RemoveAll(field => facts.IsUnusedExternal(type, field))))
            .Where(type => type.Kind != TypeKind.Object || !type.Fields.IsEmpty);
        return With(old, labels, [.. types]);
    }

    private static TypeDefinition WithoutInterfaceDirectives(TypeDefinition type) => type.Kind != TypeKind.Interface
        ? type
        : Copy(
            type,
            type.Directives.RemoveAll(applied => applied.Name == Names.Key),
            [.. type.Fields.Select(field => new FieldDefinition
            {
                Name = field.Name,
                Type = field.Type,
                Description = field.Description,
                Arguments = field.Arguments,
                Directives = field.Directives.RemoveAll(applied =>
                    applied.Name is Names.External or Names.Requires or Names.Provides),
                At = field.At,
            })]);

    private static TypeDefinition Copy(
        TypeDefinition type,
        ImmutableArray<AppliedDirective> directives,
        ImmutableArray<FieldDefinition> fields) => new()
        {
            Name = type.Name,
            Kind = type.Kind,
            Description = type.Description,
            Directives = directives,
            Fields = fields,
            Interfaces = type.Interfaces,
            IsExtensionOnly = type.IsExtensionOnly,
            At = type.At,
        };

    private static Subgraph With(Subgraph old, HashSet<AppliedDirective> labels, ImmutableArray<TypeDefinition> types)
    {
        var schema = new TypeSystem(
            types,
            old.Schema.OrderedDirectives,
            Root("Query"),
            Root("Mutation"),
            Root("Subscription"),
            old.Schema.SchemaDirectives,
            old.Schema.Description);
        return new Subgraph(old.Source, schema, old.Links, labels);

        string? Root(string usual) => types.Any(type => type.Name == usual) ? usual : null;
    }
}
