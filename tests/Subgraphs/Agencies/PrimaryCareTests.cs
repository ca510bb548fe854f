using System.Text.Json;
using Aggregator.PrimaryCare;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

public sealed class PrimaryCareTests(AgencyFixture<PrimaryCareAgency> fixture)
    : CaseAgencyContractTests<PrimaryCareAgency>(fixture)
{
    private const string FactCodes =
        "safeguardingFacts { nodes { id agency recordId recordKind category certainty accountOf about "
        + "childImpact { person code } "
        + "presumed recordedAt receivedAt grade gradeScheme informed { agency at } "
        + "intention { to statedBy statedAt outcome } referral { referralId from to intent sentAt } } }";

    [Fact]
    public async Task The_walk_in_consultation_is_there_from_when_it_was_recorded()
    {
        const string Consultations = "consultations { nodes { id } } involvements { lastContact }";

        var before = await Agency.PersonAsync("P2", Consultations, "D+11 08:00");
        var after = await Agency.PersonAsync("P2", Consultations, "D+11 18:00");

        Assert.Equal(
            """{"consultations":{"nodes":[]},"involvements":[{"lastContact":null}]}""", before.ToString());
        Assert.Equal(
            """{"consultations":{"nodes":[{"id":"GP-C1"}]},"involvements":[{"lastContact":"2025-06-13"}]}""",
            after.ToString());
    }

    [Fact]
    public async Task A_mothers_records_keep_coded_facets_apart_from_her_words()
    {
        var person = await Agency.PersonAsync(
            "P2",
            """
            registrations { practice namedGp absent { field reason } }
            chronology { nodes { __typename id kind headline agency
              subjects { part match { state } person { id } } informed { agency how } source { title }
              ... on AppointmentRequest { outcome requestedFor narrativeCategory verbatim { speaker text } }
              ... on Consultation { setting distinctProfessional factors accompaniedBy { id } childSeen
                narrativeCategory childImpact { code child { id } } recordSharing { visibleTo notVisibleTo }
                onwardReferrals { id } absent { field reason } }
              ... on OnwardReferral { to channel sentAt contentCategory patient { id } } } }
            """);

        person.MatchSnapshot();
    }

    [Fact]
    public async Task Coded_facts_of_the_case_are_what_the_rules_read()
    {
        var mother = await Agency.PersonAsync("P2", FactCodes);
        var child = await Agency.PersonAsync("P1", FactCodes);

        JsonSerializer.SerializeToElement(new { mother, child }).MatchSnapshot();
    }
}
