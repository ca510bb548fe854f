using System.Text.Json;
using Aggregator.Hub.Rules;
using NodaTime;

namespace Aggregator.Hub.Evaluation;

/// <summary>Reads what the gateway hands over with a child (`@requires`) into what rules look at.</summary>
internal static class RepresentationReader
{
    /// <summary>The input without the hub's own register; null when the required fields were not handed over.</summary>
    public static RuleInput? Read(JsonElement child, Instant asAt)
    {
        if (child.Text("id") is not { } id || child.Field("safeguardingFacts") is not { } facts)
        {
            return null;
        }

        CircleMember[] circle =
        [
            .. child.Items("circle").Select(member => Member(member, id)),
            .. child.Items("halfSiblings").Select(HalfSibling),
        ];
        var known = circle.SelectMany(member => member.TellsOf.Prepend(member.PersonId)).Append(id)
            .ToHashSet(StringComparer.Ordinal);
        return new RuleInput
        {
            Child = new ChildAtCentre(id, child.Day("dateOfBirth"), child.Field("unborn")?.Day("expectedDate")),
            Circle = circle,
            // A stranger in two records is nobody by whom these belong together: it would tell that it is the same one.
            Facts =
            [
                .. facts.Items("nodes").Select(Fact).OfType<SafeguardingFact>()
                    .Select(fact => fact with { About = [.. fact.About.Where(known.Contains)] }),
            ],
            Missing =
            [
                .. facts.Items("missing").Select(source => source.Code<AgencyCode>("agency")).OfType<AgencyCode>(),
            ],
            PeopleLeftOut = child.Number("circleLeftOut") ?? 0,
            AsAt = asAt,
        };
    }

    private static CircleMember Member(JsonElement member, string child)
    {
        var person = member.Field("person") ?? default;
        var id = person.Text("id") ?? "";
        return new CircleMember
        {
            PersonId = id,
            Relation = id == child
                ? Relation.Self
                : RelationOf(member.Text("relation"), person.Text("sex"), member.Truth("isCarer") is true),
            ParentalResponsibility = member.Truth("parentalResponsibility"),
            DateOfBirth = person.Day("dateOfBirth"),
            Residences = [.. person.Items("homes").Select(Home).OfType<Residence>()],
        };
    }

    // It lives in another household and is no member of the circle: what counts is that it is there, and how young. It
    // goes by the relationship's id.
    private static CircleMember HalfSibling(JsonElement sibling) => new()
    {
        PersonId = sibling.Text("id") ?? "",
        Relation = sibling.Text("relation") == "UNBORN_HALF_SIBLING"
            ? Relation.UnbornHalfSibling
            : Relation.HalfSibling,
        TellsOf =
        [
            .. new[] { sibling.Field("person"), sibling.Field("throughPerson") }
                .Select(person => person?.Text("id")).OfType<string>(),
        ],
        DateOfBirth = sibling.Day("dateOfBirth"),
        ExpectedDate = sibling.Day("expectedDate"),
    };

    private static Relation RelationOf(string? relation, string? sex, bool isCarer) => (relation, sex) switch
    {
        ("PARENT" or "PARENT_OF_UNBORN", "FEMALE") => Relation.Mother,
        ("PARENT" or "PARENT_OF_UNBORN", "MALE") => Relation.Father,
        ("PARENT" or "PARENT_OF_UNBORN", _) => Relation.Parent,
        _ when isCarer => Relation.Carer,
        _ => JsonFields.ParseCode<Relation>(relation) ?? Relation.Other,
    };

    private static Residence? Home(JsonElement home) =>
        home.Text("addressId") is { } address
            ? new Residence(address, home.Day("from"), home.Day("to"), home.Text("pattern"))
            : null;

    private static SafeguardingFact? Fact(JsonElement fact) =>
        fact.Text("id") is { } id && fact.Instant("sortAt") is { } sortAt &&
        fact.Code<AgencyCode>("agency") is { } agency
            ? new SafeguardingFact
            {
                Id = id,
                SortAt = sortAt,
                Agency = agency,
                RecordId = fact.Text("recordId"),
                RecordKind = fact.Code<EventKind>("recordKind"),
                Category = fact.Code<ConcernCategory>("category"),
                Certainty = fact.Code<Certainty>("certainty"),
                AccountOf = fact.Code<AccountOf>("accountOf"),
                Professional = fact.Text("professional"),
                At = fact.Instant("at"),
                RecordedAt = fact.Instant("recordedAt"),
                ReceivedAt = fact.Instant("receivedAt"),
                ConsideredAt = fact.Instant("consideredAt"),
                About = fact.Texts("about"),
                RecordOf = fact.Texts("recordOf"),
                ChildImpact = [.. fact.Items("childImpact").Select(Impact).OfType<CodedImpact>()],
                Informed = [.. fact.Items("informed").Select(Told).OfType<Informed>()],
                Presumed = fact.Truth("presumed") ?? false,
                Grade = fact.Text("grade"),
                GradeScheme = fact.Text("gradeScheme"),
                AddressId = fact.Text("addressId"),
                Referral = fact.Field("referral") is { } referral ? Referral(referral) : null,
                Intention = fact.Field("intention") is { } intention ? Intention(intention) : null,
                Marker = fact.Field("marker") is { } marker ? Marker(marker) : null,
            }
            : null;

    private static CodedImpact? Impact(JsonElement impact) =>
        impact.Code<ChildImpactCode>("code") is { } code ? new CodedImpact(impact.Text("person"), code) : null;

    private static Informed? Told(JsonElement told) =>
        told.Code<AgencyCode>("agency") is { } agency && told.Instant("at") is { } at
            ? new Informed(agency, at, told.Instant("acknowledgedAt"))
            : null;

    private static ReferralFact Referral(JsonElement referral) => new()
    {
        ReferralId = referral.Text("referralId"),
        Person = referral.Text("person"),
        From = referral.Code<AgencyCode>("from"),
        To = referral.Code<AgencyCode>("to"),
        Intent = referral.Code<ReferralIntent>("intent"),
        SentAt = referral.Instant("sentAt"),
        ReceivedAt = referral.Instant("receivedAt"),
        AckDueAt = referral.Instant("ackDueAt"),
        AcknowledgedAt = referral.Instant("acknowledgedAt"),
        ChaseFrom = referral.Instant("chaseFrom"),
        DecidedAt = referral.Instant("decidedAt"),
        Outcome = referral.Code<ScreeningOutcome>("outcome"),
        Closed = referral.Truth("closed"),
        Gaps = referral.Codes<DecisionGap>("gaps"),
        Contacts =
        [
            .. referral.Items("contacts").Select(contact => new DecisionContact(
                contact.Text("person"), contact.Codes<DecisionGap>("closes"), contact.Codes<DecisionGap>("opens"))),
        ],
        FeedbackAt = referral.Instant("feedbackAt"),
    };

    private static IntentionFact Intention(JsonElement intention) => new()
    {
        To = intention.Codes<AgencyCode>("to"),
        StatedBy = intention.Code<AgencyCode>("statedBy"),
        StatedAt = intention.Instant("statedAt"),
        Outcome = intention.Text("outcome"),
        OutcomeAt = intention.Instant("outcomeAt"),
    };

    private static MarkerFact? Marker(JsonElement marker) =>
        marker.Text("markerId") is { } id
            ? new MarkerFact
            {
                MarkerId = id,
                Code = marker.Text("code"),
                Person = marker.Text("person"),
                AddressId = marker.Text("addressId"),
                From = marker.Day("from"),
                ReviewDate = marker.Day("reviewDate"),
            }
            : null;
}
