using System.Collections.Immutable;

namespace Aggregator.Composition;

/// <summary>Field sets.</summary>
internal static class FieldSetCodes
{
    public static readonly CompositionCode KeyInvalidFields = new(
        "KEY_INVALID_FIELDS",
        "The `fields` of a @key cannot be read or do not fit the type.",
        "name fields of the type, as in `id organisation { id }`");

    public static readonly CompositionCode RequiresInvalidFields = new(
        "REQUIRES_INVALID_FIELDS",
        "The `fields` of a @requires cannot be read or do not fit the type.",
        "name fields of the type the field is on");

    public static readonly CompositionCode ProvidesInvalidFields = new(
        "PROVIDES_INVALID_FIELDS",
        "The `fields` of a @provides cannot be read or do not fit the type.",
        "name fields of the type the field returns");

    public static readonly CompositionCode KeyInvalidFieldsType = new(
        "KEY_INVALID_FIELDS_TYPE",
        "The `fields` of a @key is not a string.",
        "write the fields as one string");

    public static readonly CompositionCode RequiresInvalidFieldsType = new(
        "REQUIRES_INVALID_FIELDS_TYPE",
        "The `fields` of a @requires is not a string.",
        "write the fields as one string");

    public static readonly CompositionCode ProvidesInvalidFieldsType = new(
        "PROVIDES_INVALID_FIELDS_TYPE",
        "The `fields` of a @provides is not a string.",
        "write the fields as one string");

    public static readonly CompositionCode KeyFieldsHasArgs = new(
        "KEY_FIELDS_HAS_ARGS",
        "A @key names a field that takes arguments.",
        "key on a field without arguments");

    public static readonly CompositionCode ProvidesFieldsHasArgs = new(
        "PROVIDES_FIELDS_HAS_ARGS",
        "A @provides names a field that takes arguments.",
        "leave that field out");

    public static readonly CompositionCode KeyDirectiveInFields = new(
        "KEY_DIRECTIVE_IN_FIELDS_ARG",
        "The `fields` of a @key holds a directive or an alias.",
        "remove it");

    public static readonly CompositionCode RequiresDirectiveInFields = new(
        "REQUIRES_DIRECTIVE_IN_FIELDS_ARG",
        "The `fields` of a @requires holds a directive or an alias.",
        "remove it");

    public static readonly CompositionCode ProvidesDirectiveInFields = new(
        "PROVIDES_DIRECTIVE_IN_FIELDS_ARG",
        "The `fields` of a @provides holds a directive or an alias.",
        "remove it");

    public static readonly CompositionCode KeyFieldsSelectInvalidType = new(
        "KEY_FIELDS_SELECT_INVALID_TYPE",
        "A @key names a field that is an interface or a union.",
        "key on scalars, enums and objects");

    public static readonly CompositionCode RequiresFieldsMissingExternal = new(
        "REQUIRES_FIELDS_MISSING_EXTERNAL",
        "A @requires names a field that the subgraph resolves itself.",
        "mark the field @external, or do not require it");

    public static readonly CompositionCode ProvidesFieldsMissingExternal = new(
        "PROVIDES_FIELDS_MISSING_EXTERNAL",
        "A @provides names only fields that the subgraph resolves anyway.",
        "mark the field @external, or do not provide it");

    public static readonly CompositionCode ProvidesOnNonObjectField = new(
        "PROVIDES_ON_NON_OBJECT_FIELD",
        "A @provides is on a field that returns no object.",
        "remove the @provides");

    public static readonly ImmutableArray<CompositionCode> All =
    [
        KeyInvalidFields, RequiresInvalidFields, ProvidesInvalidFields, KeyInvalidFieldsType,
        RequiresInvalidFieldsType, ProvidesInvalidFieldsType, KeyFieldsHasArgs, ProvidesFieldsHasArgs,
        KeyDirectiveInFields, RequiresDirectiveInFields, ProvidesDirectiveInFields,
        KeyFieldsSelectInvalidType, RequiresFieldsMissingExternal, ProvidesFieldsMissingExternal,
        ProvidesOnNonObjectField,
    ];
}
