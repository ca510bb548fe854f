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
        "A directive for operations is not known to all subgraphs, and so to no client.",
        "define it alike everywhere, or remove it");

    public static readonly CompositionCode MergedDirectiveArguments = new(
        "MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS",
        "Subgraphs apply one directive with different arguments, which are combined.",
        "apply it alike everywhere, or leave it to one subgraph");

    public static readonly CompositionCode InconsistentDirectiveArguments = new(
        "INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS",
        "Subgraphs apply one directive with different arguments, of which the most used are taken.",
        "apply it alike everywhere, or leave it to one subgraph");

    public static readonly CompositionCode DirectiveComposition = new(
        "DIRECTIVE_COMPOSITION_INFO",
        "A @composeDirective asks for what is done anyhow, or another subgraph links another major version of what it "
            + "carries.",
        "remove the @composeDirective; link one version everywhere");

    public static readonly CompositionCode DirectiveNamedDifferently = new(
        "DIRECTIVE_COMPOSITION_WARN",
        "A directive that one subgraph carries has another name in a subgraph that does not carry it.",
        "import it under one name everywhere");

    public static readonly CompositionCode InconsistentArgumentType = new(
        "INCONSISTENT_BUT_COMPATIBLE_ARGUMENT_TYPE",
        "An argument's types differ but fit each other; clients give what the strictest takes.",
        "agree on one type if all can take it");

    public static readonly CompositionCode InconsistentEntity = new(
        "INCONSISTENT_ENTITY",
        "A type has a @key in some subgraphs and none in others.",
        "give it the key everywhere, unless only its shared fields are meant");

    public static readonly CompositionCode InconsistentObjectField = new(
        "INCONSISTENT_OBJECT_VALUE_TYPE_FIELD",
        "A field of an object type without a @key is not known to all subgraphs that have the type.",
        "define it everywhere, unless it is never asked for where it is missing");

    public static readonly CompositionCode InconsistentInterfaceField = new(
        "INCONSISTENT_INTERFACE_VALUE_TYPE_FIELD",
        "A field of an interface is not known to all subgraphs that have the interface.",
        "define it everywhere, unless it is never asked for where it is missing");

    public static readonly CompositionCode InconsistentUnionMember = new(
        "INCONSISTENT_UNION_MEMBER",
        "A member of a union is not known to all subgraphs that have the union.",
        "add it everywhere, unless some can never give it");

    public static readonly CompositionCode InconsistentRuntimeTypes = new(
        "INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN",
        "A shared field returns an abstraction behind which some of its subgraphs know more types than others.",
        "let no subgraph return a type that the others do not know");

    public static readonly CompositionCode NoCommonExecutablePlace = new(
        "NO_EXECUTABLE_DIRECTIVE_INTERSECTION",
        "A directive for operations has no place that all subgraphs allow, and so is known to no client.",
        "allow it in one place everywhere");

    public static readonly CompositionCode InconsistentExecutablePlaces = new(
        "INCONSISTENT_EXECUTABLE_DIRECTIVE_LOCATIONS",
        "Subgraphs allow a directive for operations in different places, of which the common ones are kept.",
        "allow it in the same places everywhere");

    public static readonly CompositionCode InconsistentExecutableRepeatable = new(
        "INCONSISTENT_EXECUTABLE_DIRECTIVE_REPEATABLE",
        "Not all subgraphs allow a directive for operations more than once, and so no client may.",
        "define it alike everywhere");

    public static readonly ImmutableArray<CompositionCode> All =
    [
        FromSubgraphDoesNotExist, OverriddenFieldCanBeRemoved, OverrideDirectiveCanBeRemoved,
        OverrideMigrationInProgress, InconsistentDescription, InconsistentFieldType,
        InconsistentArgumentPresence, InconsistentDefaultPresence, InconsistentInputObjectField,
        InconsistentInputEnumValue, InconsistentOutputEnumValue, UnusedEnumType,
        InconsistentExecutableDirective, MergedDirectiveArguments, InconsistentDirectiveArguments,
        DirectiveComposition, DirectiveNamedDifferently, InconsistentArgumentType, InconsistentEntity,
        InconsistentObjectField, InconsistentInterfaceField, InconsistentUnionMember, InconsistentRuntimeTypes,
        NoCommonExecutablePlace, InconsistentExecutablePlaces, InconsistentExecutableRepeatable,
    ];
}
