using Aggregator.Hub.Rules;

namespace Aggregator.Hub.Tests;

/// <summary>Reads one row of a case into the facts coded from that record.</summary>
internal sealed class FactReader(CaseClock clock)
{
    public IEnumerable<SafeguardingFact> Facts(RowText row) => row.Facts.Select((fact, index) => new SafeguardingFact
    {
        Id = $"{row.Agency}:{row.Record}:{index + 1}",
        SortAt = clock.When(row.At),
        Agency = CaseCode.Code<AgencyCode>(row.Agency),
        RecordId = row.Record,
        RecordKind = CaseCode.Maybe<EventKind>(row.Kind),
        Category = CaseCode.Code<ConcernCategory>(fact.Category),
        Certainty = CaseCode.Maybe<Certainty>(fact.Certainty),
        AccountOf = CaseCode.Maybe<AccountOf>(fact.Account),
        At = clock.When(row.At),
        RecordedAt = clock.When(row.Recorded ?? row.Received ?? row.At),
        ReceivedAt = clock.Maybe(row.Received),
        ConsideredAt = clock.Maybe(row.Considered),
        About = fact.About,
        ChildImpact = [.. fact.Impact.Select(code => new CodedImpact(null, CaseCode.Code<ChildImpactCode>(code)))],
        Informed = [.. row.Informed.Select(Told)],
        Presumed = fact.Presumed,
        Grade = row.Grade,
        GradeScheme = row.Scheme,
        AddressId = fact.Address,
        Referral = fact.Referral is { } referral ? Referral(referral) : null,
        Intention = fact.Intention is { } intention ? Intention(intention) : null,
        Marker = fact.Marker is { } marker ? Marker(marker) : null,
    });

    private Informed Told(string text)
    {
        var parts = text.Split(' ', 2);
        return new Informed(CaseCode.Code<AgencyCode>(parts[0]), clock.When(parts[1]));
    }

    private ReferralFact Referral(ReferralText text) => new()
    {
        ReferralId = text.Id,
        From = CaseCode.Maybe<AgencyCode>(text.From),
        To = CaseCode.Maybe<AgencyCode>(text.To),
        Intent = CaseCode.Maybe<ReferralIntent>(text.Intent),
        SentAt = clock.Maybe(text.Sent),
        ReceivedAt = clock.Maybe(text.Received),
        AcknowledgedAt = clock.Maybe(text.Acknowledged),
        DecidedAt = clock.Maybe(text.Decided),
        Outcome = CaseCode.Maybe<ScreeningOutcome>(text.Outcome),
        Closed = text.Closed,
        Gaps = [.. text.Gaps.Select(CaseCode.Code<DecisionGap>)],
        FeedbackAt = clock.Maybe(text.Feedback),
    };

    private IntentionFact Intention(IntentionText text) => new()
    {
        To = [.. text.To.Select(CaseCode.Code<AgencyCode>)],
        StatedBy = CaseCode.Maybe<AgencyCode>(text.By),
        StatedAt = clock.Maybe(text.At),
        Outcome = text.Outcome,
        OutcomeAt = clock.Maybe(text.OutcomeAt),
    };

    private MarkerFact Marker(MarkerText text) => new()
    {
        MarkerId = text.Id,
        Code = text.Code,
        Person = text.Person,
        AddressId = text.Address,
        From = clock.Day(text.From),
    };
}
