using System.Text.Json;
using Aggregator.CommunityHealth;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

public sealed class CommunityHealthTests(AgencyFixture<CommunityHealthAgency> fixture)
    : CaseAgencyContractTests<CommunityHealthAgency>(fixture)
{
    [Fact]
    public async Task A_child_is_followed_from_birth_by_midwife_and_health_visitor()
    {
        var person = await Agency.PersonAsync(
            "P1",
            """
            chronology { nodes { __typename id agency headline informed { agency acknowledgedAt }
              ... on BirthNotification { firstChild mother { id } }
              ... on Handover { from to concernsPassedOn }
              ... on HealthVisit { level narrativeCategory screenings { instrument result on person { id } } }
              ... on ClinicContact { childSeen broughtBy { id } narrativeCategory } } }
            caseloads { agency caseload level from to }
            routing { agency healthVisiting { team } generalPractice { team } midwifery { team } }
            """);

        person.MatchSnapshot();
    }

    [Fact]
    public async Task Involvement_passes_from_midwife_to_health_visitor()
    {
        const string Involvement = "involvements { agency status from to lastContact contact { team } }";

        var before = await Agency.PersonAsync("P1", Involvement, "D-99 12:00");
        var after = await Agency.PersonAsync("P1", Involvement, "D+101 18:00");

        Assert.Equal(0, before.GetProperty("involvements").GetArrayLength());
        after.MatchSnapshot();
    }

    [Fact]
    public async Task A_birth_in_the_other_family_says_nothing_of_the_first()
    {
        var before = await Agency.PersonAsync("P4", "chronology { nodes { id } }", "D+41 12:00");
        var after = await Agency.PersonAsync(
            "P4",
            """
            chronology { nodes { id headline subjects { part match { state } person { id } } } } caseloads { caseload }
            """);

        Assert.Equal(0, before.GetProperty("chronology").GetProperty("nodes").GetArrayLength());
        after.MatchSnapshot();
    }

    [Fact]
    public async Task Each_code_is_a_source_of_its_own()
    {
        var answer = await Agency.AskAsync("{ sourceStatus { agency lastUpdated unmatchedPersons } }");

        answer.GetProperty("data").MatchSnapshot();
    }

    [Fact]
    public async Task Universal_contacts_are_coded_with_the_child_seen_well()
    {
        var person = await Agency.PersonAsync(
            "P1", "safeguardingFacts { nodes { category agency childImpact { person code } } }");

        var facts = person.GetProperty("safeguardingFacts").GetProperty("nodes").EnumerateArray().ToList();
        Assert.Equal(13, facts.Count);
        Assert.All(facts, fact => Assert.True(
            fact.GetProperty("category").GetString() is "BIRTH" or "UNIVERSAL_CONTACT"));
        Assert.Equal(11, facts.Count(fact => fact.GetProperty("childImpact") is { ValueKind: JsonValueKind.Array } codes
            && codes.EnumerateArray().Single().GetProperty("person").GetString() == "P1"));
    }
}
