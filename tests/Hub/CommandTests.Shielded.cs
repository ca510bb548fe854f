using System.Text.Json;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>What the case of a shielded child opens, and to whom.</summary>
public sealed partial class CommandTests
{
    private const string Child = "P72";
    private const string Carer = "P73";
    private const string Father = "P70";
    private const string CarerElsewhere = "P71";
    private readonly HashSet<string> _known = [];

    [Theory]
    [InlineData("midwife", "MID", "MIDWIFE", "CASELOAD")]
    [InlineData("gp", "GP", "GP", "PATIENT")]
    [InlineData("therapist", "THX", "THERAPIST", "OWN_CLIENT")]
    [InlineData("social-worker", "CSC", "SOCIAL_WORKER", "ALLOCATED")]
    public async Task Link_to_a_carer_leads_to_nobody_of_a_shielded_childs_case(
        string worker, string agency, string role, string link)
    {
        var who = new Who(worker, agency, role);
        await LinkAsync(Carer, who, link);
        var without = await KnownAsync(who);
        await MeetAsync();
        var open = await KnownAsync(who);
        await ShieldAsync(Child);

        Assert.NotEqual(without, open);
        Assert.Equal(without, await KnownAsync(who));
        Assert.Empty((await DecideAsync(who, Child)).GetProperty("links").EnumerateArray());
    }

    [Theory]
    [InlineData(Child)]
    [InlineData(Carer)]
    public async Task Link_to_who_is_shielded_of_a_shielded_childs_case_leads_to_the_others(string linked)
    {
        var who = new Who("midwife", "MID", "MIDWIFE");
        await MeetAsync();
        await ShieldAsync(Child);
        await ShieldAsync(Carer);
        await LinkAsync(linked, who, "CASELOAD");

        var link = Assert.Single((await DecideAsync(who, CarerElsewhere)).GetProperty("links").EnumerateArray());
        Assert.Equal(linked, link.GetProperty("via").GetString());
        Assert.True(link.GetProperty("sealed").GetBoolean());
        Assert.Empty(Problems(await ReportAsync(who, CarerElsewhere)));
    }

    [Theory]
    [InlineData("social-worker-ooh", "CSX", "SOCIAL_WORKER_OOH", "REFERRAL", false, false)]
    [InlineData("emergency", "ED", "EMERGENCY", "REFERRAL", false, false)]
    [InlineData("health-desk", "HST", "HEALTH_DESK", "ROUTED_ALERT", false, false)]
    [InlineData("social-worker-ooh", "CSX", "SOCIAL_WORKER_OOH", "REFERRAL", true, false)]
    [InlineData("health-desk", "HST", "HEALTH_DESK", "ROUTED_ALERT", true, false)]
    [InlineData("social-worker-ooh", "CSX", "SOCIAL_WORKER_OOH", "ALLOCATED", false, true)]
    public async Task Stage_of_a_shielded_childs_case_is_that_of_its_others_for_whom_the_child_is_open_to_alone(
        string worker, string agency, string role, string link, bool breaksGlass, bool counts)
    {
        var who = new Who(worker, agency, role);
        await MeetAsync();
        await EnquireAsync(Child);
        await LinkAsync(Child, who, link);
        await BreakAsync(who, CarerElsewhere);
        var open = await StageAsync(who, CarerElsewhere);
        await ShieldAsync(Child);
        if (breaksGlass)
        {
            await BreakAsync(who, Child);
        }

        Assert.Equal("S47", open);
        Assert.Equal(counts ? "S47" : null, await StageAsync(who, CarerElsewhere));
    }

    [Theory]
    [InlineData("health-desk", "HST", "HEALTH_DESK", "S47")]
    [InlineData("social-worker-ooh", "CSX", "SOCIAL_WORKER_OOH", null)]
    public async Task Glass_for_a_shielded_child_opens_the_stage_of_its_case_to_whom_it_opens_the_child(
        string worker, string agency, string role, string? stage)
    {
        var who = new Who(worker, agency, role);
        await MeetAsync();
        await EnquireAsync(Child);
        await ShieldAsync(Child);
        await BreakAsync(who, Child);

        Assert.Equal(stage, await StageAsync(who, Child));
    }

    [Theory]
    [InlineData("social-worker", "CSC", "SOCIAL_WORKER", "ALLOCATED")]
    [InlineData("health-visitor", "HV", "HEALTH_VISITOR", "CASELOAD")]
    [InlineData("health-desk", "HST", "HEALTH_DESK", "GLASS")]
    public async Task Stage_of_a_shielded_childs_case_is_nobodys_in_what_is_passed_on_and_all_else_is_as_before(
        string worker, string agency, string role, string opens)
    {
        const string Sibling = "P76";
        var who = new Who(worker, agency, role);
        await MeetAsync();
        await CaseAsync(Sibling, (Sibling, "CHILD"), (Father, "MAIN_CARER"));
        await EnquireAsync(Child);
        await EnquireAsync(Sibling, "S17");
        await LinkAsync(Carer, who, "PATIENT");
        await LinkAsync(Father, who, "PATIENT");
        await ShieldAsync(Child);
        if (opens == "GLASS")
        {
            await BreakAsync(who, Child);
            await BreakAsync(who, CarerElsewhere);
        }
        else
        {
            await LinkAsync(Child, who, opens);
        }

        List<string?> own = [], passedOn = [];
        foreach (var person in new[] { Child, Carer, CarerElsewhere, Father, Sibling })
        {
            own.Add(await StageAsync(who, person));
            passedOn.Add(await StageAsync(who with { PassesOn = true }, person));
            Assert.Equal(await LinksAsync(who, person), await LinksAsync(who with { PassesOn = true }, person));
        }

        Assert.Equal("S47", own[0]);
        Assert.Equal(opens != "GLASS", own[1..3].Contains("S47"));
        Assert.Equal([null, null, null, "S17", "S17"], passedOn);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Register_says_that_it_knows_that_the_answer_is_passed_on(bool passesOn)
    {
        var answer = await RegisterAsync(Dm with { PassesOn = passesOn }, "P1");

        Assert.Equal(passesOn, answer.TryGetProperty("passedOn", out var said) && said.GetBoolean());
    }

    [Fact]
    public async Task Shielded_childs_case_opens_no_other_child_whose_stage_would_count()
    {
        const string Sibling = "P74";
        const string Aunt = "P75";
        var who = new Who("gp", "GP", "GP");
        await CaseAsync(Sibling, (Sibling, "CHILD"), (Carer, "PARENT"), (Aunt, "FAMILY"));
        await EnquireAsync(Sibling);
        await LinkAsync(Carer, who, "PATIENT");
        await LinkAsync(Aunt, who, "PATIENT");
        var without = await StageAsync(who, Aunt);
        await CaseAsync(Child, (Child, "CHILD"), (Carer, "MAIN_CARER"), (Sibling, "FAMILY"));
        var open = await StageAsync(who, Aunt);
        await ShieldAsync(Child);

        Assert.Equal((null, "S47"), (without, open));
        Assert.Null(await StageAsync(who, Aunt));
    }

    [Theory]
    [InlineData("health-desk", "HST", "HEALTH_DESK", "ROUTED_ALERT", false)]
    [InlineData("social-worker", "CSC", "SOCIAL_WORKER", "ALLOCATED", true)]
    public async Task Naming_another_of_a_shielded_childs_case_does_not_tell_that_they_are_of_one(
        string worker, string agency, string role, string link, bool isTold)
    {
        var who = new Who(worker, agency, role);
        await MeetAsync();
        await LinkAsync(CarerElsewhere, who, "ROUTED_ALERT");
        await LinkAsync(Child, who, link);
        var open = await GivenByPartyAsync(who);
        await ShieldAsync(Child);

        Assert.True(open);
        Assert.Equal(isTold, await GivenByPartyAsync(who));
    }

    [Fact]
    public async Task That_another_is_of_a_shielded_childs_case_is_read_by_whom_the_child_is_open_to_alone()
    {
        var (worker, desk) = (
            new Who("social-worker", "CSC", "SOCIAL_WORKER"), new Who("health-desk", "HST", "HEALTH_DESK"));
        await MeetAsync();
        await LinkAsync(Child, worker, "ALLOCATED");
        await LinkAsync(CarerElsewhere, worker, "ROUTED_ALERT");
        await LinkAsync(CarerElsewhere, desk, "REFERRAL");
        await LinkAsync(Carer, desk, "REFERRAL");
        var id = await GivenAsync(worker);
        var open = await ReadAsync(desk, id);
        await ShieldAsync(Child);

        Assert.Equal(
            (true, false, true), (open, await ReadAsync(desk, id), await ReadAsync(worker, id)));
    }

    private async Task<bool> ReadAsync(Who who, string id)
    {
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var answer = await AskAsync(
            $$"""
            { _entities(representations: [{ __typename: "Person", id: "{{CarerElsewhere}}" }]) {
                ... on Person { consents { id givenByParty } } } }
            """,
            who);
        return answer.GetProperty("_entities")[0].GetProperty("consents").EnumerateArray()
            .Single(consent => consent.GetProperty("id").GetString() == id).GetProperty("givenByParty").GetBoolean();
    }

    private async Task<bool> GivenByPartyAsync(Who who)
    {
        var id = await GivenAsync(who);
        return (await _hub.Host.Current.ByIdAsync([id], default))[id].Content.GetProperty("givenByParty").GetBoolean();
    }

    private async Task<string> GivenAsync(Who who)
    {
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var recorded = await DoAsync(
            $$"""
            recordConsent(consent: { person: "{{CarerElsewhere}}", state: GIVEN, scope: [HV], how: "by letter",
              obtainedBy: {{who.Agency}}, givenBy: "{{Carer}}" })
            """,
            who);
        return recorded.GetProperty("id").GetString()!;
    }

    private async Task BreakAsync(Who who, string person)
    {
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(Problems(await DoAsync(
            $"""openBreakGlass(person: "{person}", reason: CHILD_MISSING, text: "not seen since noon")""", who)));
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    private async Task<string> LinksAsync(Who who, string person) =>
        (await DecideAsync(who, person)) is { ValueKind: JsonValueKind.Object } facts
            ? facts.GetProperty("links").GetRawText() : "nobody";

    private async Task<string?> StageAsync(Who who, string person) =>
        (await DecideAsync(who, person)) is { ValueKind: JsonValueKind.Object } facts
            && facts.TryGetProperty("stage", out var stage) ? stage.GetString() : null;

    // What the register says of everybody of the case but the child, and which of them may be written about.
    private async Task<string> KnownAsync(Who who)
    {
        List<string> known = [];
        foreach (var person in new[] { Carer, Father, CarerElsewhere, Child })
        {
            var facts = person == Child ? default : await DecideAsync(who, person);
            known.Add(facts.ValueKind == JsonValueKind.Undefined ? "nobody" : facts.GetRawText());
            known.AddRange(Problems(await ReportAsync(who, person)).Select(problem => problem.Code));
        }

        return string.Join('\n', known);
    }

    private Task<JsonElement> ReportAsync(Who who, string person)
    {
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        return DoAsync($"""reportWrongPerson(person: "{person}", why: "another date of birth")""", who);
    }

    // A child with its carer at home, a father and a carer elsewhere, as the worker fills in a case from the index.
    private Task MeetAsync() => CaseAsync(
        Child, (Child, "CHILD"), (Carer, "MAIN_CARER"), (Father, "PARENT_ELSEWHERE"), (CarerElsewhere, "FAMILY"));

    private Task CaseAsync(string child, params (string Person, string Part)[] members) => WriteAsync(
        "HUB-CASE-" + child, "CaseCircle", [.. members.Select(member => member.Person)],
        new { members = members.Select(member => new { person = member.Person, part = member.Part }) });

    // One that has gone as far as it can, unless a test says otherwise.
    private Task EnquireAsync(string child, string stage = "S47") => WriteAsync(
        "HUB-E-" + child, "Enquiry", [child],
        new { person = child, stage, openedBy = "somebody", reviewAt = "2026-01-01T00:00:00Z" });

    private Task ShieldAsync(string person) =>
        WriteAsync("HUB-SHIELD-" + person, "ShieldedPerson", [person], new { person, shielded = true });

    private Task LinkAsync(string person, Who who, string link) => WriteAsync(
        $"HUB-L-{link}-{person}", "RegisteredLink", [person],
        new { holder = who.Worker, holderAgency = who.Agency, link, person, from = "2025-06-03" });

    private Task WriteAsync(string id, string kind, string[] persons, object content)
    {
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var now = _hub.Clock.GetUtcNow();
        return _hub.Host.Writer.WriteAsync(
            [
                .. persons.Where(_known.Add).Select(person =>
                    new LinkDraft(person, person, MatchState.Confirmed, "hub register", now)),
            ],
            [
                new FactDraft(
                    id, kind, "HUB", FuzzyTime.At(now), now, JsonSerializer.Serialize(content),
                    persons.ToDictionary(person => person, _ => "MENTIONED")),
            ],
            default);
    }
}
