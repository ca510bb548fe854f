using System.Collections.Immutable;

namespace Aggregator.Composition;

/// <summary>Contexts and costs.</summary>
internal static class ContextCodes
{
    public static readonly CompositionCode ContextNameInvalid = new(
        "CONTEXT_NAME_INVALID",
        "A context's name is not letters and digits.",
        "rename it");

    public static readonly CompositionCode ContextNotSet = new(
        "CONTEXT_NOT_SET",
        "An argument takes a context that no type sets.",
        "put @context on the type it is taken from");

    public static readonly CompositionCode NoContextInSelection = new(
        "NO_CONTEXT_IN_SELECTION",
        "A @fromContext names no context and selection.",
        "write `\"$context { field }\"`");

    public static readonly CompositionCode ContextInvalidSelection = new(
        "CONTEXT_INVALID_SELECTION",
        "A @fromContext does not select one field of the type that sets the context, or one of another type "
            + "than its argument.",
        "select one field that fits the argument");

    public static readonly CompositionCode ContextNoResolvableKey = new(
        "CONTEXT_NO_RESOLVABLE_KEY",
        "A type takes something from a context but cannot be asked for by a key.",
        "give the type a resolvable @key");

    public static readonly CompositionCode ContextualArgumentDiffers = new(
        "CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS",
        "An argument comes from a context in one subgraph and must be given by clients in another.",
        "make it contextual everywhere, or nullable where it is not");

    public static readonly CompositionCode CostOnInterface = new(
        "COST_APPLIED_TO_INTERFACE_FIELD",
        "@cost is on a field of an interface.",
        "put it on the implementations");

    public static readonly CompositionCode ListSizeInvalid = new(
        "LIST_SIZE_INVALID",
        "A @listSize does not fit its field.",
        "put it on a list, with arguments and fields that exist and a size of at least 0");

    public static readonly ImmutableArray<CompositionCode> All =
    [
        ContextNameInvalid, ContextNotSet, NoContextInSelection, ContextInvalidSelection,
        ContextNoResolvableKey, ContextualArgumentDiffers, CostOnInterface, ListSizeInvalid,
    ];
}
