using System.Collections.Immutable;

namespace Aggregator.Composition;

/// <summary>External and shared fields.</summary>
internal static class SharingCodes
{
    public static readonly CompositionCode ExternalUnused = new(
        "EXTERNAL_UNUSED",
        "An @external field serves nothing.",
        "remove the field, or name it in a @key, @requires or @provides");

    public static readonly CompositionCode ExternalMissingOnBase = new(
        "EXTERNAL_MISSING_ON_BASE",
        "A field is @external wherever it is defined.",
        "define it without @external in the subgraph that resolves it");

    public static readonly CompositionCode ExternalTypeMismatch = new(
        "EXTERNAL_TYPE_MISMATCH",
        "An @external field is of another type than where it is resolved.",
        "copy the type from the subgraph that resolves it");

    public static readonly CompositionCode ExternalArgumentMissing = new(
        "EXTERNAL_ARGUMENT_MISSING",
        "An @external field lacks an argument it has where it is resolved.",
        "copy the argument");

    public static readonly CompositionCode ExternalArgumentTypeMismatch = new(
        "EXTERNAL_ARGUMENT_TYPE_MISMATCH",
        "An argument of an @external field is of another type than where it is resolved.",
        "copy the argument's type");

    public static readonly CompositionCode ExternalArgumentDefaultMismatch = new(
        "EXTERNAL_ARGUMENT_DEFAULT_MISMATCH",
        "An argument of an @external field has another default than where it is resolved.",
        "copy the default");

    public static readonly CompositionCode ExternalOnInterface = new(
        "EXTERNAL_ON_INTERFACE",
        "A field of an interface is @external.",
        "mark the implementations' fields instead");

    public static readonly CompositionCode ExternalCollision = new(
        "EXTERNAL_COLLISION_WITH_ANOTHER_DIRECTIVE",
        "A field is @external and has a directive that says the subgraph resolves it.",
        "keep one of the two");

    public static readonly CompositionCode MergedOnExternal = new(
        "MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL",
        "An @external field has a directive that is merged into the supergraph.",
        "apply the directive where the field is resolved");

    public static readonly CompositionCode InvalidFieldSharing = new(
        "INVALID_FIELD_SHARING",
        "Several subgraphs resolve a field that not all of them share.",
        "mark the field @shareable in each of them, or @external in all but one");

    public static readonly CompositionCode InvalidShareableUsage = new(
        "INVALID_SHAREABLE_USAGE",
        "@shareable is where it means nothing.",
        "remove it");

    public static readonly CompositionCode SharedRuntimeTypesDiffer = new(
        "SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES",
        "A shared field returns an abstraction that has no object type in common over its subgraphs.",
        "let the subgraphs agree on the types behind it");

    public static readonly CompositionCode RequiresOnInterface = new(
        "REQUIRES_UNSUPPORTED_ON_INTERFACE",
        "A @requires is on a field of an interface.",
        "put it on the implementations");

    public static readonly CompositionCode ProvidesOnInterface = new(
        "PROVIDES_UNSUPPORTED_ON_INTERFACE",
        "A @provides is on a field of an interface.",
        "put it on the implementations");

    public static readonly ImmutableArray<CompositionCode> All =
    [
        ExternalUnused, ExternalMissingOnBase, ExternalTypeMismatch, ExternalArgumentMissing,
        ExternalArgumentTypeMismatch, ExternalArgumentDefaultMismatch, ExternalOnInterface, ExternalCollision,
        MergedOnExternal, InvalidFieldSharing, InvalidShareableUsage, SharedRuntimeTypesDiffer, RequiresOnInterface,
        ProvidesOnInterface,
    ];
}
