using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace Aggregator.Kit;

/// <summary>
/// The contract as GraphQL.NET executes it. Labels and federation directives are for composers: the executable schema
/// does without any directive and has the federation fields instead.
/// </summary>
internal static class ExecutableSdl
{
    private const string Federation = """

        scalar _Any
        type _Service { sdl: String! }
        extend type Query { _service: _Service! }
        """;

    private const string Entities = """

        union _Entity = {0}
        extend type Query { _entities(representations: [_Any!]!): [_Entity]! }
        """;

    private static readonly HashSet<string> BuiltIn = ["ID", "String", "Int", "Float", "Boolean"];

    public static string Of(string sdl)
    {
        var document = Parser.Parse(sdl);
        var entities = document.Definitions.OfType<GraphQLObjectTypeDefinition>()
            .Where(type => type.Directives?.Items.Any(directive => directive.Name.StringValue == "key") ?? false)
            .Select(type => type.Name.StringValue)
            .ToList();
        document.Definitions.RemoveAll(definition =>
            definition is GraphQLSchemaExtension or GraphQLDirectiveDefinition
            || (definition is GraphQLScalarTypeDefinition scalar && BuiltIn.Contains(scalar.Name.StringValue)));
        // Both walk in memory and complete at once.
        _ = new DirectiveRemover().VisitAsync(document, default).AsTask();
        using var writer = new StringWriter();
        _ = new SDLPrinter().PrintAsync(document, writer).AsTask();
        return writer + Federation + (entities.Count == 0
            ? ""
            : Entities.Replace("{0}", string.Join(" | ", entities), StringComparison.Ordinal));
    }

    /// <summary>True when an executable schema has entities.</summary>
    public static bool HasEntities(string executable) =>
        executable.Contains("union _Entity", StringComparison.Ordinal);

    private sealed class DirectiveRemover : ASTVisitor<DirectiveRemover.Nothing>
    {
        public override ValueTask VisitAsync(ASTNode? node, Nothing context)
        {
            if (node is IHasDirectivesNode annotated)
            {
                annotated.Directives = null;
            }

            return base.VisitAsync(node, context);
        }

        internal readonly struct Nothing : IASTVisitorContext
        {
            public CancellationToken CancellationToken => default;
        }
    }
}
