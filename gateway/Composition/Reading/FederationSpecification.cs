using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// The directives of the federation and link specifications, as wide as any of their versions allows.
/// </summary>
internal static class FederationSpecification
{
    private const string Sdl = """
        directive @key(fields: Any!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
        directive @requires(fields: Any!) on FIELD_DEFINITION
        directive @provides(fields: Any!) on FIELD_DEFINITION
        directive @external(reason: String) on OBJECT | FIELD_DEFINITION
        directive @shareable repeatable on OBJECT | FIELD_DEFINITION
        directive @override(from: String!, label: String) on FIELD_DEFINITION
        directive @extends on OBJECT | INTERFACE
        directive @interfaceObject on OBJECT
        directive @composeDirective(name: String) repeatable on SCHEMA
        directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR
          | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION
        directive @tag(name: String!) repeatable on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
          | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION | SCHEMA
        directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
        directive @requiresScopes(scopes: [[Scope!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
        directive @policy(policies: [[Policy!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
        directive @context(name: String!) repeatable on INTERFACE | OBJECT | UNION
        directive @fromContext(field: Any) on ARGUMENT_DEFINITION
        directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION
          | OBJECT | SCALAR
        directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!],
          requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
        directive @link(url: Any, as: String, for: Purpose, import: Any) repeatable on SCHEMA
        directive @cacheTag(format: String!) repeatable on OBJECT | FIELD_DEFINITION
        "Has a rule of its own, which says more."
        scalar Any
        scalar Scope
        scalar Policy
        enum Purpose { SECURITY EXECUTION }
        """;

    /// <summary>The directives under their own names, and the types of what they are given.</summary>
    public static readonly TypeSystem Model = DocumentReader.ReadTypes(Sdl).Document!;

    /// <summary>
    /// The definition of a directive under the composer's own name, of whichever specification; null for another.
    /// </summary>
    public static DirectiveDefinition? Definition(string canonical)
    {
        var name = Names.Spoken(canonical)[1..];
        return Names.IsDisclosure(canonical) ? DisclosureSpecification.Model.Directives.GetValueOrDefault(name)
            : Names.IsCanonical(canonical) ? Model.Directives.GetValueOrDefault(name)
            : null;
    }
}
