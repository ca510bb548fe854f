using Aggregator.Kit;

namespace Aggregator.TalkingTherapies;

/// <summary>A generated population as talking therapies know it: first sessions with measures.</summary>
internal static class GeneratedSessions
{
    private const int HighestPhq9 = 27;
    private const int LowestPositivePhq9 = 10;

    private static readonly GeneratedRecords Service = new("THX-", "THX");

    public static IEnumerable<PopulationEntry> Of(int families, DateOnly anchor) =>
        Enumerable.Range(1, families)
            .SelectMany(number => Of(new GeneratedFamily(number), anchor));

    private static IEnumerable<PopulationEntry> Of(GeneratedFamily family, DateOnly anchor)
    {
        if (family.TherapySession(anchor) is not { } at)
        {
            yield break;
        }

        var patient = new Dictionary<string, string> { [family.Mother] = "PATIENT" };
        var score = family.Pick("score", HighestPhq9 + 1);
        yield return Service.Link(family.Mother, at);
        yield return Service.Record("SensitiveInvolvement", $"THX-G{family.Number:D6}-INV", at, patient, new
        {
            status = "CURRENT",
            service = "counselling",
            level = "SPECIALIST",
            from = LondonTime.Print(LondonTime.DateOf(at)),
        });
        var session = Service.Record("TherapySession", $"THX-G{family.Number:D6}-S1", at, patient, new
        {
            headline = "First session",
            patient = Service.Local(family.Mother),
            number = 1,
            measures = new[] { new { instrument = "PHQ_9", score } },
            informed = Array.Empty<object>(),
            narrativeCategory = "low mood and anxiety",
        });
        yield return session;
        yield return GeneratedRecords.Coded(
            session, 1, "PARENT_MENTAL_HEALTH", score >= LowestPositivePhq9 ? "SCREEN_POSITIVE" : "REPORTED", "MOTHER");
        foreach (var entry in Sent(family, anchor))
        {
            yield return entry;
        }
    }

    private static IEnumerable<PopulationEntry> Sent(GeneratedFamily family, DateOnly anchor)
    {
        if (family.TherapistReferral(anchor) is not { } at)
        {
            yield break;
        }

        var subjects = new Dictionary<string, string> { [family.Child] = "CHILD", [family.Mother] = "PARENT" };
        var sent = new
        {
            from = "THX",
            to = "CSC",
            intent = "REQUEST_FOR_SERVICE",
            channel = "SECURE_EMAIL",
            sentAt = at,
            child = Service.Local(family.Child),
        };
        yield return Service.Link(family.Child, at);
        yield return Service.Record("Referral", family.TherapistReferralId(), at, subjects, sent);
        yield return Service.Record(
            "SafeguardingFact", family.TherapistReferralId() + "/1", at, subjects, new
            {
                recordKind = "REFERRAL",
                category = "REFERRAL",
                certainty = "RECORDED",
                accountOf = "PROFESSIONAL",
                referral = new
                {
                    referralId = family.TherapistReferralId(),
                    sent.from,
                    sent.to,
                    sent.intent,
                    sent.channel,
                    sent.sentAt,
                },
            },
            family.TherapistReferralId());
    }
}
