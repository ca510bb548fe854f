using NodaTime;

namespace Aggregator.Hub.Rules;

/// <summary>
/// Two or more of domestic abuse, parental mental health and parental substance use within a year around a young child,
/// from any sources. It rests on the record that first showed each component, so it is raised again only for a new one.
/// </summary>
internal static class ClusterU2
{
    /// <summary>The component that the health visitor is told of only as a further factor.</summary>
    public const string Substance = "SUBSTANCE";

    private static readonly (string Name, ConcernCategory[] Categories)[] Components =
    [
        ("DOMESTIC_ABUSE", [ConcernCategory.DomesticAbuse, ConcernCategory.ChildHeldDuringAssault]),
        ("PARENTAL_MENTAL_HEALTH",
        [
            ConcernCategory.ParentMentalHealth, ConcernCategory.ParentSelfHarm, ConcernCategory.ParentSuicidalIdeation,
        ]),
        (Substance, [ConcernCategory.Substance]),
    ];

    // A measured result says more than an account; it is still a screening result, not a diagnosis.
    private static readonly Certainty[] StrongestFirst =
    [
        Certainty.Confirmed, Certainty.ScreenPositive, Certainty.Recorded, Certainty.Reported, Certainty.Alleged,
        Certainty.InferredByProfessional, Certainty.Possible, Certainty.Disputed, Certainty.Unknown,
    ];

    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.ClusterU2,
        Placement = Placement.Card,
        Severity = Severity.ActToday,
        StandingDecision = StandingDecisions.ChildConcern,
        Find = Find,
    };

    /// <summary>The components that stand together at the instant, each with the records that show it.</summary>
    public static IReadOnlyList<ClusterComponent> At(Evidence evidence, Instant instant)
    {
        if (!evidence.IsYoungAt(instant))
        {
            return [];
        }

        var from = WorkingDays.DayOf(instant).PlusMonths(-evidence.Thresholds.ClusterMonths);
        SafeguardingFact[] recent =
        [
            .. evidence.CloseFacts.Where(fact =>
                fact.HeldFrom <= instant && WorkingDays.DayOf(fact.HappenedAt) >= from),
        ];
        return [.. Components.Select(component => Read(component, recent)).Where(one => one.Sources.Count > 0)];
    }

    public static bool IsCluster(Evidence evidence, Instant instant) => At(evidence, instant).Count >= 2;

    private static IEnumerable<Finding> Find(Evidence evidence)
    {
        var components = At(evidence, evidence.AsAt);
        if (components.Count >= 2)
        {
            SafeguardingFact[] because = [.. components.Select(component => component.Sources[0])];
            yield return new Finding
            {
                Because = because,
                For = [AgencyCode.HUB, AgencyCode.HST, AgencyCode.HV],
                FiredAt = because.Max(fact => fact.HeldFrom),
                Components = components,
                Asks = [Ask.RecordImpactOnChild, Ask.TellThoseNotTold],
            };
        }
    }

    private static ClusterComponent Read(
        (string Name, ConcernCategory[] Categories) component, SafeguardingFact[] facts)
    {
        SafeguardingFact[] sources =
        [
            .. Evidence.Originals(facts.Where(fact =>
                fact.Category is { } category && component.Categories.Contains(category)))
                .OrderBy(fact => fact.HeldFrom),
        ];
        var certainty = sources.Select(fact => fact.Certainty ?? Certainty.Unknown)
            .OrderBy(one => Array.IndexOf(StrongestFirst, one)).FirstOrDefault(Certainty.Unknown);
        return new ClusterComponent(component.Name, certainty, sources);
    }
}
