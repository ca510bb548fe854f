using Aggregator.Kit;

namespace Aggregator.SocialCare;

/// <summary>A generated population as social care knows it: what therapists sent, and what was decided.</summary>
internal static class GeneratedReferrals
{
    private static readonly GeneratedRecords Desk = new("CSC-", "CSC");
    private static readonly GeneratedRecords FromTherapists = new("CSC-", "THX");

    public static IEnumerable<PopulationEntry> Of(int families, DateOnly anchor) =>
        Enumerable.Range(1, families)
            .SelectMany(number => Of(new GeneratedFamily(number), anchor));

    private static IEnumerable<PopulationEntry> Of(GeneratedFamily family, DateOnly anchor)
    {
        if (family.TherapistReferral(anchor) is not { } sent)
        {
            yield break;
        }

        var received = sent.AddMinutes(5);
        var subjects = new Dictionary<string, string> { [family.Child] = "CHILD", [family.Mother] = "PARENT" };
        yield return Desk.Link(family.Child, received);
        yield return Desk.Link(family.Mother, received);
        yield return FromTherapists.Record(
            "Referral", family.TherapistReferralId(), sent, subjects, new
            {
                child = Desk.Local(family.Child),
                consideredAt = received.AddMinutes(20),
            },
            received: received);
        yield return Desk.Record(
            "SafeguardingFact", $"CSC-G{family.Number:D6}-F1", sent, subjects, new
            {
                recordKind = "REFERRAL",
                category = "REFERRAL",
                certainty = "RECORDED",
                accountOf = "PROFESSIONAL",
                referral = new { referralId = family.TherapistReferralId() },
            },
            family.TherapistReferralId(),
            received);
        yield return Desk.Record(
            "SafeguardingFact", $"CSC-G{family.Number:D6}-F2", sent, subjects, new
            {
                recordKind = "REFERRAL",
                category = "PARENT_MENTAL_HEALTH",
                certainty = "REPORTED",
                accountOf = "PROFESSIONAL",
            },
            family.TherapistReferralId(),
            received);
        if (family.Pick("decided", 10) < 9)
        {
            yield return Decision(family, subjects, received.AddDays(1));
        }
    }

    private static PopulationEntry Decision(
        GeneratedFamily family, Dictionary<string, string> subjects, DateTimeOffset at)
    {
        var (outcome, closed) = family.Pick("outcome", 20) switch
        {
            < 8 => ("INFORMATION_AND_ADVICE", true),
            < 12 => ("NO_FURTHER_ACTION", true),
            < 13 => ("NOTED_NO_DECISION", false),
            < 16 => ("EARLY_HELP", false),
            _ => ("ASSESSMENT_S17", false),
        };
        var told = family.Pick("told", 2) == 0;
        return Desk.Record(
            "ScreeningDecision", $"CSC-G{family.Number:D6}-D1", at, subjects, new
            {
                headline = "Decision at the front door",
                child = Desk.Local(family.Child),
                outcome,
                closed,
                informed = told ? (object[])[new { agency = "HV", at, how = "secure email" }] : [],
                agencyChecks = told ? (object[])[new { agency = "HV", askedAt = at, result = "seen well" }] : [],
                impactOnChild = family.Pick("impact", 2) == 0 ? "considered; seen by health visitor" : null,
            },
            family.TherapistReferralId());
    }
}
