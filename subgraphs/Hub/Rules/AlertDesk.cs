using NodaTime;

namespace Aggregator.Hub.Rules;

/// <summary>Runs rules and makes one open card for each rule, child and recipient.</summary>
internal static class AlertDesk
{
    // Who may know where something comes from although it is another household's.
    private static readonly AgencyCode[] Desks = [AgencyCode.HST, AgencyCode.HUB, AgencyCode.POL];

    /// <summary>Every recipient's cards, most severe first.</summary>
    public static IReadOnlyList<Alert> Cards(Evidence evidence) => Evaluate(evidence, RuleCatalogue.Cards);

    /// <summary>What is not an alert and is shown where it belongs.</summary>
    public static IReadOnlyList<Alert> Notes(Evidence evidence) => Evaluate(evidence, RuleCatalogue.Notes);

    private static IReadOnlyList<Alert> Evaluate(Evidence evidence, IEnumerable<Rule> rules) =>
    [
        .. rules.SelectMany(rule => Evaluate(evidence, rule))
            .OrderByDescending(alert => alert.Severity).ThenBy(alert => alert.Rule)
            .ThenBy(alert => alert.Id, StringComparer.Ordinal).ThenBy(alert => alert.Recipient),
    ];

    private static IEnumerable<Alert> Evaluate(Evidence evidence, Rule rule)
    {
        Finding[] found = [.. rule.Find(evidence)];
        return found.SelectMany(finding => finding.For).Distinct().Order()
            .Select(recipient => (recipient, decision: StandingDecisions.For(rule, recipient, evidence)))
            .Where(entry => entry.decision is not null)
            .Select(entry => Card(evidence, rule, found, entry.recipient, entry.decision!))
            .GroupBy(alert => alert.Id, StringComparer.Ordinal)
            .SelectMany(same =>
            {
                AgencyCode[] all = [.. same.Select(alert => alert.Recipient).Order()];
                return same.Select(alert => alert with { For = all });
            });
    }

    private static Alert Card(
        Evidence evidence, Rule rule, Finding[] found, AgencyCode recipient, StandingDecision decision)
    {
        Finding[] own = [.. found.Where(finding => finding.For.Contains(recipient))];
        // What may only be pointed at is not mixed with what may be shown.
        if (!Desks.Contains(recipient) && own.Any(finding => !finding.ContactOnly))
        {
            own = [.. own.Where(finding => !finding.ContactOnly)];
        }

        var contactOnly = own.All(finding => finding.ContactOnly) && !Desks.Contains(recipient);
        SafeguardingFact[] facts =
        [
            .. own.SelectMany(finding => finding.Because).Where(fact => MaySee(recipient, fact))
                .DistinctBy(fact => (fact.Record, fact.Category))
                .OrderBy(fact => fact.HappenedAt).ThenBy(fact => fact.Id, StringComparer.Ordinal),
        ];
        Because[] because =
        [
            .. facts.DistinctBy(fact => fact.Record).Select(fact => new Because(
                fact.Record, fact.Agency, fact.RecordKind, fact.HappenedAt, fact.Category, fact.Certainty)),
        ];
        var severity = own.Max(finding => finding.Severity ?? rule.Severity);
        var firedAt = own.Max(finding => finding.FiredAt);
        var reply = Reply(evidence, rule, recipient, contactOnly ? null : because, firedAt);
        var show = contactOnly
            ? AlertContent.ContactOnly(evidence, facts)
            : AlertContent.Show(evidence, own, facts, severity);
        return new Alert
        {
            Id = AlertId.Of(
                [
                    $"{rule.Code}", evidence.Input.Child.Id,
                    .. because.Select(record => record.RecordId).Order(StringComparer.Ordinal),
                ]),
            Rule = rule.Code,
            Placement = rule.Placement,
            Child = evidence.Input.Child.Id,
            Severity = severity,
            Recipient = recipient,
            For = [recipient],
            Because = contactOnly ? [] : because,
            Missing = contactOnly ? [] : MissingFor(own, recipient),
            StandingDecision = decision,
            FiredAt = firedAt,
            AsAt = evidence.AsAt,
            State = StateOf(reply),
            OverriddenBecause = reply?.OverriddenBecause,
            // What was not told in time stays so; a reply that was asked for is late until somebody gives it.
            Overdue = own.Any(finding => finding.OverdueFrom <= evidence.AsAt)
                || (reply is null && show.ReplyBy <= evidence.AsAt),
            MayBeIncomplete = evidence.MayBeIncomplete,
            Components = [.. own.SelectMany(finding => finding.Components)
                .Select(component => Shown(component, recipient))],
            Show = show,
            Handling = AlertContent.Handling(evidence, facts),
        };
    }

    // A recipient outside the hub learns of itself and of what is nobody's in particular; the hub of everybody.
    private static MissingItem[] MissingFor(Finding[] own, AgencyCode recipient) =>
    [
        .. own.SelectMany(finding => finding.Missing)
            .DistinctBy(item => (item.Code, item.RecordId, item.Agency))
            .Where(item => item.Code != MissingCode.NotInformed || item.Agency == recipient ||
                recipient is AgencyCode.HUB or AgencyCode.HST)
            .OrderBy(item => item.RecordId, StringComparer.Ordinal).ThenBy(item => item.Code)
            .ThenBy(item => item.Agency),
    ];

    // Items found stay a further factor to a visitor: the card says to ask, never what was found.
    private static bool MaySee(AgencyCode recipient, SafeguardingFact fact) =>
        recipient != AgencyCode.HV || fact.Category is not (ConcernCategory.Substance or ConcernCategory.Weapons
            or ConcernCategory.ItemsFound);

    private static ShownComponent Shown(ClusterComponent component, AgencyCode recipient) =>
        component.Name == ClusterU2.Substance && recipient == AgencyCode.HV
            ? new ShownComponent("FURTHER_FACTOR", null, [], [])
            : new ShownComponent(
                component.Name,
                component.Certainty,
                [.. component.Sources.Select(fact => fact.Agency).Distinct().Order()],
                [.. component.Sources.Select(fact => fact.AccountOf).OfType<AccountOf>().Distinct().Order()]);

    // A reply stands for the records it was given to: a new record opens the card again. Where the card shows none, or
    // the reply names none, it is to the card as it had fired: else whoever guesses the records finds them confirmed.
    private static ReplyFact? Reply(
        Evidence evidence, Rule rule, AgencyCode recipient, Because[]? shown, Instant firedAt) =>
        evidence.Register.Replies
            .Where(reply => reply.Rule == rule.Code && reply.Agency == recipient
                && (shown is null || reply.RecordIds.Count == 0
                    ? reply.At >= firedAt
                    : shown.All(record => reply.RecordIds.Contains(record.RecordId))))
            .MaxBy(reply => reply.At);

    private static AlertState StateOf(ReplyFact? reply) => reply switch
    {
        null => AlertState.Open,
        { OverriddenBecause: not null } => AlertState.Overridden,
        { Acted: true } => AlertState.Actioned,
        _ => AlertState.Acknowledged,
    };
}
