using System.Text.Json;
using Aggregator.TalkingTherapies;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

public sealed class TalkingTherapiesTests(AgencyFixture<TalkingTherapiesAgency> fixture)
    : CaseAgencyContractTests<TalkingTherapiesAgency>(fixture)
{
    private const string FactCodes =
        "safeguardingFacts { nodes { id agency recordId recordKind category certainty accountOf about "
        + "childImpact { person code } "
        + "presumed recordedAt receivedAt grade gradeScheme informed { agency at } "
        + "intention { to statedBy statedAt outcome } referral { referralId from to intent sentAt } } }";

    [Fact]
    public async Task First_session_has_measures_with_bands_disclosures_and_the_agreement()
    {
        var person = await Agency.PersonAsync(
            "P2",
            """
            involvements { __typename status service lastContact }
            consultations { nodes { id headline ... on TherapySession { number factors
              measures { instrument score band bandScheme selfHarmItem }
              disclosures { allegationOf against certainty occasions childImpact }
              intentions { to by statedAt outcome } agreement { id state scope toldOfDuty givenBy { id } }
              childImpact { code certainty child { id } } informed { agency } narrativeCategory
              verbatim { speaker text } } } }
            """);

        person.MatchSnapshot();
    }

    [Fact]
    public async Task Referral_to_social_care_has_the_senders_part()
    {
        var person = await Agency.PersonAsync(
            "P1",
            """
            referrals { nodes { id sortAt sentAt agency from to intent heading channel contentCategory receivedAt
              requestedBy sentBy subjects { part person { id } } informed { agency at } } }
            consultations { nodes { id } }
            """);

        person.MatchSnapshot();
    }

    [Fact]
    public async Task A_score_has_the_band_of_its_scheme()
    {
        (string Instrument, int Score, string? Scheme, string? Band)[] measures =
        [
            ("PHQ_9", 17, null, "MODERATELY_SEVERE"),
            ("PHQ_9", 0, null, "MINIMAL"), ("PHQ_9", 4, null, "MINIMAL"),
            ("PHQ_9", 5, null, "MILD"), ("PHQ_9", 9, null, "MILD"),
            ("PHQ_9", 10, null, "MODERATE"), ("PHQ_9", 14, null, "MODERATE"),
            ("PHQ_9", 15, null, "MODERATELY_SEVERE"), ("PHQ_9", 19, null, "MODERATELY_SEVERE"),
            ("PHQ_9", 20, null, "SEVERE"), ("PHQ_9", 27, null, "SEVERE"),
            ("PHQ_9", 28, null, null), ("PHQ_9", -1, null, null), ("PHQ_9", 12, "5/10/15", null),
            ("GAD_7", 14, null, "MODERATE"), ("GAD_7", 15, "5/10/15", "SEVERE"), ("GAD_7", 22, null, null),
            ("GAD_7", 10, "5/11/16", "MILD"), ("GAD_7", 21, "5/11/16", "SEVERE"),
        ];
        await using var agency = await RunningAgency.StartAsync(new TalkingTherapiesAgency());
        using var recorded = await agency.RecordAsync(JsonSerializer.Serialize(new
        {
            records = new[]
            {
                new
                {
                    TherapySession = "THX-S9",
                    @event = "2025-07-21T12:00:00Z",
                    subjects = new Dictionary<string, string> { ["THX-402"] = "PATIENT" },
                    measures = measures.Select(measure => new
                    {
                        instrument = measure.Instrument, score = measure.Score, bandScheme = measure.Scheme,
                    }),
                },
            },
        }));

        var person = await agency.PersonAsync(
            "P2",
            """
            consultations(first: 1, after: "2025-07-20T00:00:00.0000000Z") {
              nodes { ... on TherapySession { measures { band } } } }
            """);

        var bands = person.GetProperty("consultations").GetProperty("nodes")[0].GetProperty("measures")
            .EnumerateArray().Select(measure => measure.GetProperty("band").GetString());
        Assert.Equal(201, (int)recorded.StatusCode);
        Assert.Equal(measures.Select(measure => measure.Band), bands);
    }

    [Fact]
    public async Task Nothing_of_it_is_listed_under_the_father()
    {
        var person = await Agency.PersonAsync(
            "P3",
            """
            chronology { nodes { id } } consultations { nodes { id } } referrals { nodes { id } } involvements { id }
            safeguardingFacts { nodes { id } }
            """);

        Assert.DoesNotContain("THX", person.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coded_facts_of_the_case_are_what_the_rules_read()
    {
        var mother = await Agency.PersonAsync("P2", FactCodes);

        mother.MatchSnapshot();
    }
}
