using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>A command that is refused tells nothing that who sends it may not know.</summary>
public sealed partial class CommandTests
{
    private static readonly string[] Recipients = ["GP", "CSC", "HV", "POL"];

    [Theory]
    [InlineData("nobody", "HUB", "DASHBOARD", "ROLE_NOT_ALLOWED")]
    [InlineData("nobody", "HUB", "AUDITOR", "ROLE_NOT_ALLOWED")]
    [InlineData("ambulance", "AMB", "AMBULANCE", "NO_RELATIONSHIP")]
    [InlineData("gp-2", "GP", "GP", "NO_RELATIONSHIP")]
    public async Task Decision_to_share_that_is_refused_does_not_tell_whether_anything_was_agreed(
        string worker, string agency, string role, string code)
    {
        foreach (var recipient in Recipients)
        {
            var refused = await DoAsync(
                $$"""recordSharingDecision(decision: { person: "P2", decision: SHARE, to: [{{recipient}}] })""",
                new Who(worker, agency, role));

            Assert.Equal([(code, null)], Problems(refused));
        }
    }

    [Theory]
    [InlineData("GIVEN")]
    [InlineData("REFUSED")]
    public async Task Decision_to_share_another_agencys_records_is_refused_alike_whatever_was_agreed_about_them(
        string state)
    {
        var therapist = new Who("therapist", "THX", "THERAPIST");
        var before = await TryAsync();
        var agreed = await DoAsync(
            $$"""
            recordConsent(consent: { person: "P1", state: {{state}}, scope: [CSC], obtainedBy: GP, how: "asked" })
            """,
            new Who("gp", "GP", "GP"));
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(Problems(agreed));
        Assert.Equal(before, await TryAsync());
        Assert.All(before, problems => Assert.Equal("ONLY_OWN_RECORDS from", problems));

        async Task<List<string>> TryAsync()
        {
            List<string> said = [];
            foreach (var to in Recipients)
            {
                var decision = Shared.Replace("P2", "P1").Replace("from: THX", "from: GP")
                    .Replace("to: [HV]", $"to: [{to}]");
                var payload = await DoAsync($"recordSharingDecision(decision: {{ {decision} }})", therapist);
                said.Add(string.Join(", ", Problems(payload).Select(problem => $"{problem.Code} {problem.Field}")));
            }

            return said;
        }
    }

    [Fact]
    public async Task Agreement_that_is_hidden_from_a_caller_is_neither_counted_nor_withdrawn_by_that_caller()
    {
        var police = new Who("police-desk", "POL", "POLICE_DESK") { Hidden = ["THX"] };
        foreach (var recipient in Recipients)
        {
            var refused = await DoAsync(
                $$"""recordSharingDecision(decision: { person: "P2", decision: SHARE, to: [{{recipient}}] })""",
                police);
            Assert.DoesNotContain("overrideReason", Problems(refused).Select(problem => problem.Field));
        }

        var hidden = await DoAsync("""withdrawConsent(consent: "HUB-C1", how: "at the door")""", police);
        var unknown = await DoAsync("""withdrawConsent(consent: "HUB-CX", how: "at the door")""", police);
        Assert.Equal([("UNKNOWN_ENTRY", "consent")], Problems(hidden));
        Assert.Equal(Problems(unknown), Problems(hidden));
    }

    [Theory]
    [InlineData("withdrawConsent", "consent", "HUB-C1", "how: \"x\"", "nobody", "HUB", "DASHBOARD")]
    [InlineData("withdrawConsent", "consent", "HUB-C1", "how: \"x\"", "ambulance", "AMB", "AMBULANCE")]
    [InlineData("closeEnquiry", "enquiry", "HUB-E-1", "reason: \"x\"", "other-worker", "CSX", "SOCIAL_WORKER")]
    [InlineData("liftLegalHold", "legalHold", "HUB-E-1", "reason: \"x\"", "nobody", "HUB", "DASHBOARD")]
    public async Task Entry_that_is_not_ones_own_is_answered_like_one_that_is_not_there(
        string command, string argument, string id, string rest, string worker, string agency, string role)
    {
        var who = new Who(worker, agency, role);
        var there = Problems(await DoAsync($"""{command}({argument}: "{id}", {rest})""", who));
        var nowhere = Problems(await DoAsync($"""{command}({argument}: "HUB-NOWHERE", {rest})""", who));

        Assert.NotEmpty(there);
        Assert.Equal(nowhere, there);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"X\"")]
    public async Task Reply_about_a_parent_who_lives_elsewhere_is_answered_like_one_about_nobody(string records)
    {
        var midwife = new Who("midwife", "MID", "MIDWIFE");
        var father = await ReplyAsync("P3");
        var nobody = await ReplyAsync("P999");

        Assert.Contains(("NO_RELATIONSHIP", null), nobody.Concat(await ReplyAsync("P999", "\"X\"")));
        Assert.NotEmpty(nobody);
        Assert.Equal(nobody, father);

        async Task<(string Code, string? Field)[]> ReplyAsync(string person, string? named = null) =>
        [
            .. Problems(await DoAsync(
                $$"""
                replyToAlert(reply: { child: "{{person}}", rule: UNBORN_LINK, records: [{{named ?? records}}] })
                """,
                midwife)),
        ];
    }

    [Fact]
    public async Task Who_changed_an_entry_is_shown_beside_who_recorded_it()
    {
        _ = await DoAsync("""withdrawConsent(consent: "HUB-C1", how: "by telephone")""", Dm);
        _ = await DoAsync("""changeStage(enquiry: "HUB-E-1", stage: S17, decision: "assessment")""", Dm);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        var shown = (await AskAsync(
            """
            { _entities(representations: [{ __typename: "Person", id: "P2" }, { __typename: "Person", id: "P1" }]) {
                ... on Person { consents { id how withdrawnHow changedBy } enquiries { id openedBy changedBy } } } }
            """,
            Dm)).GetProperty("_entities");
        var consent = shown[0].GetProperty("consents")[0];
        var enquiry = shown[1].GetProperty("enquiries")[0];
        Assert.Equal("asked in the session", consent.GetProperty("how").GetString());
        Assert.Equal("by telephone", consent.GetProperty("withdrawnHow").GetString());
        Assert.Equal("decision-maker", consent.GetProperty("changedBy").GetString());
        Assert.Equal("analyst", enquiry.GetProperty("openedBy").GetString());
        Assert.Equal("decision-maker", enquiry.GetProperty("changedBy").GetString());
    }

    [Fact]
    public async Task What_a_worker_of_a_hidden_agency_recorded_is_not_listed_nor_what_refers_to_an_agreement()
    {
        _ = await DoAsync(
            """reportWrongPerson(person: "P2", record: "POL-I2", agency: POL, why: "another name")""",
            new Who("therapist", "THX", "THERAPIST"));
        _ = await DoAsync(
            """
            recordSharingDecision(decision: { person: "P2", decision: DO_NOT_SHARE, to: [POL], from: GP, purpose: "x",
              records: ["GP-C1"], consent: "HUB-C1", notSharedBecause: NOT_RELEVANT, authorisedBy: "x",
              reviewAt: "2026-01-01T00:00:00Z", subjectTold: true })
            """,
            Dm);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        var all = await ListedAsync([]);
        var less = await ListedAsync(["THX"]);

        Assert.Contains("therapist", all, StringComparison.Ordinal);
        Assert.Contains("HUB-C1", all, StringComparison.Ordinal);
        Assert.DoesNotContain("therapist", less, StringComparison.Ordinal);
        Assert.DoesNotContain("HUB-C1", less, StringComparison.Ordinal);
    }

    private async Task<string> ListedAsync(string[] hidden) => (await AskAsync(
        """
        { _entities(representations: [{ __typename: "Person", id: "P2" }]) { ... on Person {
            wrongPersonReports { reportedBy } sharingDecisions { from consent } } } }
        """,
        new Who("police-desk", "POL", "POLICE_DESK") { Hidden = hidden })).ToString();
}
