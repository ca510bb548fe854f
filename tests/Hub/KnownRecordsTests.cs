using System.Net.Http.Json;
using System.Text.Json;
using Aggregator.Hub.Register;
using Aggregator.Kit;
using Aggregator.Subgraphs.Tests;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>To whom the register names the records that its entries are about.</summary>
public sealed class KnownRecordsTests : IAsyncLifetime
{
    private const string Share = """
        recordSharingDecision(decision: { person: "P1", decision: SHARE_PART, from: HUB, to: [POL],
          records: ["THX-S1", "POL-C1", "ED-X1"], classes: ["CRITICAL_INCIDENT"], withheld: "what a therapist said",
          purpose: "safety of the child", basis: ART6_1E, condition: ART9_2G_SCH1_P6, gateway: CA2004_S11,
          confidentialityBasis: OVERRIDING_PUBLIC_INTEREST, authorisedBy: "team manager", channel: TELEPHONE,
          overrideReason: SAFETY_OF_CHILD, subjectTold: true, reviewAt: "2025-10-01T16:00:00Z" })
        """;

    private RunningAgency _hub = null!;

    public async Task InitializeAsync() => _hub = await RunningAgency.StartAsync(new HubAgency());

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Theory]
    [InlineData("decision-maker", "HUB", "DECISION_MAKER", "", "THX-S1 POL-C1 ED-X1", true)]
    [InlineData("another", "HUB", "DECISION_MAKER", "", "", false)]
    [InlineData("decision-maker", "CSC", "SOCIAL_WORKER", "", "", false)]
    [InlineData("analyst", "HUB", "ANALYST", "", "", false)]
    [InlineData("police-desk", "POL", "POLICE_DESK", "", "THX-S1 POL-C1 ED-X1", true)]
    [InlineData("gp", "GP", "GP", "", "", false)]
    [InlineData("emergency", "ED", "EMERGENCY", "", "ED-X1", false)]
    [InlineData("therapist", "THX", "THERAPIST", "", "THX-S1", false)]
    [InlineData("auditor", "HUB", "AUDITOR", "", "THX-S1 POL-C1 ED-X1", true)]
    [InlineData("dpo", "HUB", "DPO", "", "THX-S1 POL-C1 ED-X1", true)]
    [InlineData("rules", "HUB", "HUB_RULES", "", "THX-S1 POL-C1 ED-X1", true)]
    [InlineData("decision-maker", "HUB", "DECISION_MAKER", "HV", "", false)]
    [InlineData("decision-maker", "HUB", "DECISION_MAKER", "POL", "THX-S1 POL-C1 ED-X1", true)]
    [InlineData("gp", "GP", "GP", "POL", "", false)]
    public async Task Decision_names_what_it_is_about_to_who_knows_of_it(
        string worker, string agency, string role, string onward, string records, bool all)
    {
        Assert.NotNull((await DoAsync(Share, Dm)).GetString());
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        var who = new Who(worker, agency, role) { Onward = onward };
        var decision = Assert.Single(await DecisionsAsync(who));
        Assert.Equal(records, Texts(decision, "records"));
        Assert.Equal(all ? "CRITICAL_INCIDENT" : "", Texts(decision, "classes"));
        Assert.Equal(all ? "what a therapist said" : null, decision.GetProperty("withheld").GetString());
        Assert.Equal("SHARE_PART", decision.GetProperty("decision").GetString());
    }

    [Fact]
    public async Task Decision_that_lists_nothing_and_one_that_lists_what_is_not_told_look_alike()
    {
        _ = await DoAsync(Share, Dm);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        _ = await DoAsync(
            Share.Replace("[\"THX-S1\", \"POL-C1\", \"ED-X1\"]", "[]", StringComparison.Ordinal)
                .Replace("classes: [\"CRITICAL_INCIDENT\"]", "description: \"words\"", StringComparison.Ordinal),
            Dm);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        var decisions = await DecisionsAsync(new Who("gp", "GP", "GP"));

        Assert.Equal(2, decisions.Length);
        Assert.Single(decisions.Select(decision => decision.ToString()).Distinct());
    }

    [Theory]
    [InlineData("police-desk", "POL", "POLICE_DESK", "", "POL-C1 ED-X1")]
    [InlineData("auditor", "HUB", "AUDITOR", "", "POL-C1 ED-X1")]
    [InlineData("decision-maker", "HUB", "DECISION_MAKER", "", "THX-S1 POL-C1 ED-X1")]
    [InlineData("decision-maker", "HUB", "DECISION_MAKER", "POL", "POL-C1 ED-X1")]
    public async Task Records_of_an_agency_that_is_hidden_are_named_to_who_wrote_them_down_alone(
        string worker, string agency, string role, string onward, string records)
    {
        _ = await DoAsync(Share.Replace("classes: [\"CRITICAL_INCIDENT\"],", "", StringComparison.Ordinal), Dm);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        var who = new Who(worker, agency, role) { Hidden = "THX", Onward = onward };
        Assert.Equal(records, Texts(Assert.Single(await DecisionsAsync(who)), "records"));
    }

    [Fact]
    public async Task Decision_not_to_share_names_nothing_to_whom_it_is_kept_from()
    {
        _ = await DoAsync(
            """
            recordSharingDecision(decision: { person: "P1", decision: DO_NOT_SHARE, from: POL, to: [GP],
              records: ["POL-C1", "GP-C1"], purpose: "x", notSharedBecause: NOT_RELEVANT, authorisedBy: "x",
              subjectTold: true, reviewAt: "2025-10-01T16:00:00Z" })
            """,
            Dm);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("GP-C1", Texts(Assert.Single(await DecisionsAsync(new Who("gp", "GP", "GP"))), "records"));
    }

    // Of the mother an agency's worker is linked to the child's; of the half-sibling's family nobody here is.
    [Theory]
    [InlineData("P1", "HUB", "another", "DECISION_MAKER", true)]
    [InlineData("P2", "HUB", "another", "DECISION_MAKER", true)]
    [InlineData("P4", "HUB", "another", "DECISION_MAKER", false)]
    [InlineData("P21", "HUB", "another", "DECISION_MAKER", false)]
    [InlineData("P1", "HUB", "analyst", "ANALYST", false)]
    [InlineData("P2", "GP", "gp", "GP", true)]
    [InlineData("P5", "GP", "gp", "GP", false)]
    [InlineData("P1", "GP", "nobody", "GP", false)]
    public async Task Who_was_shown_a_record_of_somebody_whom_the_caller_works_with_knows_of_it(
        string person, string agency, string worker, string role, bool isKnown)
    {
        _ = await DoAsync(Share, Dm);
        await ShowAsync(person, agency, "ED-X1");
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        var who = new Who(worker, agency, role);
        Assert.Equal(isKnown ? "ED-X1" : "", Texts(Assert.Single(await DecisionsAsync(who)), "records"));
        Assert.Equal("", Texts(Assert.Single(await DecisionsAsync(who with { Onward = "HV" })), "records"));
    }

    // A card names the records that it rests on; of whom they are it does not say, and a colleague is shown another.
    [Theory]
    [InlineData("AlertCause", "")]
    [InlineData("MissingItem", "")]
    [InlineData("LastSeen", "")]
    [InlineData("UnseenConcern", "")]
    [InlineData("AlertCause Attendance", "ED-X1")]
    [InlineData("Attendance LastSeen", "ED-X1")]
    public async Task What_only_points_at_a_record_shows_nobody_whose_it_is(string types, string records)
    {
        _ = await DoAsync(Share, Dm);
        foreach (var type in types.Split(' '))
        {
            await ShowAsync("P1", "HUB", "ED-X1", type);
            _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var decision = Assert.Single(await DecisionsAsync(new Who("another", "HUB", "DECISION_MAKER")));
        Assert.Equal(records, Texts(decision, "records"));
    }

    [Fact]
    public void What_the_hub_works_out_of_records_points_at_them()
    {
        var folder = Path.Combine(RepositoryRoot.Folder, "schema", "subgraphs");
        var contract = new AgencyContract(File.ReadAllText(Path.Combine(folder, "hub.graphql")), "");

        Assert.Equal(
            ShownFeed.Pointers.Order(),
            contract.Served.Where(type => type.Fields.ContainsKey("recordId")).Select(type => type.Name).Order());
    }

    [Theory]
    [InlineData("recordInformed(record: \"POL-9\", child: \"P1\", agency: HV, how: \"by telephone\")", "toldRecords")]
    [InlineData("reportWrongPerson(record: \"POL-9\", person: \"P1\", agency: POL, why: \"x\")", "wrongPersonReports")]
    public async Task Entry_about_a_record_is_there_for_who_may_know_of_the_record(string command, string list)
    {
        Assert.NotNull((await DoAsync(command, Social)).GetString());
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var isTelling = list == "toldRecords";

        foreach (var (who, isThere) in new[]
        {
            (Social, true), (new Who("police-desk", "POL", "POLICE_DESK"), true),
            (new Who("health-visitor", "HV", "HEALTH_VISITOR"), isTelling),
            (new Who("auditor", "HUB", "AUDITOR"), true), (new Who("rules", "HUB", "HUB_RULES"), true),
            (new Who("out-of-hours", "CSC", "SOCIAL_WORKER_OOH"), false), (Dm, false),
            (Social with { Onward = "GP" }, false), (Social with { Onward = "POL" }, true),
            (Dm with { Onward = "POL" }, false), (Social with { Onward = "HV" }, isTelling),
        })
        {
            var entries = await ListAsync(who, list, "record");
            Assert.Equal((who, isThere), (who, entries.Length == 1));
        }
    }

    [Fact]
    public async Task Check_of_a_decision_stands_without_a_referral_that_is_not_told()
    {
        _ = await DoAsync(
            """
            recordDecisionCheck(check: { child: "P1", referral: "POL-9", informed: [HV], impactOnChild: "x" })
            """,
            Social);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("POL-9", Text(await ListAsync(Social, "decisionChecks", "referral")));
        Assert.Null(Text(await ListAsync(Dm, "decisionChecks", "referral")));

        static string? Text(JsonElement[] checks) => Assert.Single(checks).GetProperty("referral").GetString();
    }

    private static Who Dm { get; } = new("decision-maker", "HUB", "DECISION_MAKER");

    private static Who Social { get; } = new("social-worker", "CSC", "SOCIAL_WORKER");

    private static string Texts(JsonElement entry, string list) =>
        entry.GetProperty(list) is { ValueKind: JsonValueKind.Array } texts
            ? string.Join(' ', texts.EnumerateArray().Select(text => text.GetString()))
            : "";

    private Task<JsonElement[]> DecisionsAsync(Who who) =>
        ListAsync(who, "sharingDecisions", "decision records classes withheld");

    private async Task<JsonElement[]> ListAsync(Who who, string list, string fields)
    {
        var data = await SendAsync(
            $$"""
            { _entities(representations: [{ __typename: "Person", id: "P1" }]) { ... on Person {
              {{list}} { {{fields}} } } } }
            """,
            who);
        return [.. data.GetProperty("_entities")[0].GetProperty(list).EnumerateArray()];
    }

    private async Task<JsonElement> DoAsync(string command, Who who) =>
        (await SendAsync($"mutation {{ it: {command} {{ id problems {{ message }} }} }}", who))
            .GetProperty("it").GetProperty("id");

    private async Task<JsonElement> SendAsync(string query, Who who)
    {
        using var answer = await _hub.SendAsync(query, null, Token(who));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return body.TryGetProperty("errors", out var errors)
            ? throw new InvalidOperationException(errors.ToString())
            : body.GetProperty("data");
    }

    private async Task ShowAsync(string person, string agency, string record, string type = "Attendance")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_hub.Host.Http1, "register/shown"))
        {
            Content = JsonContent.Create(new
            {
                deliveries = new[]
                {
                    new
                    {
                        at = "2025-07-20T17:00:00Z",
                        agency,
                        worker = "colleague",
                        records = new[] { new { record, type, persons = new[] { person } } },
                    },
                },
            }),
        };
        using var answer = await _hub.SendAsync(request, Token(new Who("", "HUB", "GATEWAY")));
        Assert.True(answer.IsSuccessStatusCode);
    }

    private string Token(Who who)
    {
        var claims = TestGateway.Claims(RunningAgency.Day("D+50 18:00"), who.Role);
        claims["recipient"] = who.Agency;
        claims["org"] = who.Agency;
        claims["worker"] = who.Worker;
        claims["hidden"] = new Dictionary<string, string[]>
        {
            ["CONTACT"] = who.Hidden.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        };
        if (who.Onward.Length > 0)
        {
            claims["onward"] = who.Onward;
        }

        return _hub.Gateway.Sign(claims);
    }

    private sealed record Who(string Worker, string Agency, string Role)
    {
        public string Hidden { get; init; } = "";

        public string Onward { get; init; } = "";
    }
}
