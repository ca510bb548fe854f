using System.Collections.Immutable;
using GraphQLParser.AST;

namespace Aggregator.Schema;

/// <summary>Converts the parser's type system documents and merges extensions into what they extend.</summary>
/// <param name="lines">The document's line index.</param>
internal sealed class TypeSystemReader(LineIndex lines)
{
    private readonly ValueReader _values = new(lines);

    public TypeSystem Read(GraphQLDocument document)
    {
        var definitions = document.Definitions;
        ImmutableArray<TypeDefinition> parts =
            [.. definitions.Where(IsType).Select(Type)];
        ImmutableArray<TypeDefinition> ordered = [.. parts
            .GroupBy(type => type.Name)
            .Select(same => same.Count() == 1 ? same.First() : Merge([.. same]))];
        ImmutableArray<DirectiveDefinition> directives =
            [.. definitions.OfType<GraphQLDirectiveDefinition>().Select(Directive)];
        var schema = definitions.OfType<GraphQLSchemaDefinition>().FirstOrDefault();
        var extensions = definitions.OfType<GraphQLSchemaExtension>().ToList();
        var roots = (schema?.OperationTypes ?? [])
            .Concat(extensions.SelectMany(extension => extension.OperationTypes ?? []))
            .GroupBy(root => root.Operation)
            .ToDictionary(group => group.Key, group => group.First().Type!.Name.StringValue);
        return new TypeSystem(
            ordered,
            [.. directives.DistinctBy(directive => directive.Name)],
            Root(OperationType.Query, "Query"),
            Root(OperationType.Mutation, "Mutation"),
            Root(OperationType.Subscription, "Subscription"),
            [.. _values.Read(schema?.Directives), .. extensions.SelectMany(each => _values.Read(each.Directives))],
            schema?.Description?.Value.ToString())
        {
            Contradictions = [.. ContradictionFinder.Find(parts, directives), .. Executable(definitions)],
        };

        // Without a schema definition the usual names are the roots; with one, only what it names.
        string? Root(OperationType kind, string usual) => roots.TryGetValue(kind, out var named) ? named
            : schema is null && ordered.Any(type => type.Name == usual && type.Kind == TypeKind.Object) ? usual
            : null;
    }

    private IEnumerable<SyntaxFault> Executable(IEnumerable<ASTNode> definitions) => definitions
        .Where(node => node is GraphQLOperationDefinition or GraphQLFragmentDefinition)
        .Select(node => new SyntaxFault(
            "a schema holds no operation or fragment", lines.At(node)));

    // The parser counts directives among the type definitions.
    private static bool IsType(ASTNode node) =>
        node is GraphQLTypeExtension or GraphQLTypeDefinition and not GraphQLDirectiveDefinition;

    private TypeDefinition Type(ASTNode node)
    {
        var (name, description) = Heading(node);
        return new TypeDefinition
        {
            Name = name,
            Kind = KindOf(node),
            Description = description,
            Directives = _values.Read((node as IHasDirectivesNode)?.Directives),
            Fields = [.. ((node as IHasFieldsDefinitionNode)?.Fields?.Items ?? []).Select(Field)],
            Interfaces = [.. Interfaces(node)],
            Members = [.. Members(node)],
            Values = [.. EnumValues(node).Select(EnumValue)],
            InputFields = [.. InputFields(node).Select(_values.Read)],
            IsExtensionOnly = node is GraphQLTypeExtension,
            At = lines.At(node),
        };
    }

    private static (string Name, string? Description) Heading(ASTNode node) => node switch
    {
        GraphQLTypeDefinition type => (type.Name.StringValue, type.Description?.Value.ToString()),
        GraphQLTypeExtension extension => (extension.Name.StringValue, null),
        _ => throw new InvalidOperationException($"a type of kind {node.Kind}"),
    };

    private static TypeKind KindOf(ASTNode node) => node switch
    {
        GraphQLObjectTypeDefinition or GraphQLObjectTypeExtension => TypeKind.Object,
        GraphQLInterfaceTypeDefinition or GraphQLInterfaceTypeExtension => TypeKind.Interface,
        GraphQLUnionTypeDefinition or GraphQLUnionTypeExtension => TypeKind.Union,
        GraphQLEnumTypeDefinition or GraphQLEnumTypeExtension => TypeKind.Enum,
        GraphQLInputObjectTypeDefinition or GraphQLInputObjectTypeExtension => TypeKind.InputObject,
        _ => TypeKind.Scalar,
    };

    private static IEnumerable<string> Interfaces(ASTNode node) =>
        ((node as IHasInterfacesNode)?.Interfaces?.Items ?? []).Select(item => item.Name.StringValue);

    private static IEnumerable<string> Members(ASTNode node) => (node switch
    {
        GraphQLUnionTypeDefinition union => union.Types?.Items,
        GraphQLUnionTypeExtension union => union.Types?.Items,
        _ => null,
    } ?? []).Select(item => item.Name.StringValue);

    private static IEnumerable<GraphQLEnumValueDefinition> EnumValues(ASTNode node) => node switch
    {
        GraphQLEnumTypeDefinition definition => definition.Values?.Items,
        GraphQLEnumTypeExtension extension => extension.Values?.Items,
        _ => null,
    } ?? [];

    private static IEnumerable<GraphQLInputValueDefinition> InputFields(ASTNode node) => node switch
    {
        GraphQLInputObjectTypeDefinition definition => definition.Fields?.Items,
        GraphQLInputObjectTypeExtension extension => extension.Fields?.Items,
        _ => null,
    } ?? [];

    private EnumValueDefinition EnumValue(GraphQLEnumValueDefinition value) => new()
    {
        Name = value.Name.StringValue,
        Description = value.Description?.Value.ToString(),
        Directives = _values.Read(value.Directives),
        At = lines.At(value),
    };

    private FieldDefinition Field(GraphQLFieldDefinition field) => new()
    {
        Name = field.Name.StringValue,
        Type = ValueReader.Read(field.Type),
        Description = field.Description?.Value.ToString(),
        Arguments = [.. (field.Arguments?.Items ?? []).Select(_values.Read)],
        Directives = _values.Read(field.Directives),
        At = lines.At(field),
    };

    private DirectiveDefinition Directive(GraphQLDirectiveDefinition directive) => new()
    {
        Name = directive.Name.StringValue,
        Description = directive.Description?.Value.ToString(),
        Arguments = [.. (directive.Arguments?.Items ?? []).Select(_values.Read)],
        Locations = [.. directive.Locations.Items.Select(DirectiveLocations.NameOf)],
        IsRepeatable = directive.Repeatable,
        At = lines.At(directive),
    };

    private static TypeDefinition Merge(IReadOnlyList<TypeDefinition> parts)
    {
        var definition = parts.FirstOrDefault(part => !part.IsExtensionOnly) ?? parts[0];
        return new TypeDefinition
        {
            Name = definition.Name,
            Kind = definition.Kind,
            Description = definition.Description,
            Directives = [.. parts.SelectMany(part => part.Directives)],
            Fields = [.. parts.SelectMany(part => part.Fields).DistinctBy(field => field.Name)],
            Interfaces = [.. parts.SelectMany(part => part.Interfaces).Distinct()],
            Members = [.. parts.SelectMany(part => part.Members).Distinct()],
            Values = [.. parts.SelectMany(part => part.Values).DistinctBy(value => value.Name)],
            InputFields = [.. parts.SelectMany(part => part.InputFields).DistinctBy(field => field.Name)],
            IsExtensionOnly = parts.All(part => part.IsExtensionOnly),
            At = definition.At,
            Parts = [.. parts.Select(part => part.At)],
        };
    }
}

/// <summary>The specification's names of directive locations.</summary>
internal static class DirectiveLocations
{
    // FieldDefinition → FIELD_DEFINITION
    public static string NameOf(DirectiveLocation location) => string.Concat(location.ToString()
        .Select((letter, i) =>
            i > 0 && char.IsUpper(letter) ? "_" + letter : char.ToUpperInvariant(letter).ToString()));
}
