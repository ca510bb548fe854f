using System.Text.Json;
using Aggregator.UrgentCare;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

public sealed class UrgentCareTests(AgencyFixture<UrgentCareAgency> fixture)
    : CaseAgencyContractTests<UrgentCareAgency>(fixture)
{
    private const string FactCodes =
        "safeguardingFacts { nodes { id agency recordId recordKind category certainty accountOf about "
        + "childImpact { person code } "
        + "presumed recordedAt receivedAt grade gradeScheme informed { agency at } "
        + "intention { to statedBy statedAt outcome } referral { referralId from to intent sentAt } } }";

    [Fact]
    public async Task A_thin_record_says_that_it_is_too_thin_to_tell()
    {
        var person = await Agency.PersonAsync(
            "P3",
            """
            consultations { nodes { id agency headline informed { agency } absent { field reason note }
              ... on AmbulanceAttendance { completeness conveyed callAt leftAt narrativeCategory } } }
            """,
            "D+2 18:00");

        person.MatchSnapshot();
    }

    [Fact]
    public async Task The_call_to_the_advice_line_is_about_a_day_and_has_a_definite_place_in_order()
    {
        var person = await Agency.PersonAsync(
            "P2",
            """
            consultations { nodes { id agency sortAt when { precision text earliest latest }
              ... on AdviceLineContact { calledBy factors advice messageSentTo { agency } narrativeCategory
                verbatim { speaker text } absent { field reason } } } }
            """);

        person.MatchSnapshot();
    }

    [Fact]
    public async Task The_serious_incident_says_only_that_it_is_restricted()
    {
        const string Chronology =
            "chronology { nodes { __typename id headline informed { agency } source { title } childImpact { code } } } "
            + "consultations { nodes { id } } safeguardingFacts { nodes { id category } }";

        var person = await Agency.PersonAsync("P1", Chronology, "D+122 18:00");

        person.MatchSnapshot();
    }

    [Fact]
    public async Task Coded_facts_of_the_case_are_what_the_rules_read()
    {
        var mother = await Agency.PersonAsync("P2", FactCodes);
        var father = await Agency.PersonAsync("P3", FactCodes);

        JsonSerializer.SerializeToElement(new { mother, father }).MatchSnapshot();
    }
}
