using System.Collections.Immutable;

namespace Aggregator.Composition;

/// <summary>Overrides.</summary>
internal static class OverrideCodes
{
    public static readonly CompositionCode OverrideFromSelf = new(
        "OVERRIDE_FROM_SELF_ERROR",
        "A field overrides its own subgraph.",
        "name the subgraph it moves from");

    public static readonly CompositionCode OverrideSourceHasOverride = new(
        "OVERRIDE_SOURCE_HAS_OVERRIDE",
        "A field overrides one that is itself an override.",
        "remove one of the two");

    public static readonly CompositionCode OverrideCollision = new(
        "OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE",
        "@override meets a directive it cannot be used with.",
        "remove @external, @requires or @provides, or the @override");

    public static readonly CompositionCode OverrideOnInterface = new(
        "OVERRIDE_ON_INTERFACE",
        "@override is on a field of an interface.",
        "put it on the implementations");

    public static readonly CompositionCode OverrideLabelInvalid = new(
        "OVERRIDE_LABEL_INVALID",
        "The label of an @override is of no form a router understands.",
        "write a name, or `percent(0)` to `percent(100)`");

    public static readonly ImmutableArray<CompositionCode> All =
    [
        OverrideFromSelf, OverrideSourceHasOverride, OverrideCollision, OverrideOnInterface,
        OverrideLabelInvalid,
    ];
}
