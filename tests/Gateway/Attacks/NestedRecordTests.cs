using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// A link to a record, and a decision to share one, open that record: not what is below the persons and records that
/// it names.
/// </summary>
public sealed class NestedRecordTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    [Fact]
    public async Task Referrals_below_the_child_of_ones_own_referral_are_those_below_the_child()
    {
        const string Fields =
            "nodes { id from content decisions { id rationale } contactsWithFamily { id narrative } }";
        var direct = await hub.AskAsync("police-desk", $$"""{ child(id: "P1") { referrals { {{Fields}} } } }""");
        var nested = await hub.AskAsync("police-desk", $$"""
            { child(id: "P1") { referrals(first: 1) { nodes { child { referrals { {{Fields}} } } } } } }
            """);

        Assert.Equal(["POL-F1", "POL-F2"], direct.Texts("child.referrals.nodes.id"));
        Assert.True(JsonNode.DeepEquals(
            direct["data"]!["child"]!["referrals"],
            nested["data"]!["child"]!["referrals"]!["nodes"]![0]!["child"]!["referrals"]));
    }

    [Fact]
    public async Task Whatever_happened_below_the_child_of_ones_own_referral_is_what_happened_to_the_child()
    {
        const string Fields = "chronology { nodes { id headline } }";
        var direct = await hub.AskAsync("police-desk", $$"""{ person(id: "P1") { {{Fields}} } }""");
        var nested = await hub.AskAsync("police-desk", $$"""
            { child(id: "P1") { referrals(first: 1) { nodes { child { {{Fields}} } } } } }
            """);

        Assert.Equal(
            direct.Texts("person.chronology.nodes.id"),
            nested.Texts("child.referrals.nodes.child.chronology.nodes.id"));
    }

    [Fact]
    public async Task Addresses_below_the_persons_of_ones_own_referral_stay_closed()
    {
        var answer = await hub.AskAsync("police-desk", """
            { child(id: "P1") { referrals(first: 1) { nodes {
                child { name residences { address { lines } } }
                subjects { person { name residences { address { lines } } } } } } } }
            """);

        Assert.NotEmpty(answer.Texts("child.referrals.nodes.child.name"));
        Assert.Empty(answer.Texts("child.referrals.nodes.child.residences.address.lines"));
        Assert.Empty(answer.Texts("child.referrals.nodes.subjects.person.residences.address.lines"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("POL")]
    public async Task Whoever_a_referral_mentions_is_no_more_open_than_by_name(string? recipient)
    {
        const string Fields = "name residences { address { lines } } relationships { to { id name } }";
        var access = new Access(Recipient: recipient);
        var direct = await hub.AskAsync("decision-maker", $$"""{ person(id: "P4") { {{Fields}} } }""", access);
        var nested = await hub.AskAsync("decision-maker", $$"""
            { child(id: "P1") { referrals(first: 1) { nodes { id subjects { part person { {{Fields}} } } } } } }
            """, access);

        Assert.Empty(direct.Texts("person.name"));
        foreach (var secret in new[] { "Baby Reed", "Kit Reed", "Cedar Yard" })
        {
            Assert.DoesNotContain(secret, nested.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Content_below_the_persons_of_ones_own_referral_is_each_referrals_own()
    {
        var nested = await hub.AskAsync(
            "therapist",
            """
            { child(id: "P1") { referrals { nodes { id content
                subjects { person { referrals { nodes { id content } } } } } } } }
            """,
            new Access(Purpose: "SAFEGUARD_OWN_CASELOAD"));

        var contents = nested["data"]!["child"]!["referrals"]!["nodes"]!.AsArray()
            .SelectMany(referral => referral!["subjects"]?.AsArray() ?? [])
            .SelectMany(subject => subject!["person"]?["referrals"]?["nodes"]?.AsArray() ?? [])
            .Where(referral => (string?)referral!["id"] is "POL-F1" or "POL-F2")
            .Select(referral => (string?)referral!["content"]);
        Assert.NotEmpty(contents);
        Assert.All(contents, Assert.Null);
    }

    [Fact]
    public async Task Decision_to_share_one_record_opens_no_other_below_whom_it_is_about()
    {
        var recorded = await hub.AskAsync("decision-maker", """
            mutation { recordSharingDecision(decision: {
              person: "P2", decision: SHARE, from: GP, to: [HUB], records: ["GP-R1"], classes: ["GP_NARRATIVE"],
              purpose: "safety of the child", basis: ART6_1E, condition: ART9_2G_SCH1_P6, gateway: CA2004_S11,
              confidentialityBasis: OVERRIDING_PUBLIC_INTEREST, overrideReason: SAFETY_OF_CHILD,
              authorisedBy: "team manager", channel: TELEPHONE, subjectTold: true,
              reviewAt: "2025-10-01T16:00:00Z" }) { id problems { code } } }
            """);
        var answer = await hub.AskAsync("decision-maker", """
            { child(id: "P1") { chronology { nodes { id ... on AppointmentRequest { patient {
                consultations { nodes { id ... on Consultation { narrative } } } } } } } } }
            """);

        Assert.Single(recorded.Texts("recordSharingDecision.id"));
        var narratives = answer.Texts("child.chronology.nodes.patient.consultations.nodes.narrative");
        Assert.NotEmpty(narratives);
        Assert.DoesNotContain("Came with her mother", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("P1", true)]
    [InlineData("P3", false)]
    public async Task Broken_glass_opens_a_childs_record_for_the_child_and_not_for_who_had_a_part_in_it(
        string person, bool opens)
    {
        var opened = await hub.AskAsync("emergency", $$"""
            mutation { openBreakGlass(person: "{{person}}", reason: RISK_OF_SERIOUS_HARM, text: "brought in alone") {
                id problems { code } } }
            """);
        var glass = Assert.Single(opened.Texts("openBreakGlass.id"));
        var answer = await hub.AskAsync(
            "emergency",
            $$"""{ person(id: "{{person}}") { id incidents { nodes { id headline placeId } } } }""",
            new Access(BreakGlass: glass));

        Assert.Equal([person], answer.Texts("person.id"));
        Assert.Equal(opens, answer.Texts("person.incidents.nodes.id").Contains("POL-I3"));
        Assert.Equal(opens, answer.ToJsonString().Contains("A2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("P1", "GP-INV-1", true)]
    [InlineData("P3", "GP-INV-3", false)]
    public async Task Broken_glass_opens_what_services_do_for_a_child_for_the_child_and_not_for_its_parent(
        string person, string own, bool opens)
    {
        var opened = await hub.AskAsync("emergency", $$"""
            mutation { openBreakGlass(person: "{{person}}", reason: RISK_OF_SERIOUS_HARM, text: "brought in alone") {
                id problems { code } } }
            """);
        var glass = Assert.Single(opened.Texts("openBreakGlass.id"));
        var answer = await hub.AskAsync(
            "emergency",
            $$"""{ person(id: "{{person}}") { involvements { id lastContact } } }""",
            new Access(BreakGlass: glass));

        Assert.Contains(own, answer.Texts("person.involvements.id"));
        Assert.Equal(opens, answer.Texts("person.involvements.id").Contains("POL-INV-1"));
    }
}
