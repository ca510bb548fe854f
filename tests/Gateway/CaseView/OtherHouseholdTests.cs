using Xunit;

namespace Aggregator.Gateway.Tests.CaseView;

/// <summary>What is told of a household to those whose link leads through another one.</summary>
[Collection(LocalHubTests.Name)]
public class OtherHouseholdTests(LocalHubFixture hub)
{
    private const string Cards = """
        { child(id: "P1") {
            alerts { rule because { recordId agency } missing { recordId agency couldNotCheck }
                components { sources accounts } show { type contact { agency reference } } }
            notes { rule because { recordId agency } }
            unseenConcerns { recordId agency contact { agency } }
            firstScreen { lastSeen { agency recordId } newSinceLastReferral { recordId agency } } } }
        """;

    [Theory]
    [InlineData("gp-2")]
    [InlineData("health-visitor-2")]
    [InlineData("midwife")]
    public async Task Who_is_linked_through_the_father_alone_is_not_told_what_a_card_rests_on(string user)
    {
        var answer = await hub.AskAsync(user, Cards);

        Assert.Empty(answer.Codes());
        Assert.DoesNotMatch("THX|THERAPY|MH_SCORE|POL-|GP-|AMB|ADV", answer["data"]!.ToJsonString());
        var withheld = answer["extensions"]!["disclosure"]!["withheld"]!.AsArray();
        Assert.DoesNotContain(withheld, marker => marker!["contact"]?.ToString() is not ("HUB" or "PPL"));
        Assert.Contains("Child.notes GENERALISE NO_RELATIONSHIP", answer.Withheld());
        Assert.Contains("Child.unseenConcerns GENERALISE NO_RELATIONSHIP", answer.Withheld());
    }

    [Theory]
    [InlineData("gp-2")]
    [InlineData("health-visitor-2")]
    public async Task Who_is_linked_through_the_father_alone_gets_the_card_and_whom_to_ask(string user)
    {
        var answer = await hub.AskAsync(
            user,
            """
            { child(id: "P1") {
                alerts { rule severity because { agency } standingDecision { id }
                    show { categories desk { agency phone reference } } } } }
            """);

        Assert.Empty(answer.Codes());
        Assert.Contains("CHILD_IMPACT_DA", answer.Texts("child.alerts.rule"));
        Assert.Contains("IMMEDIATE", answer.Texts("child.alerts.severity"));
        Assert.Contains("SD-1", answer.Texts("child.alerts.standingDecision.id"));
        Assert.Empty(answer.Texts("child.alerts.show.categories"));
        Assert.Contains("AlertShow.categories GENERALISE NO_RELATIONSHIP", answer.Withheld());
        Assert.Equal(["HST"], answer.Texts("child.alerts.show.desk.agency").Distinct());
        Assert.NotEmpty(answer.Texts("child.alerts.show.desk.phone"));
        Assert.Empty(answer.Texts("child.alerts.show.desk.reference"));
        Assert.Contains("Alert.because GENERALISE NO_RELATIONSHIP", answer.Withheld());
    }

    // What was said in therapy and to the advice line stands in the categories of cards, and in their children's codes.
    [Theory]
    [InlineData("gp-2")]
    [InlineData("health-visitor-2")]
    [InlineData("midwife")]
    public async Task Who_is_linked_through_the_father_alone_is_told_no_category_of_what_the_mother_said(string user)
    {
        var answer = await hub.AskAsync(
            user,
            """
            { child(id: "P1") {
                alerts { id rule for because { kind category certainty } components { name sources }
                  show { type categories date grade parties child childStays asked } handling { homeVisitSafety } }
                notes { rule show { categories child } because { category } } unseenConcerns { categories }
                firstScreen { newSinceLastReferral { categories } newSinceLastLook { categories } }
                knowledgeMatrix { concern title cells { agency state } } } }
            """);

        Assert.Empty(answer.Codes());
        Assert.NotNull(answer["data"]!["child"]);
        Assert.DoesNotMatch(
            "CHILD_HELD_DURING_ASSAULT|LEFT_UNATTENDED|PARENT_SUICIDAL_IDEATION|HELD_DURING_ABUSE|WITNESSED",
            answer["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("health-visitor")]
    [InlineData("gp")]
    [InlineData("therapist")]
    [InlineData("police-desk")]
    [InlineData("decision-maker")]
    public async Task Records_of_the_half_siblings_mother_are_not_open_to_who_works_with_the_child(string user)
    {
        var answer = await hub.AskAsync(
            user,
            """
            { person(id: "P5") { id chronology { nodes { id headline } } consultations { nodes { id } } }
              child(id: "P4") { chronology { nodes { id headline } } consultations { nodes { id } } } }
            """,
            Access.On(49));

        Assert.Empty(answer.Codes());
        Assert.DoesNotContain("MID-V6", answer["data"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("health-visitor")]
    [InlineData("gp")]
    [InlineData("therapist")]
    public async Task Who_is_told_that_there_is_a_half_sibling_is_not_told_when_it_was_born(string user)
    {
        var answer = await hub.AskAsync(
            user,
            """
            { child(id: "P1") { halfSiblings { id relation dateOfBirth }
                chronology(first: 100) { nodes { id sortAt kind headline when { text } } } }
              person(id: "P5") { involvements { agency service } }
              child4: child(id: "P4") { involvements { agency service } } }
            """,
            Access.On(49));

        Assert.Empty(answer.Codes());
        Assert.NotEmpty(answer.All("child.halfSiblings").OfType<System.Text.Json.Nodes.JsonObject>());
        Assert.DoesNotMatch("MID-B2|2025-07-13|midwifery", answer["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Hub_sees_in_the_childs_chronology_that_the_half_sibling_was_born()
    {
        var answer = await hub.AskAsync(
            "decision-maker",
            """{ child(id: "P1") { chronology(first: 100) { nodes { id headline } } } }""",
            Access.On(49));

        Assert.Empty(answer.Codes());
        Assert.Contains("MID-B2", answer.Texts("child.chronology.nodes.id"));
        Assert.Contains("Live birth, two weeks before the expected day",
            answer.Texts("child.chronology.nodes.headline"));
    }

    [Fact]
    public async Task Fathers_surgery_reads_no_address_of_the_household_of_mother_and_child()
    {
        var answer = await hub.AskAsync(
            "gp-2",
            """
            { person(id: "P3") { incidents { nodes { id incidentType placeId headline childrenPresent { note } } } } }
            """,
            Access.On(49));

        Assert.Empty(answer.Codes());
        Assert.Contains("POL-I3", answer.Texts("person.incidents.nodes.id"));
        Assert.NotEmpty(answer.Texts("person.incidents.nodes.incidentType"));
        Assert.Empty(answer.Texts("person.incidents.nodes.placeId"));
        Assert.Empty(answer.Texts("person.incidents.nodes.childrenPresent.note"));
        Assert.DoesNotContain("grandparents", answer.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Surgery_of_mother_and_child_reads_the_district_of_an_address_and_no_more()
    {
        var answer = await hub.AskAsync(
            "gp",
            """
            { child(id: "P1") { residences { kind address { id lines postcode district doNotDiscloseTo { id } } }
                household { address { id lines postcode } } tonight { wording places { address { id lines postcode } } }
                markersAtAddresses { addressId heldAgainst wording path { id } } }
              person(id: "P2") { residences { address { id lines postcode } } incidents { nodes { id placeId } } } }
            """,
            Access.On(49));

        Assert.Empty(answer.Codes());
        Assert.NotEmpty(answer.Texts("child.residences.address.district"));
        Assert.All(answer.Texts("child.residences.address.postcode"), text => Assert.DoesNotContain(' ', text));
        Assert.NotEmpty(answer.Texts("person.incidents.nodes.id"));
        Assert.DoesNotMatch(
            "Beech|Court|17 |\"(lines|placeId|addressId|heldAgainst)\":[^n]", answer["data"]!.ToJsonString());
        Assert.Contains("Address.lines OMIT WITHHELD", answer.Withheld());
    }
}
