using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>A specification as a supergraph links it.</summary>
/// <param name="Url">With its version.</param>
/// <param name="Purpose">SECURITY, EXECUTION or null.</param>
/// <param name="Directives">The composer's name of each of its directives, and the name in the supergraph.</param>
/// <param name="Sdl">Its definitions; empty when it needs none.</param>
internal sealed record LinkedSpecification(
    string Url, string? Purpose, ImmutableArray<(string Canonical, string Name)> Directives, string Sdl)
{
    /// <summary>Names that the link imports, with their at sign.</summary>
    public ImmutableArray<string> Imports { get; init; } = [];

    private TypeSystem? _definitions;

    public TypeSystem Definitions => _definitions ??= Sdl.Length == 0
        ? new TypeSystem([], [], null, null, null, [], null)
        : DocumentReader.ReadTypes(Sdl).Document!;
}

/// <summary>The specifications of which a supergraph may be made, in the order in which it links them.</summary>
internal static class SpecificationSdl
{
    private const string Everywhere =
        "FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE "
        + "| INPUT_OBJECT | INPUT_FIELD_DEFINITION";

    private const string Protected = "FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM";

    /// <summary>Always linked.</summary>
    public static readonly LinkedSpecification Link = new("https://specs.apollo.dev/link/v1.0", null, [], """
        directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
        scalar link__Import
        enum link__Purpose {
          "`SECURITY` features provide metadata necessary to securely resolve fields."
          SECURITY
          "`EXECUTION` features provide metadata necessary for operation execution."
          EXECUTION
        }
        """);

    /// <summary>Always linked.</summary>
    public static readonly LinkedSpecification Join = new("https://specs.apollo.dev/join/v0.5", "EXECUTION", [], """
        directive @join__directive(graphs: [join__Graph!], name: String!, args: join__DirectiveArguments)
          repeatable on SCHEMA | OBJECT | INTERFACE | FIELD_DEFINITION
        directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE
        directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String,
          external: Boolean, override: String, usedOverridden: Boolean, overrideLabel: String,
          contextArguments: [join__ContextArgument!]) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
        directive @join__graph(name: String!, url: String!) on ENUM_VALUE
        directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
        directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false,
          resolvable: Boolean! = true, isInterfaceObject: Boolean! = false)
          repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
        directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION
        input join__ContextArgument { name: String! type: String! context: String! selection: join__FieldValue! }
        scalar join__DirectiveArguments
        scalar join__FieldSet
        scalar join__FieldValue
        """);

    /// <summary>Linked when one of their directives is used.</summary>
    public static readonly ImmutableArray<LinkedSpecification> Optional =
    [
        new(
            "https://specs.apollo.dev/tag/v0.3", null, [(Names.Tag, "tag")],
            $"directive @tag(name: String!) repeatable on {Everywhere} | SCHEMA"),
        new(
            "https://specs.apollo.dev/inaccessible/v0.2", "SECURITY", [(Names.Inaccessible, "inaccessible")],
            $"directive @inaccessible on {Everywhere}"),
        new(
            "https://specs.apollo.dev/authenticated/v0.1", "SECURITY", [(Names.Authenticated, "authenticated")],
            $"directive @authenticated on {Protected}"),
        new(
            "https://specs.apollo.dev/requiresScopes/v0.1", "SECURITY", [(Names.RequiresScopes, "requiresScopes")],
            $"directive @requiresScopes(scopes: [[requiresScopes__Scope!]!]!) on {Protected} "
                + "scalar requiresScopes__Scope"),
        new(
            "https://specs.apollo.dev/policy/v0.1", "SECURITY", [(Names.Policy, "policy")],
            $"directive @policy(policies: [[policy__Policy!]!]!) on {Protected} scalar policy__Policy"),
        new(
            "https://specs.apollo.dev/context/v0.1", "SECURITY", [(Names.Context, "context")],
            "directive @context(name: String!) repeatable on INTERFACE | OBJECT | UNION "
                + "scalar context__ContextFieldValue"),
        new(
            "https://specs.apollo.dev/cost/v0.1", null, [(Names.Cost, "cost")],
            """
            directive @cost(weight: Int!)
              on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
            """),
        new(
            "https://specs.apollo.dev/cost/v0.1", null, [(Names.ListSize, "listSize")],
            """
            directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!],
              requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
            """)
        {
            Imports = ["@listSize"],
        },
        // Caches are kept by subgraph, so what is applied stands as @join__directive and needs no definition here.
        new("https://specs.apollo.dev/cacheTag/v0.1", "EXECUTION", [("join__directive", "join__directive")], ""),
        DisclosureSupergraph.Specification,
    ];
}
