using System.Collections.Immutable;

namespace Aggregator.Composition;

/// <summary>Types that do not agree.</summary>
internal static class AgreementCodes
{
    public static readonly CompositionCode FieldTypeMismatch = new(
        "FIELD_TYPE_MISMATCH",
        "A field has types in different subgraphs of which none holds the others.",
        "let the types differ in nullability only, or in an interface and its implementation");

    public static readonly CompositionCode FieldArgumentTypeMismatch = new(
        "FIELD_ARGUMENT_TYPE_MISMATCH",
        "An argument has types in different subgraphs that do not fit each other.",
        "let the types differ in nullability only");

    public static readonly CompositionCode FieldArgumentDefaultMismatch = new(
        "FIELD_ARGUMENT_DEFAULT_MISMATCH",
        "An argument has different defaults in different subgraphs.",
        "agree on one default");

    public static readonly CompositionCode InputFieldDefaultMismatch = new(
        "INPUT_FIELD_DEFAULT_MISMATCH",
        "An input field has different defaults in different subgraphs.",
        "agree on one default");

    public static readonly CompositionCode RequiredArgumentMissing = new(
        "REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH",
        "An argument must be given in one subgraph and is unknown in another.",
        "make it nullable, give it a default, or define it everywhere");

    public static readonly CompositionCode RequiredInputFieldMissing = new(
        "REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH",
        "An input field must be given in one subgraph and is unknown in another.",
        "make it nullable, give it a default, or define it everywhere");

    public static readonly CompositionCode EmptyMergedInputType = new(
        "EMPTY_MERGED_INPUT_TYPE",
        "The subgraphs of an input type have no field in common.",
        "let them have at least one");

    public static readonly CompositionCode EmptyMergedEnumType = new(
        "EMPTY_MERGED_ENUM_TYPE",
        "The subgraphs of an enum that clients give have no value in common.",
        "let them have at least one");

    public static readonly CompositionCode EnumValueMismatch = new(
        "ENUM_VALUE_MISMATCH",
        "An enum that is both given and returned differs between subgraphs.",
        "define the value everywhere, or mark it @inaccessible");

    public static readonly CompositionCode InterfaceFieldMissing = new(
        "INTERFACE_FIELD_NO_IMPLEM",
        "After merging, an implementation lacks a field of its interface.",
        "define the field on the implementation in some subgraph");

    public static readonly CompositionCode DirectiveArgumentsDiffer = new(
        "DIRECTIVE_ARGUMENTS_DIFFER",
        "A directive that must say one thing says different things in different subgraphs.",
        "agree on its arguments");

    public static readonly CompositionCode DirectiveCompositionError = new(
        "DIRECTIVE_COMPOSITION_ERROR",
        "A @composeDirective names a directive that cannot be carried.",
        "import the directive with a @link of its own and define it");

    public static readonly ImmutableArray<CompositionCode> All =
    [
        FieldTypeMismatch, FieldArgumentTypeMismatch, FieldArgumentDefaultMismatch, InputFieldDefaultMismatch,
        RequiredArgumentMissing, RequiredInputFieldMissing, EmptyMergedInputType, EmptyMergedEnumType,
        EnumValueMismatch, InterfaceFieldMissing, DirectiveArgumentsDiffer, DirectiveCompositionError,
    ];
}
