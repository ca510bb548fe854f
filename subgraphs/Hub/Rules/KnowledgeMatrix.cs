using NodaTime;

namespace Aggregator.Hub.Rules;

internal enum KnowledgeState
{
    Held, Shown, Told, Acknowledged, Acted, NotTold, NoInvolvementFound, CannotTell,
}

internal enum CannotTellReason { SourceNotAnswering, RecordInsufficient, IntentionWithoutOutcome }

/// <summary>What one agency knows of one concern.</summary>
internal sealed record KnowledgeCell
{
    public required AgencyCode Agency { get; init; }

    public required KnowledgeState State { get; init; }

    /// <summary>First instant of the state: received, told, shown, acknowledged or acted.</summary>
    public Instant? At { get; init; }

    /// <summary>When the holder first weighed what it had received.</summary>
    public Instant? ConsideredAt { get; init; }

    /// <summary>True when its record does not itemise the concern.</summary>
    public bool Presumed { get; init; }

    public CannotTellReason? Reason { get; init; }

    public IReadOnlyList<AgencyCode> CouldNotCheck { get; init; } = [];

    /// <summary>How much of a concern made of several records the agency holds, e.g. "2 of 3"; else blank.</summary>
    public string? Extent { get; init; }
}

/// <summary>One concern across all agencies.</summary>
internal sealed record KnowledgeRow
{
    public required string Concern { get; init; }

    public required string Title { get; init; }

    public required Instant FirstKnown { get; init; }

    public required IReadOnlyList<SafeguardingFact> Facts { get; init; }

    public required IReadOnlyList<KnowledgeCell> Cells { get; init; }

    /// <summary>Services whose involvement continues and that have no record of being told, whatever they were
    /// shown.</summary>
    public required IReadOnlyList<AgencyCode> UninformedInvolved { get; init; }

    public bool MayBeIncomplete { get; init; }

    /// <summary>The row for a service that treats somebody of the case: its own cell, and of others whether they were
    /// told; what they hold is not for it.</summary>
    /// <param name="own">The service's agency.</param>
    public KnowledgeRow ForTreatingService(AgencyCode? own) => this with
    {
        Cells =
        [
            .. Cells.Select(cell => cell.Agency != own
                && cell.State is KnowledgeState.Acknowledged or KnowledgeState.Acted
                    ? cell with { State = KnowledgeState.Told } : cell)
                .Where(cell => cell.Agency == own || cell.State is KnowledgeState.Told or KnowledgeState.NotTold),
        ],
    };
}

/// <summary>Who knows what: concern × agency. NOT_TOLD means no record of telling in what was searched.</summary>
internal static class KnowledgeMatrix
{
    private static readonly (string Id, string Title, ConcernCategory[] Categories)[] Concerns =
    [
        ("K1", "relationship crisis or separation", [ConcernCategory.RelationshipCrisis]),
        ("K2", "parent: self-harm risk", [ConcernCategory.ParentSelfHarm]),
        ("K3", "alleged domestic abuse", [ConcernCategory.DomesticAbuse]),
        ("K4", "parent: anxiety, panic or depression", [ConcernCategory.ParentMentalHealth]),
        ("K5", "parent: thoughts of self-harm", [ConcernCategory.ParentSuicidalIdeation]),
        ("K6", "child held during an assault", [ConcernCategory.ChildHeldDuringAssault]),
        ("K7", "child apparently left unattended", [ConcernCategory.LeftUnattended]),
        ("K8", "child living between addresses", [ConcernCategory.MultiResidence]),
        ("K9", "half-sibling expected or born", [ConcernCategory.HalfSibling]),
        ("K11", "items found", [ConcernCategory.ItemsFound, ConcernCategory.Weapons, ConcernCategory.Substance]),
    ];

    /// <summary>A row for each concern that anybody holds, K1 to K11.</summary>
    public static IReadOnlyList<KnowledgeRow> Read(Evidence evidence)
    {
        List<KnowledgeRow> rows = [];
        foreach (var (id, title, categories) in Concerns)
        {
            SafeguardingFact[] facts =
            [
                .. Relevant(evidence).Where(fact => fact.Category is { } category && categories.Contains(category))
                    .OrderBy(KnownFrom).ThenBy(fact => fact.Id, StringComparer.Ordinal),
            ];
            if (facts.Any(fact => fact.Certainty != Certainty.Unknown))
            {
                rows.Add(Row(evidence, id, title, facts, agency => Cell(evidence, agency, facts)));
            }
        }

        if (Referrals(evidence) is { } referrals)
        {
            rows.Insert(rows.Count(row => row.Concern != "K11"), referrals);
        }

        return rows;
    }

    private static IEnumerable<SafeguardingFact> Relevant(Evidence evidence) =>
        evidence.CloseFacts.Where(fact => !fact.IsOfAnotherThan(evidence.Input.Child.Id))
            .Concat(evidence.Facts.Where(fact => fact.Category == ConcernCategory.HalfSibling)).Distinct();

    private static Instant KnownFrom(SafeguardingFact fact) => fact.ReceivedAt ?? fact.RecordedAt ?? fact.HappenedAt;

    private static KnowledgeRow Row(
        Evidence evidence, string id, string title, SafeguardingFact[] facts, Func<AgencyCode, KnowledgeCell> cellOf)
    {
        KnowledgeCell[] cells = [.. evidence.Thresholds.MatrixAgencies.Select(cellOf)];
        return new KnowledgeRow
        {
            Concern = id,
            Title = title,
            FirstKnown = facts.Min(KnownFrom),
            Facts = facts,
            Cells = cells,
            UninformedInvolved =
            [
                .. cells.Where(cell => IsUntold(evidence, cell, facts) && IsInvolved(evidence, cell.Agency))
                    .Select(cell => cell.Agency).Order(),
            ],
            MayBeIncomplete = evidence.MayBeIncomplete,
        };
    }

    // Shown is not told: it looked, and nobody told it, as far as that can be told.
    private static bool IsUntold(Evidence evidence, KnowledgeCell cell, SafeguardingFact[] facts) =>
        cell.State == KnowledgeState.NotTold || (cell.State == KnowledgeState.Shown
            && Negative(evidence, cell.Agency, facts).State == KnowledgeState.NotTold);

    private static KnowledgeCell Cell(Evidence evidence, AgencyCode agency, SafeguardingFact[] facts)
    {
        SafeguardingFact[] held =
            [.. facts.Where(fact => fact.Agency == agency && fact.Certainty != Certainty.Unknown)];
        if (held.Length > 0)
        {
            return new KnowledgeCell
            {
                Agency = agency,
                State = KnowledgeState.Held,
                At = KnownFrom(held[0]),
                ConsideredAt = held.Min(fact => fact.ConsideredAt),
                Presumed = held.All(fact => fact.Presumed),
            };
        }

        return Passed(evidence, agency, facts) ?? Negative(evidence, agency, facts);
    }

    // What reached the agency through somebody's recorded act: acted, acknowledged, told, shown.
    private static KnowledgeCell? Passed(Evidence evidence, AgencyCode agency, SafeguardingFact[] facts)
    {
        var records = facts.Select(fact => fact.Record).ToHashSet(StringComparer.Ordinal);
        (Instant At, Instant? Acknowledged)[] told =
        [
            .. evidence.Facts.Where(fact => records.Contains(fact.Record)).SelectMany(fact => fact.Informed)
                .Where(entry => entry.Agency == agency).Select(entry => (entry.At, entry.AcknowledgedAt)),
            .. evidence.Register.Told.Where(entry => entry.Agency == agency && records.Contains(entry.RecordId))
                .Select(entry => (entry.At, entry.AcknowledgedAt)),
            .. facts.SelectMany(fact => evidence.Intentions(agency, [fact]))
                .Where(fact => fact.Intention!.Outcome == "TOLD")
                .Select(fact => (fact.Intention!.OutcomeAt ?? fact.HeldFrom, (Instant?)null)),
        ];
        ReplyFact[] replies =
        [
            .. evidence.Register.Replies.Where(reply =>
                reply.Agency == agency && reply.RecordIds.Any(records.Contains)),
        ];
        Instant[] shown =
        [
            .. evidence.Register.Shown
                .Where(entry => entry.Agency == agency && facts.Any(fact => ShownConcerns.Says(entry, fact)))
                .Select(entry => entry.At),
        ];
        Instant? acknowledged = told.Select(entry => entry.Acknowledged)
            .Concat(replies.Select(reply => (Instant?)reply.At)).Min();
        return replies.Any(reply => reply.Acted)
            ? At(KnowledgeState.Acted, replies.Where(reply => reply.Acted).Min(reply => reply.At))
            : acknowledged is { } known
                ? At(KnowledgeState.Acknowledged, known)
                : told.Length > 0
                    ? At(KnowledgeState.Told, told.Min(entry => entry.At))
                    : shown.Length > 0 ? At(KnowledgeState.Shown, shown.Min()) : null;

        KnowledgeCell At(KnowledgeState state, Instant at) => new() { Agency = agency, State = state, At = at };
    }

    private static KnowledgeCell Negative(Evidence evidence, AgencyCode agency, SafeguardingFact[] facts)
    {
        var found = Answer.NotFound(facts.Select(fact => fact.Agency).Append(agency), evidence.Missing);
        if (found.State == Known.CannotTell)
        {
            return CannotTell(CannotTellReason.SourceNotAnswering, found.CouldNotCheck);
        }

        if (IsTooThin(evidence, agency, facts))
        {
            return CannotTell(CannotTellReason.RecordInsufficient, [agency]);
        }

        AgencyCode[] intended =
        [
            .. evidence.Intentions(agency, facts).Where(fact => fact.Intention!.Outcome is null)
                .Select(fact => fact.Agency).Distinct().Order(),
        ];
        return intended.Length > 0
            ? CannotTell(CannotTellReason.IntentionWithoutOutcome, intended)
            : new KnowledgeCell
            {
                Agency = agency,
                State = HasAnything(evidence, agency) ? KnowledgeState.NotTold : KnowledgeState.NoInvolvementFound,
            };

        KnowledgeCell CannotTell(CannotTellReason reason, IReadOnlyList<AgencyCode> couldNotCheck) => new()
        {
            Agency = agency,
            State = KnowledgeState.CannotTell,
            Reason = reason,
            CouldNotCheck = couldNotCheck,
        };
    }

    // A record of the same day about the same person that does not say: it may have held the concern.
    private static bool IsTooThin(Evidence evidence, AgencyCode agency, SafeguardingFact[] facts) =>
        facts.Any(fact => fact.Agency == agency && fact.Certainty == Certainty.Unknown) ||
        evidence.Facts.Any(thin =>
            thin.Agency == agency && thin.Category == ConcernCategory.RecordInsufficient &&
            facts.Any(fact => WorkingDays.DayOf(fact.HappenedAt) == WorkingDays.DayOf(thin.HappenedAt) &&
                fact.About.Any(thin.About.Contains)));

    private static bool HasAnything(Evidence evidence, AgencyCode agency) =>
        agency == AgencyCode.HST || evidence.CloseFacts.Any(fact => fact.Agency == agency) ||
        evidence.Register.Involved.Any(entry => entry.Agency == agency);

    // Involvement that was handed over has ended.
    private static bool IsInvolved(Evidence evidence, AgencyCode agency) =>
        evidence.Thresholds.ContinuingServices.Contains(agency) &&
        (evidence.Register.Involved.Any(entry => entry.Agency == agency) ||
         (evidence.CloseFacts.Any(fact => fact.Agency == agency) &&
          !evidence.CloseFacts.Any(fact => fact.Agency == agency && fact.RecordKind == EventKind.Handover)));

    private static KnowledgeRow? Referrals(Evidence evidence)
    {
        var within = RepeatReferrals.Within(evidence);
        if (within.Count < evidence.Thresholds.RepeatCount)
        {
            return null;
        }

        SafeguardingFact[] facts = [.. within.Select(entry => entry.Facts[0])];
        var row = Row(evidence, "K10", $"{within.Count} referrals", facts, agency =>
            ReferralCell(evidence, within, agency, facts));
        return row with { FirstKnown = within[evidence.Thresholds.RepeatCount - 1].ReceivedAt };
    }

    private static KnowledgeCell ReferralCell(
        Evidence evidence, IReadOnlyList<ReferralEntry> within, AgencyCode agency, SafeguardingFact[] facts)
    {
        ReferralEntry[] known = [.. within.Where(entry => entry.Parties.Contains(agency))];
        return known.Length == within.Count
            ? new KnowledgeCell
            {
                Agency = agency,
                State = KnowledgeState.Held,
                At = known.Max(entry => entry.ReceivedAt),
            }
            : Negative(evidence, agency, facts) with
            {
                Extent = known.Length > 0 ? $"own {known.Length} of {within.Count}" : null,
            };
    }
}
