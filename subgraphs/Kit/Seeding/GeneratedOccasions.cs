namespace Aggregator.Kit;

/// <summary>
/// What happened to a generated family that more than one agency has to do with. Each agency works it out for itself
/// from the family's number, so that the stories fit although no agency knows another.
/// </summary>
public static class GeneratedOccasions
{
    private const int SpreadDays = 30;
    private const int DoctorOneIn = 10;
    private const int TherapyOneIn = 3;
    private const int ReferralOneIn = 2;
    private const int DaysToTherapy = 10;

    /// <summary>The mother's visit to the doctor in distress, within 30 days from the anchor; 1 family in 10.</summary>
    /// <param name="family">The family.</param>
    /// <param name="anchor">The London day that `D+0` stands for.</param>
    public static DateTimeOffset? DoctorVisit(this GeneratedFamily family, DateOnly anchor) =>
        family.Pick("doctor", DoctorOneIn) == 0
            ? At(anchor.AddDays(family.Pick("doctor day", SpreadDays)), 10, family.Pick("doctor minute", 60))
            : null;

    /// <summary>Her first therapy session, ten days after that visit; 1 in 3 of those who came.</summary>
    /// <param name="family">The family.</param>
    /// <param name="anchor">The London day that `D+0` stands for.</param>
    public static DateTimeOffset? TherapySession(this GeneratedFamily family, DateOnly anchor) =>
        family.DoctorVisit(anchor) is { } visit && family.Pick("therapy", TherapyOneIn) == 0
            ? At(LondonTime.DateOf(visit).AddDays(DaysToTherapy), 14, 0)
            : null;

    /// <summary>The therapist's referral to social care, the day after that session; half of them.</summary>
    /// <param name="family">The family.</param>
    /// <param name="anchor">The London day that `D+0` stands for.</param>
    public static DateTimeOffset? TherapistReferral(this GeneratedFamily family, DateOnly anchor) =>
        family.TherapySession(anchor) is { } session && family.Pick("referral", ReferralOneIn) == 0
            ? At(LondonTime.DateOf(session).AddDays(1), 11, 0)
            : null;

    /// <summary>The reference the therapists give that referral.</summary>
    /// <param name="family">The family.</param>
    public static string TherapistReferralId(this GeneratedFamily family) => $"THX-G{family.Number:D6}-F1";

    /// <summary>A time of day some days after the child's birth.</summary>
    /// <param name="family">The family.</param>
    /// <param name="anchor">The London day that `D+0` stands for.</param>
    /// <param name="days">Days after birth.</param>
    /// <param name="hour">Hour of the London day.</param>
    public static DateTimeOffset AfterBirth(this GeneratedFamily family, DateOnly anchor, int days, int hour) =>
        At(family.Born(anchor).AddDays(days), hour, 0);

    private static DateTimeOffset At(DateOnly day, int hour, int minute) =>
        LondonTime.Instant(day, new TimeOnly(hour, minute));
}
