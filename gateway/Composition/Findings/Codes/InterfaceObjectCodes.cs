using System.Collections.Immutable;

namespace Aggregator.Composition;

/// <summary>Interface objects.</summary>
internal static class InterfaceObjectCodes
{
    public static readonly CompositionCode InterfaceObjectUsage = new(
        "INTERFACE_OBJECT_USAGE_ERROR",
        "@interfaceObject is where it cannot be.",
        "put it on an entity whose name is an interface with the same key elsewhere");

    public static readonly CompositionCode InterfaceKeyNotOnImplementation = new(
        "INTERFACE_KEY_NOT_ON_IMPLEMENTATION",
        "An interface has a key that one of its implementations in the same subgraph lacks.",
        "give the implementation the same key");

    public static readonly CompositionCode InterfaceKeyMissingImplementation = new(
        "INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE",
        "A subgraph has an interface with a key but not all its implementations.",
        "define every implementation in that subgraph");

    public static readonly ImmutableArray<CompositionCode> All =
    [
        InterfaceObjectUsage, InterfaceKeyNotOnImplementation, InterfaceKeyMissingImplementation,
    ];
}
