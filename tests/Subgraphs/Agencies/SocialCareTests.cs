using System.Text.Json;
using Aggregator.Kit;
using Aggregator.SocialCare;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

public sealed class SocialCareTests(AgencyFixture<SocialCareAgency> fixture)
    : CaseAgencyContractTests<SocialCareAgency>(fixture)
{
    private const string Clock = "clock { ackDueAt chaseFrom decisionDueAt state }";

    [Fact]
    public async Task First_referral_is_shown_with_its_decision_what_that_lacks_and_its_clock()
    {
        var person = await Agency.PersonAsync(
            "P1",
            """
            referrals { nodes { id sortAt agency contact { agency team } receivedAt consideredAt
              clock { ackDueAt acknowledgedAt chaseFrom decidedAt feedbackDueAt feedbackGivenAt state calendar }
              feedback { state dueAt }
              decisions { id outcome closed outcomeVerbatim gaps agencyChecks { agency } informed { agency }
                absent { field reason } }
              allocations { id } contactsWithFamily { id } } }
            """,
            "D+2 18:00");

        person.MatchSnapshot();
    }

    [Fact]
    public async Task Third_referral_is_closed_with_everything_missing_that_was_not_done()
    {
        var person = await Agency.PersonAsync(
            "P1",
            """
            referrals(first: 1, after: "2025-07-16T00:00:00.0000000Z") { nodes { id
              allocations { to by } feedback { state }
              contactsWithFamily { how spokenTo { relation person { id } } notSpokenTo { relation }
                support { response } conditional { trigger promisedAction } narrativeCategory }
              decisions { outcome closed endorsedBy gaps thresholdsConsidered { framework result }
                closing { form sentTo { id } safeAddressChecked reviewedBeforeSending } } } }
            """);

        person.MatchSnapshot();
    }

    [Theory]
    [InlineData("POL-F1", "D+2 17:00", "D+4 17:00")]
    [InlineData("POL-F2", "D+45 17:00", "D+49 17:00")]
    [InlineData("THX-F3", "D+45 17:00", "D+49 17:00")]
    public async Task Clocks_run_in_working_days(string referral, string ackDue, string chaseFrom)
    {
        var clock = (await ReferralAsync(Agency, "P1", referral)).GetProperty("clock");

        Assert.Equal(LondonTime.Print(RunningAgency.Day(ackDue)), clock.GetProperty("ackDueAt").GetString());
        Assert.Equal(LondonTime.Print(RunningAgency.Day(chaseFrom)), clock.GetProperty("chaseFrom").GetString());
        Assert.Equal("OVERDUE", clock.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("POL-B1", "2025-05-23T16:00:00Z", "2025-05-28T16:00:00Z")]
    [InlineData("POL-B2", "2025-05-27T16:00:00Z", "2025-05-29T16:00:00Z")]
    public async Task A_bank_holiday_shifts_the_clocks_by_one_day(string referral, string ackDue, string chaseFrom)
    {
        await using var agency = await RunningAgency.StartAsync(
            new SocialCareAgency(),
            seedFolder: Path.Combine(ContractFile.Root, "tests", "Subgraphs", "cases", "bank-holiday"));

        var clock = (await ReferralAsync(agency, "X1", referral)).GetProperty("clock");

        Assert.Equal(DateTimeOffset.Parse(ackDue, null), clock.GetProperty("ackDueAt").GetDateTimeOffset());
        Assert.Equal(DateTimeOffset.Parse(chaseFrom, null), clock.GetProperty("chaseFrom").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("D+1 14:30", 0, null)]
    [InlineData("D+1 18:00", 8, null)]
    [InlineData("D+2 18:00", 9, "2025-06-04T09:50:00.0000000Z")]
    public async Task What_was_coded_from_a_referral_is_held_from_receipt_and_considered_later(
        string asAt, int facts, string? considered)
    {
        var person = await Agency.PersonAsync(
            "P1", "safeguardingFacts { nodes { id category recordId receivedAt consideredAt } }", asAt);

        var nodes = person.GetProperty("safeguardingFacts").GetProperty("nodes").EnumerateArray().ToList();
        Assert.Equal(facts, nodes.Count);
        Assert.All(nodes.Where(node => node.GetProperty("category").GetString() == "PARENT_SELF_HARM"), node =>
        {
            Assert.Equal("2025-06-03T13:26:00.0000000Z", node.GetProperty("receivedAt").GetString());
            Assert.Equal(considered, node.GetProperty("consideredAt").GetString());
        });
    }

    [Fact]
    public async Task A_coded_referral_carries_the_receivers_clock_decision_and_gaps()
    {
        var person = await Agency.PersonAsync(
            "P1",
            """
            safeguardingFacts { nodes { id category recordKind referral { referralId from to receivedAt ackDueAt
              chaseFrom decidedAt outcome closed gaps contacts { person closes opens } feedbackAt } } }
            """);

        var referrals = person.GetProperty("safeguardingFacts").GetProperty("nodes").EnumerateArray()
            .Where(fact => fact.GetProperty("category").GetString() is "REFERRAL" or "DECISION");
        JsonSerializer.SerializeToElement(referrals).MatchSnapshot();
    }

    [Fact]
    public async Task What_was_coded_from_a_referral_or_from_what_answers_it_says_between_whom_it_was()
    {
        var person = await Agency.PersonAsync(
            "P1", "safeguardingFacts { nodes { recordId referral { referralId from to } } }");

        var ends = person.GetProperty("safeguardingFacts").GetProperty("nodes").EnumerateArray()
            .Select(fact => (Record: fact.GetProperty("recordId").GetString()!, Referral: fact.GetProperty("referral")))
            .ToLookup(
                fact => fact.Record,
                fact => string.Join(' ', fact.Referral.EnumerateObject().Select(field => field.Value.GetString())));
        string[] records = ["CSC-D1", "CSC-D2", "CSC-D3", "CSC-K3", "POL-F1", "POL-F2", "THX-F3"];
        Assert.Equal(records, ends.Select(each => each.Key).Order(StringComparer.Ordinal));
        Assert.All(ends["CSC-D2"].Concat(ends["POL-F2"]), said => Assert.Equal("POL-F2 POL CSC", said));
        Assert.All(
            ends["THX-F3"].Concat(ends["CSC-K3"]).Concat(ends["CSC-D3"]),
            said => Assert.Equal("THX-F3 THX CSC", said));
    }

    [Fact]
    public async Task What_answers_a_referral_says_whose()
    {
        await using var agency = await RunningAgency.StartAsync(new SocialCareAgency());
        await agency.RecordAsync(
            """
            {"records": [{"ContactWithFamily": "CSC-K9", "event": "2025-07-21T16:00:00Z",
              "subjects": {"CSC-10021": "CHILD"}, "how": "telephone"}]}
            """);

        var person = await agency.PersonAsync(
            "P1",
            """
            chronology { nodes { id ... on ScreeningDecision { answersTo } ... on ContactWithFamily { answersTo } } }
            """);

        var answers = person.GetProperty("chronology").GetProperty("nodes").EnumerateArray()
            .Where(node => node.TryGetProperty("answersTo", out _))
            .Select(node => $"{node.GetProperty("id")} {node.GetProperty("answersTo")}");
        Assert.Equal(["CSC-D1 POL", "CSC-D2 POL", "CSC-K3 THX", "CSC-D3 THX", "CSC-K9 CSC"], answers);
    }

    [Fact]
    public async Task What_came_from_the_therapist_is_not_listed_under_the_father()
    {
        var person = await Agency.PersonAsync(
            "P3", "referrals { nodes { id } } chronology { nodes { id } } safeguardingFacts { nodes { recordId } }");

        Assert.DoesNotContain("THX", person.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_to_assess_lacks_nothing()
    {
        await using var agency = await RunningAgency.StartAsync(new SocialCareAgency());
        await agency.RecordAsync(
            """
            {"records": [{"ScreeningDecision": "CSC-D9", "event": "2025-07-21T16:00:00Z", "parent": "THX-F3",
              "subjects": {"CSC-10021": "CHILD"}, "outcome": "ASSESSMENT_S17"}]}
            """);

        var decisions = (await ReferralAsync(agency, "P1", "THX-F3")).GetProperty("decisions");

        Assert.Equal("CSC-D9", decisions[1].GetProperty("id").GetString());
        Assert.Equal(0, decisions[1].GetProperty("gaps").GetArrayLength());
    }

    [Theory]
    [InlineData("P1", "CURRENT", 1)]
    [InlineData("P2", "NONE_FOUND", 0)]
    public async Task Plan_of_a_child_is_the_childs_and_not_its_parents(string person, string state, int plans)
    {
        await using var agency = await RunningAgency.StartAsync(new SocialCareAgency());
        await agency.RecordAsync(
            """
            {"records": [{"Plan": "CSC-P9", "event": "2025-06-03T16:00:00Z", "plan": "CHILD_PROTECTION_PLAN",
              "subjects": {"CSC-10021": "CHILD", "CSC-10022": "PARENT"}, "from": "2025-06-03"}]}
            """);

        var status = (await agency.PersonAsync(person, "planStatus { childProtectionPlan plans { id } }"))
            .GetProperty("planStatus");

        Assert.Equal(state, status.GetProperty("childProtectionPlan").GetString());
        Assert.Equal(plans, status.GetProperty("plans").GetArrayLength());
    }

    private static async Task<JsonElement> ReferralAsync(RunningAgency agency, string person, string id)
    {
        var found = await agency.PersonAsync(
            person, $"referrals {{ nodes {{ id {Clock} decisions {{ id gaps }} }} }}");
        return found.GetProperty("referrals").GetProperty("nodes").EnumerateArray()
            .Single(referral => referral.GetProperty("id").GetString() == id);
    }
}
