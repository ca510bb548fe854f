using System.Text;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>
/// The types of introspection, the built-in scalars and the built-in directives (September 2025 specification, sections
/// 3.5, 3.13 and 4), in the words of graphql-js.
/// </summary>
internal static class BuiltIns
{
    private const string Resource = "builtin.graphql";

    /// <summary>All of them, in the order in which graphql-js lists them.</summary>
    public static TypeSystem Types { get; } = Read();

    public static bool IsScalar(string name) => name is "Int" or "Float" or "String" or "Boolean" or "ID";

    private static TypeSystem Read()
    {
        using var stream = typeof(BuiltIns).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"the assembly lacks {Resource}");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var read = DocumentReader.ReadTypes(reader.ReadToEnd());
        var types = read.Document ?? throw new InvalidOperationException($"{Resource} at {read.Fault}");
        return new TypeSystem(types.Ordered, [.. types.OrderedDirectives.Select(Extended)], null, null, null, [], null);
    }

    // graphql-js 16 lets directives be deprecated as the draft after September 2025 does; the parser has no such place.
    private static DirectiveDefinition Extended(DirectiveDefinition directive) => directive.Name != "deprecated"
        ? directive
        : new DirectiveDefinition
        {
            Name = directive.Name,
            Description = directive.Description,
            Arguments = directive.Arguments,
            Locations = [.. directive.Locations, "DIRECTIVE_DEFINITION"],
        };
}
