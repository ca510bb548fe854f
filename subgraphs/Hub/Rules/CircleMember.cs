using NodaTime;

namespace Aggregator.Hub.Rules;

/// <summary>
/// The child the view is about. Exactly one of the two dates is expected; an unborn child has the second.
/// </summary>
internal sealed record ChildAtCentre(string Id, LocalDate? DateOfBirth, LocalDate? ExpectedDate);

/// <summary>One person of the child's circle, the child included.</summary>
internal sealed record CircleMember
{
    public required string PersonId { get; init; }

    /// <summary>Whose being there it tells of besides. It is known for whom they are closed to, and for no rule.
    /// </summary>
    public IReadOnlyList<string> TellsOf { get; init; } = [];

    public required Relation Relation { get; init; }

    /// <summary>Null when it is not recorded.</summary>
    public bool? ParentalResponsibility { get; init; }

    public LocalDate? DateOfBirth { get; init; }

    public LocalDate? ExpectedDate { get; init; }

    public IReadOnlyList<Residence> Residences { get; init; } = [];

    public bool IsParentOrCarer =>
        Relation is Relation.Mother or Relation.Father or Relation.Parent or Relation.StepParent or Relation.Carer;

    public bool IsBrotherOrSister =>
        Relation is Relation.Sibling or Relation.HalfSibling or Relation.UnbornSibling or Relation.UnbornHalfSibling;

    /// <summary>The person in words that name nobody.</summary>
    public string Word => Relation switch
    {
        Relation.Self => "the child",
        Relation.StepParent => "step-parent",
        Relation.HalfSibling => "half-sibling",
        Relation.UnbornSibling => "unborn sibling",
        Relation.UnbornHalfSibling => "unborn half-sibling",
        Relation.HouseholdMember => "member of the household",
        Relation.Other => "other person",
        var named => named.ToString().ToLowerInvariant(),
    };
}

/// <summary>Where somebody stays or stayed.</summary>
/// <param name="AddressId">Opaque id of the address.</param>
/// <param name="From">First day, if known.</param>
/// <param name="To">Last day; blank while it lasts.</param>
/// <param name="Pattern">`SOLE`, `ALTERNATING` or `OCCASIONAL`.</param>
internal sealed record Residence(string AddressId, LocalDate? From = null, LocalDate? To = null, string? Pattern = null)
{
    public bool IsCurrent(LocalDate day) => (From is null || From <= day) && (To is null || To >= day);
}
