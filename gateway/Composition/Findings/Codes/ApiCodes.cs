using System.Collections.Immutable;

namespace Aggregator.Composition;

/// <summary>What clients see.</summary>
internal static class ApiCodes
{
    public static readonly CompositionCode QueryRootInaccessible = new(
        "QUERY_ROOT_TYPE_INACCESSIBLE",
        "The query root is @inaccessible.",
        "show it");

    public static readonly CompositionCode ReferencedInaccessible = new(
        "REFERENCED_INACCESSIBLE",
        "Something visible refers to something @inaccessible.",
        "hide both or show both");

    public static readonly CompositionCode RequiredInaccessible = new(
        "REQUIRED_INACCESSIBLE",
        "An @inaccessible argument or input field must be given.",
        "give it a default, make it nullable, or show it");

    public static readonly CompositionCode ImplementedByInaccessible = new(
        "IMPLEMENTED_BY_INACCESSIBLE",
        "An @inaccessible field implements a visible one of an interface.",
        "hide both or show both");

    public static readonly CompositionCode DefaultUsesInaccessible = new(
        "DEFAULT_VALUE_USES_INACCESSIBLE",
        "A visible default holds something @inaccessible.",
        "change the default");

    public static readonly CompositionCode OnlyInaccessibleChildren = new(
        "ONLY_INACCESSIBLE_CHILDREN",
        "A visible type has nothing visible in it.",
        "hide the type or show one of its members");

    public static readonly CompositionCode AuthorisationOnInterface = new(
        "AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE",
        "@authenticated, @requiresScopes or @policy is on an interface, a field of one, or an interface object.",
        "put it on the implementations, or on fields of the interface object");

    public static readonly CompositionCode MissingTransitiveDemands = new(
        "MISSING_TRANSITIVE_AUTH_REQUIREMENTS",
        "A field takes from another, by @requires or @fromContext, and demands less of callers than that one: what it "
            + "gives could show what they may not see.",
        "put the other's @authenticated, @requiresScopes and @policy on the field as well");

    public static readonly ImmutableArray<CompositionCode> All =
    [
        QueryRootInaccessible, ReferencedInaccessible, RequiredInaccessible, ImplementedByInaccessible,
        DefaultUsesInaccessible, OnlyInaccessibleChildren, AuthorisationOnInterface, MissingTransitiveDemands,
    ];
}
