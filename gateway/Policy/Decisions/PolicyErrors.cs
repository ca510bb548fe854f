using System.Collections.Immutable;

namespace Aggregator.Policy;

/// <summary>One entry of an error catalogue.</summary>
/// <param name="Code">The code as clients see it.</param>
/// <param name="Meaning">When it is given.</param>
/// <param name="Cure">What to change.</param>
public sealed record PolicyErrorEntry(string Code, string Meaning, string Cure);

/// <summary>The catalogue of this room's errors: what refuses a request, and what is wrong with a policy
/// file.</summary>
public static class PolicyErrors
{
    /// <summary>The token's role is not one of the policy's.</summary>
    public const string RoleUnknown = "ROLE_UNKNOWN";

    /// <summary>No purpose was stated for an operation on labelled data.</summary>
    public const string PurposeRequired = "PURPOSE_REQUIRED";

    /// <summary>The stated purpose is not one of the policy's.</summary>
    public const string PurposeUnknown = "PURPOSE_UNKNOWN";

    /// <summary>The role may not state that purpose.</summary>
    public const string PurposeNotPermitted = "PURPOSE_NOT_PERMITTED";

    /// <summary>The claimed stage is higher than the one recorded.</summary>
    public const string StageNotRecorded = "STAGE_NOT_RECORDED";

    /// <summary>The role may not pass data on to that agency.</summary>
    public const string RecipientNotPermitted = "RECIPIENT_NOT_PERMITTED";

    /// <summary>An argument would make the result depend on data the caller may not see.</summary>
    public const string ArgumentNotPermitted = "ARGUMENT_NOT_PERMITTED";

    /// <summary>A field is withheld from the role and cannot be null.</summary>
    public const string FieldNotPermitted = "FIELD_NOT_PERMITTED";

    /// <summary>The end of a page is asked for without its items.</summary>
    public const string PageInfoAlone = "PAGE_INFO_ALONE";

    /// <summary>A mutation would write what stands in place of withheld data.</summary>
    public const string RedactionWrittenBack = "REDACTION_WRITTEN_BACK";

    /// <summary>There is no policy: everything is withheld.</summary>
    public const string NoPolicy = "NO_POLICY";

    /// <summary>A policy file is not YAML.</summary>
    public const string InvalidYaml = "POLICY_INVALID_YAML";

    /// <summary>A policy file lacks a part or has one that is not known.</summary>
    public const string InvalidShape = "POLICY_INVALID_SHAPE";

    /// <summary>A policy file names something that is not defined.</summary>
    public const string UnknownName = "POLICY_UNKNOWN_NAME";

    /// <summary>A policy file says something that the rules of policies exclude.</summary>
    public const string NotAllowed = "POLICY_NOT_ALLOWED";

    /// <summary>Every code with its meaning and cure.</summary>
    public static readonly ImmutableArray<PolicyErrorEntry> All =
    [
        new(RoleUnknown, "the token's role is not in the policy",
            "ask for a token with a role of schema/policy/roles.yaml"),
        new(PurposeRequired, "the operation selects labelled data and states no purpose",
            "send the header `Access-Purpose` or `extensions.access.purpose`"),
        new(PurposeUnknown, "the stated purpose is not in the policy", "state one of schema/policy/purposes.yaml"),
        new(PurposeNotPermitted, "the role may not state that purpose", "state a purpose that the role is listed for"),
        new(StageNotRecorded, "the claimed stage is higher than the one the hub has recorded for this child",
            "have the stage recorded in the hub, or claim the recorded one"),
        new(RecipientNotPermitted, "the role may not pass data on to that agency",
            "name an agency of schema/policy/onward.yaml that lists the role"),
        new(ArgumentNotPermitted, "an argument makes the result depend on data the caller may not see in full",
            "leave the argument out"),
        new(FieldNotPermitted, "a field is withheld from the role and purpose and cannot be null",
            "leave the field out of the operation"),
        new(PageInfoAlone, "whether there is more is told of the items that may stand, and they are not asked for",
            "select `nodes` wherever `pageInfo` is selected, under the same condition"),
        new(RedactionWrittenBack, "a mutation holds a mask or a category that stood in place of withheld data",
            "leave out what you were not given: the record keeps what it holds"),
        new(NoPolicy, "no valid policy is loaded, so everything is withheld", "load a valid policy: `policy check`"),
        new(InvalidYaml, "a policy file is not YAML", "correct the syntax at the place given"),
        new(InvalidShape, "a policy file lacks a part, or has one that is not known",
            "write what is said to be known there; an editor that reads schema/policy/schema.json says it too"),
        new(UnknownName, "a policy file names a role, class, purpose or other thing that is not defined",
            "define it, or correct the name"),
        new(NotAllowed, "a policy file says what no policy may", "change it as the message says"),
    ];
}

/// <summary>One mistake in the policy files.</summary>
/// <param name="Code">One of <see cref="PolicyErrors"/>.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Cure">What to change.</param>
public sealed record PolicyFault(string Code, string File, int Line, string Message, string Cure)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}({Line}): {Code}: {Message}\n    {Cure}";
}
