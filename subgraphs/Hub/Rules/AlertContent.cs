using NodaTime;

namespace Aggregator.Hub.Rules;

/// <summary>What a card shows and how it is to be handled: codes, words for people, no names and no places.</summary>
internal static class AlertContent
{
    private static readonly ConcernCategory[] VisitRisks =
        [ConcernCategory.Marker, ConcernCategory.Weapons, ConcernCategory.ItemsFound];

    public static AlertShow Show(
        Evidence evidence, IReadOnlyList<Finding> own, IReadOnlyList<SafeguardingFact> facts, Severity severity)
    {
        var latest = facts.Count == 0 ? null : facts[^1];
        var graded = facts.LastOrDefault(IsGraded) ?? GradedSibling(evidence, facts);
        var decided = evidence.Referrals.Where(entry => entry.IsToSocialCare && entry.DecidedAt is not null)
            .MaxBy(entry => entry.DecidedAt);
        return new AlertShow
        {
            Type = latest?.RecordKind,
            Categories = [.. facts.Select(fact => fact.Category).OfType<ConcernCategory>().Distinct().Order()],
            Date = latest?.HappenedAt,
            Grade = graded?.Grade,
            GradeScheme = graded?.GradeScheme,
            Parties = Words(evidence, facts.SelectMany(fact => fact.About)),
            Child = [.. facts.SelectMany(fact => fact.ImpactOn(evidence.Input.Child.Id)).Distinct().Order()],
            ChildStays = Stays(evidence),
            SocialCareOutcome = decided?.Outcome,
            SocialCareOutcomeAt = decided?.DecidedAt,
            Asked = [.. own.SelectMany(finding => finding.Asks).Distinct().Order()],
            ReplyBy = ReplyBy(evidence, own, severity),
            ContactAgency = latest?.Agency,
            Contact = latest is null ? null : evidence.Register.Contacts.GetValueOrDefault(latest.Agency),
            Reference = latest?.Record,
        };
    }

    /// <summary>
    /// That there is a concern about a parent, and the health desk's number: nothing of where it came from.
    /// </summary>
    public static AlertShow ContactOnly(Evidence evidence, IEnumerable<SafeguardingFact> facts) => new()
    {
        Parties = Words(evidence, facts.SelectMany(fact => fact.About)),
        Asked = [Ask.TalkToHealthDesk],
        ContactAgency = AgencyCode.HST,
        Contact = evidence.Register.Contacts.GetValueOrDefault(AgencyCode.HST),
    };

    public static AlertHandling Handling(Evidence evidence, IReadOnlyList<SafeguardingFact> facts)
    {
        var confiders = facts.SelectMany(fact => fact.About).ToHashSet(StringComparer.Ordinal);
        var aware = evidence.Register.Consents.Any(consent =>
            confiders.Contains(consent.Confider) && facts.Any(fact => fact.Agency == consent.ObtainedBy));
        return new AlertHandling(
            aware ? SubjectAware.Aware : SubjectAware.NotRecorded,
            DoNotRaiseWith(evidence, facts),
            "through the desk that recorded it",
            evidence.CloseFacts.Any(fact => fact.Category is { } category && VisitRisks.Contains(category))
                ? "talk to the police desk before a home visit"
                : null,
            KeepOutOfParentHeldRecords: true);
    }

    // Whoever gave the account knows it; every other parent might be the person it is about.
    private static string[] DoNotRaiseWith(Evidence evidence, IReadOnlyList<SafeguardingFact> facts)
    {
        var tellers = facts.Select(fact => fact.AccountOf).OfType<AccountOf>()
            .Select(account => account.ToString().ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. evidence.Input.Circle.Where(member => member.IsParentOrCarer).Select(member => member.Word)
                .Where(word => !tellers.Contains(word)).Distinct().Order(StringComparer.Ordinal),
        ];
    }

    // The grade stands on one of the facts of a record, not on each.
    private static SafeguardingFact? GradedSibling(Evidence evidence, IReadOnlyList<SafeguardingFact> facts) =>
        evidence.Facts.LastOrDefault(fact =>
            IsGraded(fact) && facts.Any(cause => cause.Record == fact.Record && cause.Agency == fact.Agency));

    // A questionnaire's band is graded too; it is a screening result and no part of a card.
    private static bool IsGraded(SafeguardingFact fact) =>
        fact.Grade is not null && fact.RecordKind == EventKind.PoliceIncident;

    private static string[] Words(Evidence evidence, IEnumerable<string> people) =>
    [
        .. people.Distinct(StringComparer.Ordinal)
            .Select(id => evidence.Input.Circle.FirstOrDefault(member => member.PersonId == id)?.Word)
            .OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    private static string? Stays(Evidence evidence)
    {
        var homes = evidence.Input.Circle.Where(member => member.Relation == Relation.Self)
            .SelectMany(child => child.Residences).Where(residence => residence.IsCurrent(evidence.Today)).ToArray();
        return homes.Length switch
        {
            0 => null,
            1 => "at one address",
            var count when homes.Any(home => home.Pattern == "ALTERNATING") => $"alternating between {count} addresses",
            var count => $"at {count} addresses",
        };
    }

    private static Instant? ReplyBy(Evidence evidence, IReadOnlyList<Finding> own, Severity severity)
    {
        var fired = own.Max(finding => finding.FiredAt);
        return severity switch
        {
            Severity.Immediate => fired + Duration.FromHours(evidence.Thresholds.ImmediateReplyHours),
            Severity.ActToday => evidence.Input.Calendar.AckDueAt(fired),
            _ => null,
        };
    }
}
