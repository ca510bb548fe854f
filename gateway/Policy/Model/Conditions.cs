using System.Collections.Immutable;

namespace Aggregator.Policy;

/// <summary>
/// The conditions that a grant can have, as bits. What is true of a caller, a record and a person together. A fixed
/// vocabulary: a condition that is not here cannot be written.
/// </summary>
[Flags]
public enum Conditions
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The record is the caller's own agency's.</summary>
    OwnAgency = 1 << 0,

    /// <summary>The person is registered with the caller's practice or is in the caller's treatment.</summary>
    OwnPatient = 1 << 1,

    /// <summary>The child is on the caller's caseload.</summary>
    Caseload = 1 << 2,

    /// <summary>The case is allocated to the caller.</summary>
    Allocated = 1 << 3,

    /// <summary>The record is a referral that the caller's agency sent or received.</summary>
    OwnReferral = 1 << 4,

    /// <summary>The hub has an open enquiry that the caller takes part in.</summary>
    OpenEnquiry = 1 << 5,

    /// <summary>The confider agreed, and the agreement names the caller's agency.</summary>
    InScopeAgreement = 1 << 6,

    /// <summary>A recorded decision to share, on a basis that may override, names the caller's agency.</summary>
    RecordedOverride = 1 << 7,

    /// <summary>This very person is the subject of a referral that the caller's agency sent or received.</summary>
    Referred = 1 << 8,
}

/// <summary>The names of conditions as the policy files write them.</summary>
public static class ConditionNames
{
    /// <summary>Every name with its bit.</summary>
    public static readonly ImmutableSortedDictionary<string, Conditions> All =
        new Dictionary<string, Conditions>
        {
            ["ownAgency"] = Conditions.OwnAgency,
            ["ownPatient"] = Conditions.OwnPatient,
            ["caseload"] = Conditions.Caseload,
            ["allocated"] = Conditions.Allocated,
            ["ownReferral"] = Conditions.OwnReferral,
            ["openEnquiry"] = Conditions.OpenEnquiry,
            ["inScopeAgreement"] = Conditions.InScopeAgreement,
            ["recordedOverride"] = Conditions.RecordedOverride,
            ["referred"] = Conditions.Referred,
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>All bits.</summary>
    public static readonly Conditions Every = All.Values.Aggregate(Conditions.None, (all, one) => all | one);
}
