using NodaTime;

namespace Aggregator.Hub.Rules;

internal enum SeenPlace { Home, Clinic, Surgery, Hospital, AtIncident, NotRecorded }

/// <summary>The latest record that says somebody saw the child.</summary>
/// <param name="Fact">The fact that says so.</param>
/// <param name="Place">Where, as far as the kind of record says.</param>
internal sealed record LastSeen(SafeguardingFact Fact, SeenPlace Place);

/// <summary>What stands at the top of the screen besides who and where.</summary>
/// <param name="LastSeen">Null when no record says that anybody saw the child.</param>
/// <param name="CouldNotCheck">Sources that may have seen the child and did not answer.</param>
/// <param name="LastReferralAt">When the latest referral to social care was received.</param>
/// <param name="SinceReferral">What came to be known after it; null where the viewer is not told.</param>
/// <param name="SinceLook">What came to be known after the worker's last look; null for a first look.</param>
internal sealed record FirstScreen(
    LastSeen? LastSeen,
    IReadOnlyList<AgencyCode> CouldNotCheck,
    Instant? LastReferralAt,
    IReadOnlyList<UnseenConcern>? SinceReferral,
    IReadOnlyList<UnseenConcern>? SinceLook)
{
    private static readonly AgencyCode[] SeeChildren =
        [AgencyCode.HV, AgencyCode.MID, AgencyCode.GP, AgencyCode.CSC, AgencyCode.POL, AgencyCode.ED, AgencyCode.AMB];

    public static FirstScreen Of(Evidence evidence, AgencyCode? viewer)
    {
        var referred = evidence.Referrals.Where(entry => entry.IsToSocialCare)
            .Select(entry => (Instant?)entry.ReceivedAt).Max();
        var seen = evidence.Facts.LastOrDefault(fact =>
            fact.About.Contains(evidence.Input.Child.Id) && Saw(evidence.Input.Child.Id, fact));
        return new FirstScreen(
            seen is null ? null : new LastSeen(seen, PlaceOf(seen.RecordKind)),
            [.. SeeChildren.Where(evidence.Missing.Contains).Order()],
            referred,
            Since(referred),
            Since(evidence.Register.LastLook));

        IReadOnlyList<UnseenConcern>? Since(Instant? since) =>
            since is { } from && viewer is { } recipient ? UnseenConcerns.Since(evidence, recipient, from) : null;
    }

    // That a child lives in a household where something happened does not say that anybody saw it.
    private static bool Saw(string child, SafeguardingFact fact) =>
        fact.ImpactOn(child).Contains(ChildImpactCode.SeenWell) ||
        (fact.Category == ConcernCategory.ChildPresent && !fact.IsOfAnotherThan(child) &&
            fact.AccountOf is AccountOf.Officers or AccountOf.Professional);

    private static SeenPlace PlaceOf(EventKind? kind) => kind switch
    {
        EventKind.HealthVisit or EventKind.MidwiferyContact => SeenPlace.Home,
        EventKind.ClinicContact => SeenPlace.Clinic,
        EventKind.Consultation or EventKind.Immunisation => SeenPlace.Surgery,
        EventKind.EmergencyAttendance => SeenPlace.Hospital,
        EventKind.PoliceIncident => SeenPlace.AtIncident,
        _ => SeenPlace.NotRecorded,
    };
}
