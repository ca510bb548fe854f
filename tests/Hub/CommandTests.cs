using System.Net.Http.Json;
using System.Text.Json;
using Aggregator.Kit;
using Aggregator.Subgraphs.Tests;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>The register's commands: each refuses with what is missing, and asks who the worker is.</summary>
public sealed partial class CommandTests : IAsyncLifetime
{
    private const string Shared = """
        person: "P2", decision: SHARE_PART, from: THX, to: [HV], records: ["THX-S1"], purpose: "safety of the child",
        basis: ART6_1E, condition: ART9_2G_SCH1_P6, gateway: CA2004_S11,
        confidentialityBasis: OVERRIDING_PUBLIC_INTEREST, authorisedBy: "team manager", channel: TELEPHONE,
        withheld: "what was said of the past", subjectTold: true, reviewAt: "2025-10-01T16:00:00Z"
        """;

    private RunningAgency _hub = null!;

    public async Task InitializeAsync() => _hub = await RunningAgency.StartAsync(new HubAgency());

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Theory]
    [InlineData("""recordDecisionCheck(check: { child: "P1", referral: "THX-F3" })""", "informed impactOnChild")]
    [InlineData("""openEnquiry(child: "P21")""", "contact purpose")]
    [InlineData("""changeStage(enquiry: "HUB-E-1", stage: S47)""", "decision")]
    [InlineData("""closeEnquiry(enquiry: "HUB-E-1")""", "reason")]
    [InlineData("""openBreakGlass(person: "P21")""", "reason text")]
    [InlineData("""placeLegalHold(person: "P1")""", "reason")]
    [InlineData("""recordInformed(record: "POL-I2", child: "P1", agency: HV)""", "how")]
    [InlineData("""reportWrongPerson(person: "P1", record: "POL-I2")""", "why agency")]
    [InlineData("""recordConsent(consent: { person: "P2" })""", "state obtainedBy how")]
    [InlineData("""replyToAlert(reply: { child: "P1", rule: CLUSTER_U2, records: [], acted: true })""",
        "records actionTaken serviceLevelTo")]
    [InlineData("""recordSharingDecision(decision: { person: "P2", decision: DO_NOT_SHARE, to: [HV] })""",
        "records from purpose authorisedBy reviewAt subjectTold notSharedBecause")]
    [InlineData("""recordSharingDecision(decision: { person: "P3", decision: SHARE, to: [HV], records: ["POL-I2"] })""",
        "from purpose authorisedBy reviewAt subjectTold basis condition gateway confidentialityBasis channel")]
    public async Task Command_says_everything_that_is_missing_and_writes_nothing(string command, string fields)
    {
        var payload = await DoAsync(command, Dm);

        Assert.Equal(fields.Split(' '), Problems(payload).Select(problem => problem.Field));
        Assert.Equal(JsonValueKind.Null, payload.GetProperty("id").ValueKind);
    }

    [Theory]
    [InlineData("ART6_1A", "overrideReason: SAFETY_OF_CHILD", "BASIS_DOES_NOT_OVERRIDE")]
    [InlineData("ART6_1EA", "overrideReason: SAFETY_OF_CHILD", "BASIS_DOES_NOT_OVERRIDE")]
    [InlineData("ART6_1E", "", "REQUIRED")]
    [InlineData("ART6_1E", "overrideReason: SAFETY_OF_CHILD", "")]
    public async Task Sharing_beyond_what_was_agreed_asks_why_and_on_a_basis_that_can(
        string basis, string reason, string code)
    {
        var decision = Shared.Replace("basis: ART6_1E", "basis: " + basis, StringComparison.Ordinal);
        var payload = await DoAsync($"recordSharingDecision(decision: {{ {decision}, {reason} }})", Dm);

        Assert.Equal(code, string.Join(' ', Problems(payload).Select(problem => problem.Code)));
    }

    [Theory]
    [InlineData("P2", "CANNOT_BE_ASKED", "CONDITION_FOR_WHO_CANNOT_BE_ASKED")]
    [InlineData("P1", "SAFETY_OF_CHILD", "CONDITION_FOR_WHO_CANNOT_BE_ASKED")]
    [InlineData("P1", "CANNOT_BE_ASKED", "")]
    public async Task Vital_interests_are_a_condition_only_for_who_cannot_be_asked_and_was_not(
        string person, string reason, string code)
    {
        var decision = Shared.Replace("ART9_2G_SCH1_P6", "ART9_2C", StringComparison.Ordinal)
            .Replace("\"P2\"", $"\"{person}\"", StringComparison.Ordinal);
        var payload = await DoAsync(
            $"recordSharingDecision(decision: {{ {decision}, overrideReason: {reason} }})", Dm);

        Assert.Equal(code, string.Join(' ', Problems(payload).Select(problem => problem.Code)));
    }

    [Theory]
    [InlineData("condition: LE_PART3_SCH8_P4, ", "CONDITION_FOR_AUTHORITIES_ONLY")]
    [InlineData("subjectTold: false, ", "REQUIRED")]
    [InlineData("notSharedBecause: NOT_RELEVANT, ", "NOT_WITH_SHARING")]
    public async Task Grounds_that_do_not_fit_are_named(string change, string code)
    {
        var name = change[..change.IndexOf(':', StringComparison.Ordinal)];
        var kept = string.Join(", ", Shared.Split(",").Where(part => !part.Contains(name + ":")));
        var payload = await DoAsync(
            $"recordSharingDecision(decision: {{ {change}overrideReason: SAFETY_OF_CHILD, {kept} }})", Dm);

        Assert.Contains(code, Problems(payload).Select(problem => problem.Code));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("from: GP, ", "ONLY_OWN_RECORDS")]
    [InlineData("decision: DO_NOT_SHARE, notSharedBecause: NOT_RELEVANT, ", "ONLY_A_HAND_OVER")]
    [InlineData("records: [], description: \"all of it\", ", "REQUIRED")]
    public async Task Workers_of_an_agency_record_that_they_handed_over_its_own_records_and_no_more(
        string change, string code)
    {
        var therapist = new Who("therapist", "THX", "THERAPIST");
        var names = change.Split(", ").Select(part => part.Split(':')[0]).Where(name => name.Length > 0).ToList();
        var kept = string.Join(", ", Shared.Split(",").Where(part => !names.Exists(name => part.Contains(name + ":"))));
        var payload = await DoAsync(
            $"recordSharingDecision(decision: {{ {change}overrideReason: SAFETY_OF_CHILD, {kept} }})", therapist);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        var visitor = await DecideAsync(new Who("health-visitor", "HV", "HEALTH_VISITOR"), "P2");
        Assert.Equal(code, string.Join(' ', Problems(payload).Select(problem => problem.Code)));
        Assert.Empty(visitor.GetProperty("sharing").EnumerateArray());
    }

    [Theory]
    [InlineData("ANALYST", "HUB", true)]
    [InlineData("SOCIAL_WORKER_OOH", "CSC", true)]
    [InlineData("GP", "GP", false)]
    [InlineData("POLICE_DESK", "POL", false)]
    [InlineData("DASHBOARD", "HUB", false)]
    public async Task The_hub_says_beforehand_whether_a_role_opens_enquiries(string role, string agency, bool may)
    {
        var who = new Who("somebody", agency, role);
        var said = await AskAsync("{ mayOpenEnquiry }", who);
        var tried = await DoAsync("""openEnquiry(child: "P21")""", who);

        Assert.Equal(may, said.GetProperty("mayOpenEnquiry").GetBoolean());
        Assert.Equal(may, Problems(tried).All(problem => problem.Code != "ROLE_NOT_ALLOWED"));
    }

    [Fact]
    public async Task Worker_of_the_agency_without_a_link_of_their_own_records_nothing()
    {
        const string Told = """recordInformed(record: "GP-C1", child: "P1", agency: GP, how: "telephone")""";

        var own = await DoAsync(Told, new Who("health-visitor", "HV", "HEALTH_VISITOR"));
        var colleague = await DoAsync(Told, new Who("health-visitor-3", "HV", "HEALTH_VISITOR"));
        var nobody = await DoAsync(Told, new Who("", "HV", "HEALTH_VISITOR"));

        Assert.Empty(Problems(own));
        Assert.Equal(["NO_RELATIONSHIP"], Problems(colleague).Select(problem => problem.Code));
        Assert.Equal(["NO_RELATIONSHIP"], Problems(nobody).Select(problem => problem.Code));
    }

    [Fact]
    public async Task Health_visitor_of_the_other_family_answers_a_card_as_a_whole_and_says_nothing_else_of_the_child()
    {
        var who = new Who("health-visitor-2", "HV", "HEALTH_VISITOR");
        const string Reply = """replyToAlert(reply: { child: "P1", rule: CLUSTER_U2, records: RECORDS })""";

        var whole = await DoAsync(Reply.Replace("RECORDS", "[]", StringComparison.Ordinal), who);
        var named = await DoAsync(Reply.Replace("RECORDS", "[\"POL-I3\"]", StringComparison.Ordinal), who);
        var told = await DoAsync("""recordInformed(record: "POL-I3", child: "P1", agency: HV, how: "told")""", who);
        var consent = await DoAsync("""withdrawConsent(consent: "HUB-C1", how: "told")""", who);

        Assert.Empty(Problems(whole));
        Assert.Equal([("WHOLE_CARD_ONLY", "records")], Problems(named));
        Assert.Equal([("NO_RELATIONSHIP", null)], Problems(told));
        Assert.Equal(["UNKNOWN_ENTRY"], Problems(consent).Select(problem => problem.Code));
    }

    [Fact]
    public async Task Agreement_is_recorded_by_the_agency_that_asked_for_it_and_says_who_recorded_it()
    {
        const string Given = """
            recordConsent(consent: { person: "P2", state: GIVEN, scope: [HUB], obtainedBy: AGENCY, how: "telephone" })
            """;

        var others = await DoAsync(Given.Replace("AGENCY", "GP", StringComparison.Ordinal), Dm);
        var own = await DoAsync(Given.Replace("AGENCY", "HUB", StringComparison.Ordinal), Dm);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        var recorded = (await AskAsync(
            """
            { _entities(representations: [{ __typename: "Person", id: "P2" }]) {
                ... on Person { consents { id recordedBy } } } }
            """,
            Dm)).GetProperty("_entities")[0].GetProperty("consents").EnumerateArray()
            .Single(consent => consent.GetProperty("id").GetString() == own.GetProperty("id").GetString());
        Assert.Equal([("ONLY_OWN_WORD", "obtainedBy")], Problems(others));
        Assert.Equal("decision-maker", recorded.GetProperty("recordedBy").GetString());
    }

    [Theory]
    [InlineData("P3", "GIVEN", true, false)]
    [InlineData("P3", "REFUSED", true, false)]
    [InlineData("P99", "GIVEN", false, false)]
    [InlineData("P99", "REFUSED", false, false)]
    [InlineData("P2", "REFUSED", false, true)]
    public async Task What_somebody_else_says_for_the_person_is_shown_and_neither_opens_nor_refuses(
        string representative, string state, bool isParty, bool counts)
    {
        var recorded = await DoAsync(
            $$"""
            recordConsent(consent: { person: "P2", state: {{state}}, scope: [HV], obtainedBy: HUB, how: "by letter",
              subjectInformed: true, givenBy: "{{representative}}" })
            """,
            Dm);
        var id = recorded.GetProperty("id").GetString();
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        var counted = (await DecideAsync(Dm, "P2")).GetProperty("consents").EnumerateArray()
            .Select(consent => consent.GetProperty("id").GetString());
        var shown = (await AskAsync(
            """
            { _entities(representations: [{ __typename: "Person", id: "P2" }]) {
                ... on Person { consents { id givenByParty } } } }
            """,
            Dm)).GetProperty("_entities")[0].GetProperty("consents").EnumerateArray()
            .Single(consent => consent.GetProperty("id").GetString() == id);
        Assert.Equal(counts, counted.Contains(id));
        Assert.Equal(isParty, shown.GetProperty("givenByParty").GetBoolean());
    }

    [Fact]
    public async Task Withdrawn_agreement_is_withdrawn_in_the_register()
    {
        await DoAsync(
            """withdrawConsent(consent: "HUB-C1", how: "by telephone")""", new Who("therapist", "THX", "THERAPIST"));

        var facts = await DecideAsync(new Who("therapist", "THX", "THERAPIST"), "P2");
        Assert.Equal("WITHDRAWN", facts.GetProperty("consents")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Only_who_was_told_acknowledges_and_only_once()
    {
        var told = await DoAsync("""recordInformed(record: "POL-I2", child: "P1", agency: HV, how: "telephone")""", Dm);
        var command = $"""acknowledgeInformed(told: "{told.GetProperty("id").GetString()}")""";
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        var other = await DoAsync(command, new Who("gp", "GP", "GP"));
        var first = await DoAsync(command, new Who("health-visitor", "HV", "HEALTH_VISITOR"));
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await DoAsync(command, new Who("health-visitor", "HV", "HEALTH_VISITOR"));

        Assert.Equal(["UNKNOWN_ENTRY"], Problems(other).Select(problem => problem.Code));
        Assert.Empty(Problems(first));
        Assert.Equal(["ANSWERED"], Problems(again).Select(problem => problem.Code));
    }

    [Fact]
    public async Task Break_glass_opens_one_person_for_one_worker_and_sixty_minutes()
    {
        var opened = await DoAsync(
            """openBreakGlass(person: "P6", reason: CHILD_MISSING, text: "not seen since noon")""", Emergency);
        var id = opened.GetProperty("id").GetString();

        var mine = await DecideAsync(Emergency, "P6");
        var colleague = await DecideAsync(Emergency with { Worker = "emergency-2" }, "P6");
        _hub.Clock.Advance(TimeSpan.FromMinutes(61));
        var later = await DecideAsync(Emergency, "P6");

        Assert.Equal(id, mine.GetProperty("breakGlass").GetProperty("id").GetString());
        Assert.Equal((JsonValueKind.Undefined, JsonValueKind.Undefined), (colleague.ValueKind, later.ValueKind));
    }

    [Fact]
    public async Task Break_glass_that_is_opened_again_counts_by_its_newer_id()
    {
        const string Open = """openBreakGlass(person: "P6", reason: CHILD_MISSING, text: "not seen since noon")""";
        _ = await DoAsync(Open, Emergency);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await DoAsync(Open, Emergency);

        var facts = await DecideAsync(Emergency, "P6");

        Assert.Equal(
            again.GetProperty("id").GetString(), facts.GetProperty("breakGlass").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Officer_has_the_notice_at_once_and_the_review_answers_it_and_ends_what_was_not_justified()
    {
        var opened = await DoAsync(
            """openBreakGlass(person: "P6", reason: CHILD_MISSING, text: "not seen since noon")""", Emergency);
        var id = opened.GetProperty("id").GetString();
        var before = await AskAsync("{ notices { about restsOn } }", Officer);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var own = await DoAsync($"""reviewBreakGlass(breakGlass: "{id}", outcome: JUSTIFIED, text: "x")""", Emergency);
        var review = await DoAsync(
            $"""reviewBreakGlass(breakGlass: "{id}", outcome: NOT_JUSTIFIED, text: "nobody was missing")""", Officer);
        var after = await AskAsync("{ notices { restsOn } breakGlasses { outcome closedAt holder } }", Officer);

        Assert.Equal(id, before.GetProperty("notices")[0].GetProperty("restsOn").GetString());
        Assert.Equal("ROLE_NOT_ALLOWED", Problems(own).First().Code);
        Assert.Empty(Problems(review));
        Assert.Equal(0, after.GetProperty("notices").GetArrayLength());
        Assert.Equal(JsonValueKind.Undefined, (await DecideAsync(Emergency, "P6")).ValueKind);
    }

    [Fact]
    public async Task Grants_are_seen_by_reviewers_and_by_who_opened_them()
    {
        await DoAsync("""openBreakGlass(person: "P6", reason: CHILD_MISSING, text: "not seen")""", Emergency);

        var mine = await AskAsync("{ breakGlasses { id } }", Emergency);
        var colleague = await AskAsync("{ breakGlasses { id } }", Emergency with { Worker = "emergency-2" });

        Assert.Equal(1, mine.GetProperty("breakGlasses").GetArrayLength());
        Assert.Equal(0, colleague.GetProperty("breakGlasses").GetArrayLength());
    }

    [Fact]
    public async Task Standing_decision_is_ended_and_renewed_by_the_officer_alone()
    {
        var refused = await DoAsync("""endStandingDecision(standingDecision: "SD-1", reason: "review")""", Dm);
        var ended = await DoAsync("""endStandingDecision(standingDecision: "SD-1", reason: "review")""", Officer);
        var without = await StandingAsync();
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await DoAsync("""renewStandingDecision(standingDecision: "SD-1", reason: "agreed anew")""", Officer);

        Assert.Equal("ROLE_NOT_ALLOWED", Problems(refused).Single().Code);
        Assert.Empty(Problems(ended));
        Assert.DoesNotContain("SD-1", without);
        Assert.Contains("SD-1", await StandingAsync());
    }

    private static Who Dm { get; } = new("decision-maker", "HUB", "DECISION_MAKER");

    private static Who Officer { get; } = new("dpo", "HUB", "DPO");

    private static Who Emergency { get; } = new("emergency", "ED", "EMERGENCY");

    private static IEnumerable<(string Code, string? Field)> Problems(JsonElement payload) =>
        payload.GetProperty("problems").EnumerateArray().Select(problem =>
            (problem.GetProperty("code").GetString()!, problem.GetProperty("field").GetString()));

    private async Task<JsonElement> DoAsync(string command, Who who)
    {
        var answer = await AskAsync(
            $"mutation {{ it: {command} {{ id recordedAt problems {{ code field message }} }} }}", who);
        return answer.GetProperty("it");
    }

    private async Task<JsonElement> AskAsync(string query, Who who)
    {
        using var answer = await _hub.SendAsync(query, null, Token(who));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return body.TryGetProperty("errors", out var errors)
            ? throw new InvalidOperationException(errors.ToString())
            : body.GetProperty("data");
    }

    private async Task<JsonElement> DecideAsync(Who who, string person)
    {
        var answer = await RegisterAsync(who, person);
        return answer.GetProperty("persons").TryGetProperty(person, out var facts) ? facts : default;
    }

    private async Task<string?[]> StandingAsync() =>
        [.. (await RegisterAsync(Dm, "P1")).GetProperty("standing").EnumerateArray()
            .Select(standing => standing.GetProperty("id").GetString())];

    private async Task<JsonElement> RegisterAsync(Who who, string person, string? glass = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_hub.Host.Http1, "register/decisions"))
        {
            Content = JsonContent.Create(new
            {
                recipient = who.Worker,
                agency = who.Agency,
                role = who.Role,
                purpose = "SAFEGUARD_ENQUIRY",
                persons = new[] { person },
                passedOn = who.PassesOn,
                glass,
            }),
        };
        using var answer = await _hub.SendAsync(request, Token(new Who("", "HUB", "GATEWAY")));
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private string Token(Who who)
    {
        var claims = TestGateway.Claims(RunningAgency.Day("D+49 18:00"), who.Role);
        claims["asAt"] = RunningAgency.Day("D+50 18:00").UtcDateTime.ToString("O");
        claims["recipient"] = who.Agency;
        claims["org"] = who.Agency;
        claims["worker"] = who.Worker;
        claims["hidden"] = new Dictionary<string, string[]> { ["CONTACT"] = who.Hidden };
        return _hub.Gateway.Sign(claims);
    }

    private sealed record Who(string Worker, string Agency, string Role)
    {
        public string[] Hidden { get; init; } = [];

        public bool PassesOn { get; init; }
    }
}
