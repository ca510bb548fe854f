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
        "An argument takes a context that no type sets, or stands where none can be taken: on a directive, on a field "
            + "of an interface, with a default.",
        "put @context on the type it is taken from, and @fromContext on a field of an object alone");

    public static readonly CompositionCode NoContextInSelection = new(
        "NO_CONTEXT_IN_SELECTION",
        "A @fromContext names no context and selection.",
        "write `\"$context { field }\"`");

    public static readonly CompositionCode ContextInvalidSelection = new(
        "CONTEXT_INVALID_SELECTION",
        "A @fromContext does not select one field of the type that sets the context by its own name, or one of "
            + "another type than its argument.",
        "select one field that fits the argument");

    public static readonly CompositionCode ContextNoResolvableKey = new(
        "CONTEXT_NO_RESOLVABLE_KEY",
        "A type takes something from a context but cannot be asked for by a key.",
        "give the type a resolvable @key");

    public static readonly CompositionCode ContextualArgumentDiffers = new(
        "CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS",
        "An argument comes from a context in one subgraph and from clients in another: no client gives it (a hint), "
            + "and where it must be given that is an error.",
        "make it contextual everywhere, or nullable where it is not");

    public static readonly CompositionCode CostOnInterface = new(
        "COST_APPLIED_TO_INTERFACE_FIELD",
        "@cost is on a field of an interface.",
        "put it on the implementations");

    public static readonly CompositionCode ListSizeOnNonList = new(
        "LIST_SIZE_APPLIED_TO_NON_LIST",
        "@listSize is on a field that is no list and names no sized fields.",
        "put it on a list, or name `sizedFields`");

    public static readonly CompositionCode ListSizeNegative = new(
        "LIST_SIZE_INVALID_ASSUMED_SIZE",
        "The assumed size of a @listSize is below 0.",
        "assume at least 0");

    public static readonly CompositionCode ListSizeArgument = new(
        "LIST_SIZE_INVALID_SLICING_ARGUMENT",
        "A slicing argument of a @listSize does not exist or is no Int.",
        "name an Int argument of the field");

    public static readonly CompositionCode ListSizeField = new(
        "LIST_SIZE_INVALID_SIZED_FIELD",
        "A sized field of a @listSize does not exist or is no list.",
        "name a list field of what the field returns");

    public static readonly ImmutableArray<CompositionCode> All =
    [
        ContextNameInvalid, ContextNotSet, NoContextInSelection, ContextInvalidSelection,
        ContextNoResolvableKey, ContextualArgumentDiffers, CostOnInterface, ListSizeOnNonList,
        ListSizeNegative, ListSizeArgument, ListSizeField,
    ];
}
