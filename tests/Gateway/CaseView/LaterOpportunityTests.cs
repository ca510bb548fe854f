using Xunit;

namespace Aggregator.Gateway.Tests.CaseView;

/// <summary>What the view shows from day 21 on (acceptance assertions 5 to 9, 11, 13, 14, 22, 23).</summary>
[Collection(LocalHubTests.Name)]
public class LaterOpportunityTests(LocalHubFixture hub)
{
    [Fact]
    public async Task On_day_21_the_health_visitor_is_shown_exactly_what_nobody_told_her()
    {
        var answer = await hub.AskAsync(
            "health-visitor", """{ child(id: "P1") { unseenConcerns { recordId } } }""", Access.On(21));

        Assert.Equal(["GP-C1", "POL-I1", "POL-I2"], answer.Texts("child.unseenConcerns.recordId").Order());
    }

    [Theory]
    [InlineData("police-desk")]
    [InlineData("decision-maker")]
    public async Task On_day_43_the_marker_at_one_address_reaches_the_other_where_the_child_stays(string user)
    {
        var answer = await hub.AskAsync(user, """
            { child(id: "P1") { markersAtAddresses { markerId addressId heldAgainst wording path { id } } } }
            """, Access.On(43, "20:00"));

        var marker = answer.All("child.markersAtAddresses").Single(each => each!["addressId"]?.ToString() == "A2")!;
        Assert.Equal("POL-M1", marker["markerId"]!.ToString());
        Assert.Equal(["A1", "P3", "P1", "A2"], marker["path"]!.AsArray().Select(step => step!["id"]!.ToString()));
        Assert.StartsWith("held against A1", marker["wording"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_day_44_the_decision_maker_sees_three_referrals_and_a_cluster_with_its_sources()
    {
        var answer = await hub.AskAsync("decision-maker", """
            { child(id: "P1") { referrals { nodes { id from } }
                alerts { rule components { name certainty sources accounts } } } }
            """, Access.On(44));

        Assert.Equal(["POL", "POL", "THX"], answer.Texts("child.referrals.nodes.from"));
        Assert.Contains("REPEAT_REFERRALS", answer.Texts("child.alerts.rule"));
        var cluster = answer.All("child.alerts").Single(card => card!["rule"]!.ToString() == "CLUSTER_U2")!;
        var components = cluster["components"]!.AsArray()
            .ToDictionary(part => part!["name"]!.ToString(), part => part!["certainty"]!.ToString());
        Assert.Equal(
            ("RECORDED", "SCREEN_POSITIVE", "POSSIBLE"),
            (components["DOMESTIC_ABUSE"], components["PARENTAL_MENTAL_HEALTH"], components["SUBSTANCE"]));
        var abuse = cluster["components"]!.AsArray().Single(part => part!["name"]!.ToString() == "DOMESTIC_ABUSE")!;
        Assert.Equal(["GP", "POL", "THX"], abuse["sources"]!.AsArray().Select(source => source!.ToString()).Order());
        Assert.Equal(2, abuse["accounts"]!.AsArray().Count);
    }

    [Fact]
    public async Task On_day_44_the_decision_maker_sees_all_eleven_concerns()
    {
        var answer = await hub.AskAsync(
            "decision-maker", """{ child(id: "P1") { knowledgeMatrix { concern cells { state } } } }""", Access.On(44));

        Assert.Equal(
            Enumerable.Range(1, 11).Select(number => $"K{number}"),
            answer.Texts("child.knowledgeMatrix.concern").OrderBy(code => code.Length).ThenBy(code => code));
        Assert.All(
            answer.All("child.knowledgeMatrix"),
            row => Assert.Contains("HELD", row!["cells"]!.AsArray().Select(cell => cell!["state"]!.ToString())));
    }

    [Fact]
    public async Task On_day_44_the_therapist_reads_the_own_session_and_of_the_police_referrals_only_that_they_exist()
    {
        var answer = await hub.AskAsync("therapist", """
            { child(id: "P1") {
                consultations { nodes { id
                  ... on TherapySession { narrative } ... on AmbulanceAttendance { narrative } } }
                referrals { nodes { id content } }
                incidents { nodes { id narrative } }
                alerts { rule show { categories } } } }
            """, Access.On(44));

        Assert.Single(answer.Texts("child.consultations.nodes.narrative"));
        Assert.Equal(["POL-F1", "POL-F2", "THX-F3"], answer.Texts("child.referrals.nodes.id"));
        Assert.Equal(
            "THX-F3",
            answer.All("child.referrals.nodes").Single(node => node!["content"] is not null)!["id"]!.ToString());
        Assert.Empty(answer.Texts("child.incidents.nodes.narrative"));
        Assert.Contains("DOMESTIC_ABUSE", answer.Texts("child.alerts.show.categories"));
    }

    [Fact]
    public async Task The_mothers_agreement_stands_as_reluctant_and_for_social_care_alone()
    {
        var answer = await hub.AskAsync(
            "decision-maker", """{ person(id: "P2") { consents { id state scope } } }""");

        Assert.Equal(
            """[{"id":"HUB-C1","state":"GIVEN_WITH_RELUCTANCE","scope":["CSC"]}]""",
            answer["data"]!["person"]!["consents"]!.ToJsonString());
    }

    [Fact]
    public async Task Referral_clocks_run_in_working_days_to_five_in_the_afternoon()
    {
        var answer = await hub.AskAsync(
            "decision-maker", """{ child(id: "P1") { referrals { nodes { id clock { ackDueAt chaseFrom } } } } }""");

        var clocks = answer.All("child.referrals.nodes").Select(node =>
            $"{node!["id"]} {node["clock"]!["ackDueAt"]} {node["clock"]!["chaseFrom"]}".Replace(":00.0000000Z", "Z"));
        Assert.Equal(
            [
                "POL-F1 2025-06-04T16:00Z 2025-06-06T16:00Z",
                "POL-F2 2025-07-17T16:00Z 2025-07-21T16:00Z",
                "THX-F3 2025-07-17T16:00Z 2025-07-21T16:00Z",
            ],
            clocks);
    }

    [Fact]
    public async Task A_thin_ambulance_record_says_that_it_is_thin()
    {
        var answer = await hub.AskAsync("decision-maker", """
            { child(id: "P1") { notes { rule because { recordId } }
                consultations { nodes { id absent { reason } } } } }
            """);

        var note = answer.All("child.notes").Single(each => each!["rule"]!.ToString() == "RECORD_INSUFFICIENT")!;
        Assert.Equal("AMB-A1", note["because"]![0]!["recordId"]!.ToString());
        var record = answer.All("child.consultations.nodes").Single(each => each!["id"]!.ToString() == "AMB-A1")!;
        Assert.Contains("RECORD_INSUFFICIENT", record["absent"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_agency_code_says_since_when_it_covers_what()
    {
        var answer = await hub.AskAsync(
            "analyst", "{ sourceStatus { agency state coverage { from area explanation } } }");

        var police = answer.All("sourceStatus").Single(each => each!["agency"]!.ToString() == "POL")!;
        Assert.Equal("2020-06-02", police["coverage"]!["from"]!.ToString());
        Assert.Superset(
            new HashSet<string> { "ADV", "AMB", "CSC", "ED", "GP", "HST", "HUB", "HV", "MID", "POL", "THX" },
            answer.Texts("sourceStatus.agency").ToHashSet());
        Assert.All(answer.Texts("sourceStatus.state"), state => Assert.Equal("OK", state));
    }

    [Fact]
    public async Task As_known_before_its_first_day_a_source_is_not_covered()
    {
        var answer = await hub.AskAsync(
            "analyst", "{ sourceStatus { agency state } }", new Access(AsAt: "2020-06-01"));

        var states = answer.All("sourceStatus").ToDictionary(
            each => each!["agency"]!.ToString(), each => each!["state"]!.ToString());
        Assert.Equal(("NOT_COVERED", "OK"), (states["POL"], states["CSC"]));
    }

    [Theory]
    [InlineData("therapist", "17", "MODERATELY_SEVERE")]
    [InlineData("gp", "17", "MODERATELY_SEVERE")]
    [InlineData("decision-maker", "17", "MODERATELY_SEVERE")]
    [InlineData("health-visitor", "", "MODERATELY_SEVERE")]
    [InlineData("health-desk", "", "MODERATELY_SEVERE")]
    [InlineData("analyst", "", "MODERATELY_SEVERE")]
    [InlineData("police-desk", "", "")]
    [InlineData("social-worker", "", "")]
    public async Task Screening_scores_go_to_those_who_treat_and_bands_to_those_who_act(
        string user, string score, string band)
    {
        var answer = await hub.AskAsync(user, """
            { child(id: "P1") {
                consultations { nodes { ... on TherapySession { measures { instrument score band } } } } } }
            """);

        var phq = answer.All("child.consultations.nodes.measures")
            .SingleOrDefault(measure => measure?["instrument"]?.ToString() == "PHQ_9");
        Assert.Equal(score, phq?["score"]?.ToString() ?? "");
        Assert.Equal(band, phq?["band"]?.ToString() ?? "");
    }

    [Theory]
    [InlineData(40, "UNBORN_HALF_SIBLING")]
    [InlineData(45, "HALF_SIBLING")]
    public async Task The_half_sibling_is_expected_before_and_born_after_day_41(int day, string relation)
    {
        var answer = await hub.AskAsync(
            "decision-maker",
            """{ child(id: "P1") { halfSiblings { relation expectedDate dateOfBirth } } }""",
            Access.On(day));

        Assert.Equal([relation], answer.Texts("child.halfSiblings.relation"));
        Assert.Single(answer.Texts(day < 41 ? "child.halfSiblings.expectedDate" : "child.halfSiblings.dateOfBirth"));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(45)]
    public async Task The_childs_health_visitor_never_gets_the_other_familys_name_or_address(int day)
    {
        var answer = await hub.AskAsync("health-visitor", """
            { child(id: "P1") { name
                halfSiblings { id relation otherParent { id name } }
                circle { person { id name } }
                chronology { nodes { id headline subjects { person { id name } } } }
                residences { address { lines postcode } } } }
            """, Access.On(day));

        Assert.DoesNotContain("Reed", answer.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }
}
