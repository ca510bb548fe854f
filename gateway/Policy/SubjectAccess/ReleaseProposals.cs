using System.Collections.Immutable;

namespace Aggregator.Policy;

/// <summary>What is proposed to be done with one entry of a subject access draft.</summary>
/// <param name="Decision">RELEASE, REDACT or EXEMPT.</param>
/// <param name="Ground">Why; for EXEMPT one of the policy's grounds.</param>
public sealed record ReleaseProposal(string Decision, string Ground)
{
    /// <summary>It is told.</summary>
    public const string Release = "RELEASE";

    /// <summary>It stays out.</summary>
    public const string Redact = "REDACT";

    /// <summary>The law lets it stay out.</summary>
    public const string Exempt = "EXEMPT";
}

/// <summary>Proposes what a person who asks for their own data is told. An officer decides.</summary>
/// <param name="table">The policy.</param>
/// <param name="labels">The labels of the supergraph.</param>
public sealed class ReleaseProposals(PolicyTable table, EffectiveLabels labels)
{
    private static readonly ReleaseProposal Confidential =
        new(ReleaseProposal.Redact, "the service's involvement is confidential");

    /// <summary>The proposal for a record.</summary>
    /// <param name="type">Its type in the schema.</param>
    /// <param name="agency">The agency code of whose record it is.</param>
    /// <param name="isSourceShown">
    /// True when the officer is shown the record itself, and so whether the person knows of it from their own part in
    /// it.
    /// </param>
    public ReleaseProposal OfRecord(string type, string? agency, bool isSourceShown)
    {
        if (agency is null || table.Model.SubjectAccess.Confidential.Contains(agency))
        {
            return Confidential;
        }

        var classes = labels.Type(type).Classes;
        var rules = classes.Indexes().Select(cls => table.Classes[cls]).ToList();
        if (classes.IsUnlabelled || rules.Count == 0)
        {
            return new ReleaseProposal(ReleaseProposal.Redact, "its class is not known");
        }

        if (rules.Exists(rule => rule.Tier >= Tier.S4 || rule.Presence != Presence.Visible))
        {
            return new ReleaseProposal(ReleaseProposal.Redact, "its class is not for release without a decision");
        }

        var ground = rules.Select(rule => table.Model.SubjectAccess.Exempt.GetValueOrDefault(rule.Code))
            .FirstOrDefault(found => found is not null);
        return ground is not null ? new ReleaseProposal(ReleaseProposal.Exempt, ground)
            : isSourceShown ? new ReleaseProposal(ReleaseProposal.Release, "the person's own")
            : new ReleaseProposal(ReleaseProposal.Redact, "known perhaps only through another person: ask the agency");
    }

    /// <summary>The proposal for telling who was given the person's data.</summary>
    /// <param name="agency">The agency code of who was given it.</param>
    /// <param name="role">The role.</param>
    public ReleaseProposal OfRecipient(string? agency, string? role) =>
        agency is null || role is null
        || table.Model.SubjectAccess.Confidential.Contains(agency)
        || table.Model.SubjectAccess.Confidential.Contains(role)
            ? Confidential
            : new ReleaseProposal(ReleaseProposal.Release, "who was given the person's data");
}

/// <summary>What the policy says of subject access.</summary>
/// <param name="Exempt">The ground proposed for exempting a class, by class code.</param>
/// <param name="Confidential">Agency codes and roles whose involvement a report must not give away.</param>
public sealed record SubjectAccessRules(
    ImmutableSortedDictionary<string, string> Exempt, ImmutableArray<string> Confidential)
{
    /// <summary>The grounds that a policy can propose.</summary>
    public static readonly ImmutableArray<string> Grounds =
        ["SERIOUS_HARM", "CHILD_ABUSE_DATA", "CRIME", "THIRD_PARTY"];

    /// <summary>Nothing said.</summary>
    public static readonly SubjectAccessRules None = new(ImmutableSortedDictionary<string, string>.Empty, []);
}
