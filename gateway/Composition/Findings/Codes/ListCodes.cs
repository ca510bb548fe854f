using System.Collections.Immutable;

namespace Aggregator.Composition;

/// <summary>Lists from several agencies.</summary>
internal static class ListCodes
{
    public static readonly CompositionCode ContributedShape = new(
        "CONTRIBUTED_SHAPE",
        "A @contributed field is neither a list of objects nor an object with a list `nodes`.",
        "return a list of objects or interfaces, or a connection of `nodes`, `pageInfo` and `missing`");

    public static readonly CompositionCode ContributedOrder = new(
        "CONTRIBUTED_ORDER",
        "The `orderBy` or `key` of a @contributed field is not one non-null scalar of the item.",
        "name one non-null scalar or enum field of the item");

    public static readonly CompositionCode ContributedDiffers = new(
        "CONTRIBUTED_DIFFERS",
        "The contributors of a list do not agree on its type or arguments.",
        "copy type, arguments and defaults letter for letter");

    public static readonly CompositionCode ContributedPartly = new(
        "CONTRIBUTED_PARTLY",
        "A field is @contributed in one subgraph and resolved without it in another.",
        "mark it @contributed everywhere");

    public static readonly CompositionCode ContributorUnreachable = new(
        "CONTRIBUTOR_UNREACHABLE",
        "A contributor cannot be asked by a key that the others can give.",
        "give the type a resolvable @key in that subgraph");

    public static readonly CompositionCode GatheredTwice = new(
        "GATHERED_TWICE",
        "A @gathered field is defined in more than one subgraph.",
        "leave it to one");

    public static readonly CompositionCode GatheredInvalid = new(
        "GATHERED_INVALID",
        "A @gathered field names no contributed list, or its type or arguments are not those of that list.",
        "name `Type.field` of a @contributed field and copy its type and arguments");

    public static readonly CompositionCode GatheredOver = new(
        "GATHERED_OVER",
        "The `over` of a @gathered field is no field set that ends in the id of the entity gathered from.",
        "write a path such as `circle { person { id } }`");

    public static readonly CompositionCode DisclosureNeedsThisGateway = new(
        "DISCLOSURE_NEEDS_THIS_GATEWAY",
        "The supergraph uses @contributed or @gathered: other gateways would ask one agency only and give "
            + "part of the list.",
        "serve the supergraph with this gateway only");

    public static readonly ImmutableArray<CompositionCode> All =
    [
        ContributedShape, ContributedOrder, ContributedDiffers, ContributedPartly, ContributorUnreachable,
        GatheredTwice, GatheredInvalid, GatheredOver, DisclosureNeedsThisGateway,
    ];
}
