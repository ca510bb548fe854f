using Aggregator.Hub.Rules;
using Aggregator.Kit;
using NodaTime;

namespace Aggregator.Hub.Tests;

/// <summary>Writes a rule's input as the gateway hands it over with a child.</summary>
internal static class RepresentationWriter
{
    public static object Write(RuleInput input) => new
    {
        __typename = "Child",
        id = input.Child.Id,
        dateOfBirth = Print(input.Child.DateOfBirth),
        unborn = new { expectedDate = Print(input.Child.ExpectedDate) },
        circle = input.Circle.Where(member => !member.IsBrotherOrSister).Select(Member),
        circleLeftOut = input.PeopleLeftOut,
        halfSiblings = input.Circle.Where(member => member.IsBrotherOrSister).Select(sibling => new
        {
            id = sibling.PersonId,
            relation = sibling.Relation,
            expectedDate = Print(sibling.ExpectedDate),
            dateOfBirth = Print(sibling.DateOfBirth),
            person = Person(sibling.TellsOf.ElementAtOrDefault(0)),
            throughPerson = Person(sibling.TellsOf.ElementAtOrDefault(1)),
        }),
        safeguardingFacts = new
        {
            nodes = input.Facts.Select(Fact),
            missing = input.Missing.Select(agency => new { agency, state = "UNAVAILABLE" }),
        },
    };

    private static object? Person(string? id) => id is null ? null : new { id };

    private static object Member(CircleMember member) => new
    {
        relation = member.Relation is Relation.Mother or Relation.Father ? Relation.Parent : member.Relation,
        member.ParentalResponsibility,
        isCarer = false,
        person = new
        {
            id = member.PersonId,
            dateOfBirth = Print(member.DateOfBirth),
            sex = member.Relation switch { Relation.Mother => "FEMALE", Relation.Father => "MALE", _ => null },
            homes = member.Residences.Select(home => new
            {
                addressId = home.AddressId,
                from = Print(home.From),
                to = Print(home.To),
                home.Pattern,
            }),
        },
    };

    private static object Fact(SafeguardingFact fact) => new
    {
        fact.Id,
        sortAt = Print(fact.SortAt),
        fact.Agency,
        fact.RecordId,
        fact.RecordKind,
        fact.Category,
        fact.Certainty,
        fact.AccountOf,
        fact.Professional,
        at = Print(fact.At),
        recordedAt = Print(fact.RecordedAt),
        receivedAt = Print(fact.ReceivedAt),
        consideredAt = Print(fact.ConsideredAt),
        fact.About,
        fact.RecordOf,
        childImpact = fact.ChildImpact.Select(impact => new { impact.Person, impact.Code }),
        informed = fact.Informed.Select(told => new { told.Agency, at = Print(told.At) }),
        fact.Presumed,
        fact.Grade,
        fact.GradeScheme,
        fact.AddressId,
        referral = fact.Referral is { } referral ? Referral(referral) : null,
        intention = fact.Intention is { } intention
            ? new { intention.To, intention.StatedBy, statedAt = Print(intention.StatedAt), intention.Outcome }
            : null,
        marker = fact.Marker is { } marker
            ? new { marker.MarkerId, marker.Code, marker.Person, marker.AddressId, from = Print(marker.From) }
            : null,
    };

    private static object Referral(ReferralFact referral) => new
    {
        referral.ReferralId,
        referral.Person,
        referral.From,
        referral.To,
        referral.Intent,
        sentAt = Print(referral.SentAt),
        receivedAt = Print(referral.ReceivedAt),
        decidedAt = Print(referral.DecidedAt),
        referral.Outcome,
        referral.Closed,
        referral.Gaps,
        referral.Contacts,
    };

    private static string? Print(Instant? instant) =>
        instant is { } known ? LondonTime.Print(known.ToDateTimeOffset()) : null;

    private static string? Print(LocalDate? day) => day is { } known ? LondonTime.Print(known.ToDateOnly()) : null;
}
