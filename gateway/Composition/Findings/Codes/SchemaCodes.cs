using System.Collections.Immutable;

namespace Aggregator.Composition;

/// <summary>Schemas and links.</summary>
internal static class SchemaCodes
{
    public static readonly CompositionCode InvalidGraphql = new(
        "INVALID_GRAPHQL",
        "A schema breaks a rule of the GraphQL specification, or what all schemas are merged to does.",
        "correct the schema at the place named");

    public static readonly CompositionCode InvalidSubgraphName = new(
        "INVALID_SUBGRAPH_NAME",
        "A subgraph has no usable name: empty, `_`, or one that another subgraph has.",
        "give every subgraph a name of its own");

    public static readonly CompositionCode TooManySubgraphs = new(
        "TOO_MANY_SUBGRAPHS",
        "There are no subgraphs, or more than the composer's limit.",
        "compose at least one subgraph, or raise `MaxSubgraphs`");

    public static readonly CompositionCode UnknownFederationLinkVersion = new(
        "UNKNOWN_FEDERATION_LINK_VERSION",
        "A schema links a version of federation that the composer does not know.",
        "link a version from `federation/v2.0` to `federation/v2.14`");

    public static readonly CompositionCode UnknownLinkVersion = new(
        "UNKNOWN_LINK_VERSION",
        "A schema links a version of another specification that the composer does not know.",
        "link the newest version this composer documents");

    public static readonly CompositionCode InvalidLinkDirectiveUsage = new(
        "INVALID_LINK_DIRECTIVE_USAGE",
        "A @link is not as its specification says.",
        "write `@link(url: \"…/name/v1.0\", import: [\"@a\", {name: \"@b\", as: \"@c\"}])`");

    public static readonly CompositionCode RootQueryUsed = new(
        "ROOT_QUERY_USED",
        "A type is called Query although another type is the query root.",
        "rename the type, or make it the root");

    public static readonly CompositionCode RootMutationUsed = new(
        "ROOT_MUTATION_USED",
        "A type is called Mutation although another type is the mutation root.",
        "rename the type, or make it the root");

    public static readonly CompositionCode RootSubscriptionUsed = new(
        "ROOT_SUBSCRIPTION_USED",
        "A type is called Subscription although another type is the subscription root.",
        "rename the type, or make it the root");

    public static readonly CompositionCode NoQueries = new(
        "NO_QUERIES",
        "No subgraph has a query field.",
        "add a field to `Query` in one subgraph");

    public static readonly CompositionCode TypeKindMismatch = new(
        "TYPE_KIND_MISMATCH",
        "A type is of different kinds in different subgraphs.",
        "rename the type in one of them, or make it the same kind");

    public static readonly CompositionCode ExtensionWithNoBase = new(
        "EXTENSION_WITH_NO_BASE",
        "A type is extended and nowhere defined.",
        "leave out `extend` in one of the subgraphs");

    public static readonly CompositionCode ReservedName = new(
        "RESERVED_NAME",
        "A name begins like those of the specifications a supergraph is made of.",
        "rename it so that it does not begin with `join__`, `link__` or another specification's prefix");

    public static readonly CompositionCode ReservedForGateway = new(
        "RESERVED_FOR_GATEWAY",
        "A labelled subgraph defines `Query.disclosure` or one of its types, which the gateway itself answers.",
        "give it another name");

    public static readonly ImmutableArray<CompositionCode> All =
    [
        InvalidGraphql, InvalidSubgraphName, TooManySubgraphs, UnknownFederationLinkVersion,
        UnknownLinkVersion, InvalidLinkDirectiveUsage, RootQueryUsed, RootMutationUsed, RootSubscriptionUsed,
        NoQueries, TypeKindMismatch, ExtensionWithNoBase, ReservedName, ReservedForGateway,
    ];
}
