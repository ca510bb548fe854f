using System.Collections.Immutable;

namespace Aggregator.Composition;

/// <summary>Hints.</summary>
internal static class HintCodes
{
    public static readonly CompositionCode FromSubgraphDoesNotExist = new(
        "FROM_SUBGRAPH_DOES_NOT_EXIST",
        "An @override names a subgraph that is not composed.",
        "check the name, or remove the @override");

    public static readonly CompositionCode OverriddenFieldCanBeRemoved = new(
        "OVERRIDDEN_FIELD_CAN_BE_REMOVED",
        "A field is overridden by another subgraph.",
        "remove it, or mark it @external where a key still needs it");

    public static readonly CompositionCode OverrideDirectiveCanBeRemoved = new(
        "OVERRIDE_DIRECTIVE_CAN_BE_REMOVED",
        "An @override overrides nothing any more.",
        "remove the @override");

    public static readonly CompositionCode OverrideMigrationInProgress = new(
        "OVERRIDE_MIGRATION_IN_PROGRESS",
        "A field is overridden for some requests.",
        "finish the migration, then remove the overridden field");

    public static readonly CompositionCode InconsistentDescription = new(
        "INCONSISTENT_DESCRIPTION",
        "Subgraphs describe one thing differently.",
        "agree on one description");

    public static readonly CompositionCode InconsistentFieldType = new(
        "INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE",
        "A field's types differ but fit each other.",
        "agree on one type if all can keep it");

    public static readonly CompositionCode InconsistentArgumentPresence = new(
        "INCONSISTENT_ARGUMENT_PRESENCE",
        "An argument is not known to all subgraphs and so to no client.",
        "define it everywhere, or remove it");

    public static readonly CompositionCode InconsistentDefaultPresence = new(
        "INCONSISTENT_DEFAULT_VALUE_PRESENCE",
        "A default is not given by all subgraphs and so not applied.",
        "give it everywhere, or remove it");

    public static readonly CompositionCode InconsistentInputObjectField = new(
        "INCONSISTENT_INPUT_OBJECT_FIELD",
        "An input field is not known to all subgraphs and so to no client.",
        "define it everywhere, or remove it");

    public static readonly CompositionCode InconsistentInputEnumValue = new(
        "INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM",
        "A value of an enum that clients give is not known to all subgraphs.",
        "define it everywhere, or remove it");

    public static readonly CompositionCode InconsistentOutputEnumValue = new(
        "INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM",
        "A value of an enum that clients get is not known to all subgraphs.",
        "define it everywhere if all may give it");

    public static readonly CompositionCode UnusedEnumType = new(
        "UNUSED_ENUM_TYPE",
        "An enum is used nowhere.",
        "remove it");

    public static readonly CompositionCode InconsistentExecutableDirective = new(
        "INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE",
        "A directive for operations is not known to all subgraphs, or in no common place, and so to no "
            + "client.",
        "define it alike everywhere, or remove it");

    public static readonly ImmutableArray<CompositionCode> All =
    [
        FromSubgraphDoesNotExist, OverriddenFieldCanBeRemoved, OverrideDirectiveCanBeRemoved,
        OverrideMigrationInProgress, InconsistentDescription, InconsistentFieldType,
        InconsistentArgumentPresence, InconsistentDefaultPresence, InconsistentInputObjectField,
        InconsistentInputEnumValue, InconsistentOutputEnumValue, UnusedEnumType,
        InconsistentExecutableDirective,
    ];
}
