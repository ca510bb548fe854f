using System.Collections.Immutable;

namespace Aggregator.Composition;

/// <summary>Labels.</summary>
internal static class LabelCodes
{
    public static readonly CompositionCode DisclosureNotLinked = new(
        "DISCLOSURE_NOT_LINKED",
        "A directive named like one of the disclosure specification is used without linking it, so it would "
            + "mean nothing.",
        "add `extend schema @link(url: \"https://specs.aggregator.example/disclosure/v1.0\", import: "
            + "[\"@sensitive\", …])`");

    public static readonly CompositionCode LabelTargetUnknown = new(
        "LABEL_TARGET_UNKNOWN",
        "Labels name something that the schema they are laid over does not have.",
        "remove the label, or ask the agency what became of it");

    public static readonly CompositionCode LabelNotAllowed = new(
        "LABEL_NOT_ALLOWED",
        "Labels laid over a schema hold more than directives of the disclosure specification.",
        "write extensions that repeat the schema and add labels only");

    public static readonly CompositionCode UnknownClass = new(
        "UNKNOWN_CLASS",
        "A label names no class of data of the vocabulary.",
        "use a value of `Class` in schema/directives.graphql");

    public static readonly CompositionCode EmptyClassList = new(
        "EMPTY_CLASS_LIST",
        "A label or a demand has an empty list, which protects nothing.",
        "name at least one");

    public static readonly CompositionCode LabelOnNonNull = new(
        "LABEL_ON_NON_NULL",
        "A label is on a field that can never be null, so that it could not be withheld.",
        "make the field and its list elements nullable, or label the type");

    public static readonly CompositionCode AgencyInvalid = new(
        "AGENCY_INVALID",
        "An agency does not say who it is, or says it twice.",
        "write `@agency(id: \"…\", codes: [\"…\"])` once on the schema");

    public static readonly CompositionCode AgencyCodeUnknown = new(
        "AGENCY_CODE_UNKNOWN",
        "An agency names a code that is no value of the enum `AgencyCode`, so that no answer could say it.",
        "add the code to `AgencyCode` in the vocabulary and copy that into the contracts, or name one that it has");

    public static readonly CompositionCode SubjectInvalid = new(
        "SUBJECT_INVALID",
        "The key of a @subject is no field set of its type that ends in one id.",
        "name a path such as `person { id }`");

    public static readonly CompositionCode VariantInvalid = new(
        "VARIANT_INVALID",
        "A @variant names no sibling field, or an effect that gives nothing.",
        "name a sibling and GENERALISE or MASK");

    public static readonly CompositionCode DeclassifyInvalid = new(
        "DECLASSIFY_INVALID",
        "A @declassify does not say why or by which decision.",
        "give a reason and a standing decision");

    public static readonly CompositionCode UnlabelledField = new(
        "UNLABELLED_FIELD",
        "A field of a labelled supergraph has no class and its agency no default class: it is never given to "
            + "anybody.",
        "label the field or its type, or give the agency a `defaultClass`");

    public static readonly CompositionCode GatheredOfNobody = new(
        "GATHERED_OF_NOBODY",
        "Labelled items are gathered from several persons and do not say whose they are, so that they would be decided "
            + "as the data of whoever gathers.",
        "add `@subject(key: \"…\", role: …)` to the type, with a path to the person's id");

    public static readonly CompositionCode PersonKeyUnlabelled = new(
        "PERSON_KEY_UNLABELLED",
        "A type is its own @subject, so its key says who somebody is, and neither has a class: every reference to "
            + "such a person is given, also where the class of the reference is given in general only.",
        "label the key with the class that decides who may be named");

    public static readonly CompositionCode SensitiveArgumentNotProbing = new(
        "SENSITIVE_ARGUMENT_WITHOUT_PROBES",
        "An argument has the name and type of a labelled field of the type it is about, but does not say "
            + "that it probes it.",
        "add `@probes(class: […])` to the argument");

    public static readonly ImmutableArray<CompositionCode> All =
    [
        DisclosureNotLinked, LabelTargetUnknown, LabelNotAllowed, UnknownClass, EmptyClassList,
        LabelOnNonNull, AgencyInvalid, AgencyCodeUnknown, SubjectInvalid, VariantInvalid, DeclassifyInvalid,
        UnlabelledField, SensitiveArgumentNotProbing, GatheredOfNobody, PersonKeyUnlabelled,
    ];
}
