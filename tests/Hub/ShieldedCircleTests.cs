using System.Text.Json;
using Aggregator.Hub.Rules;
using Aggregator.Kit;
using Aggregator.Subgraphs.Tests;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>What the hub works out for a child in whose circle somebody is shielded, and whom its entries name.
/// </summary>
public sealed partial class ShieldedCircleTests : IAsyncLifetime
{
    private const string At = "D+49 18:00";
    private const string Father = "P3";

    private const string Worked = """
        query($r: [_Any!]!) { _entities(representations: $r) { ... on Child {
          alerts { id rule for because { recordId agency kind at } missing { code recordId agency }
            show { parties } handling { doNotRaiseWith } }
          notes { id rule for because { recordId agency } }
          knowledgeMatrix { concern title firstKnown uninformedInvolved cells { agency state at } }
          unseenConcerns { recordId kind }
          markersAtAddresses { markerId code addressId wording wordingCategory path { kind id } }
        } } }
        """;

    private static readonly Who Analyst = new("analyst", "HUB", "ANALYST");
    private static readonly Who Decides = new("decision-maker", "HUB", "DECISION_MAKER");

    private readonly CaseFile _case = CaseFile.Read("demonstration");
    private RunningAgency _hub = null!;

    public async Task InitializeAsync() => _hub = await RunningAgency.StartAsync(new HubAgency());

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Theory]
    [InlineData("analyst", "HUB", "ANALYST")]
    [InlineData("decision-maker", "HUB", "DECISION_MAKER")]
    [InlineData("gp", "GP", "GP")]
    [InlineData("gp-2", "GP", "GP")]
    [InlineData("health-desk", "HST", "HEALTH_DESK")]
    [InlineData("police-desk", "POL", "POLICE_DESK")]
    [InlineData("ambulance", "AMB", "AMBULANCE")]
    public async Task Who_is_shielded_in_the_circle_counts_for_nobody_whose_case_it_is_not(
        string worker, string agency, string role)
    {
        var who = new Who(worker, agency, role);
        var open = await WorkedAsync(who, _case.At(At));
        await ShieldAsync(Father);

        var without = await WorkedAsync(who, Without(Father));
        Assert.NotEqual(without, open);
        Assert.Equal(without, await WorkedAsync(who, _case.At(At)));
    }

    [Theory]
    [InlineData("social-worker", "CSC", "SOCIAL_WORKER")]
    [InlineData("health-visitor", "HV", "HEALTH_VISITOR")]
    public async Task Those_whose_case_it_is_lose_nothing(string worker, string agency, string role)
    {
        var who = new Who(worker, agency, role);
        var open = await WorkedAsync(who, _case.At(At));
        await ShieldAsync(Father);

        Assert.NotEqual(await WorkedAsync(who, Without(Father)), open);
        Assert.Equal(open, await WorkedAsync(who, _case.At(At)));
    }

    [Theory]
    [InlineData("social-worker", "CSC", "SOCIAL_WORKER")]
    [InlineData("decision-maker", "HUB", "DECISION_MAKER")]
    public async Task What_is_passed_on_rests_on_nobody_who_is_shielded(string worker, string agency, string role)
    {
        var who = new Who(worker, agency, role);
        await ShieldAsync(Father);
        who = who with { Glass = await BreakAsync(who) };

        var own = await WorkedAsync(who, _case.At(At));
        var passedOn = await WorkedAsync(who with { OnwardTo = who.Agency }, _case.At(At));

        Assert.NotEqual(own, passedOn);
        Assert.Equal(await WorkedAsync(who, Without(Father)), passedOn);
    }

    [Fact]
    public async Task The_rules_see_what_stands_with_the_shielded_and_what_stands_without_them()
    {
        var rules = new Who("hub-rules", "HUB", "HUB_RULES");
        var open = await CardsAsync(rules, _case.At(At));
        var without = await CardsAsync(rules, Without(Father));
        await ShieldAsync(Father);
        var both = await CardsAsync(rules, _case.At(At));

        Assert.NotEqual(open, without);
        Assert.Equal(open, For(both, Father));
        Assert.Equal(without, For(both, ""));
    }

    [Fact]
    public async Task The_rules_see_what_stands_for_whom_each_of_several_shielded_people_is_open_to()
    {
        var rules = new Who("hub-rules", "HUB", "HUB_RULES");
        const string Mother = "P2";
        var whole = _case.At(At);
        (string Open, string[] Cards)[] expected =
        [
            ($"{Mother} {Father}", await CardsAsync(rules, whole)),
            (Father, await CardsAsync(rules, Without(whole, Mother))),
            (Mother, await CardsAsync(rules, Without(whole, Father))),
            ("", await CardsAsync(rules, Without(Without(whole, Mother), Father))),
        ];
        await ShieldAsync(Father);
        await ShieldAsync(Mother);
        var all = await CardsAsync(rules, whole);

        Assert.All(expected, set => Assert.Equal(set.Cards, For(all, set.Open)));
        Assert.Equal(4, expected.Select(set => string.Join('\n', set.Cards)).Distinct().Count());
    }

    // What stands for whom these of the shielded are open to, or for whom there are none.
    private static IEnumerable<string> For(string[] cards, string open) =>
        cards.Select(card => card.Split('|')).Where(card => card.Length == 1 || card.Skip(1).Contains(open))
            .Select(card => card[0]).Order(StringComparer.Ordinal);

    // A card, and for whom it stands where somebody is shielded.
    private async Task<string[]> CardsAsync(Who who, RuleInput input)
    {
        var cards = (await WorkedAsync(who, input, """
            query($r: [_Any!]!) { _entities(representations: $r) { ... on Child {
              alerts { rule for because { recordId } shielded standsFor } } } }
            """)).GetProperty("_entities")[0].GetProperty("alerts").EnumerateArray();
        return
        [
            .. cards.Select(card =>
                $"{card.GetProperty("rule")} {card.GetProperty("for")} {card.GetProperty("because")}"
                + string.Concat(card.GetProperty("standsFor").EnumerateArray().Select(open => "|" + open.GetString())))
                .Order(StringComparer.Ordinal),
        ];
    }

    [Theory]
    [InlineData("P61")]
    [InlineData("P62")]
    public async Task Half_sibling_who_is_shielded_or_is_one_through_who_is_counts_for_nobody_whose_case_it_is_not(
        string shielded)
    {
        var desk = new Who("health-desk", "HST", "HEALTH_DESK");
        var with = WithHalfSibling("P61", "P62");
        var open = await WorkedAsync(desk, with);
        await ShieldAsync(shielded);

        Assert.Contains("UNBORN_LINK", open, StringComparison.Ordinal);
        Assert.Equal(await WorkedAsync(desk, WithHalfSibling()), await WorkedAsync(desk, with));
        Assert.Contains(
            "UNBORN_LINK", await WorkedAsync(new("hub-rules", "HUB", "HUB_RULES"), with), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_glass_of_who_may_break_it_for_the_shielded_lets_them_count()
    {
        var open = await WorkedAsync(Decides, _case.At(At));
        await ShieldAsync(Father);
        var closed = await WorkedAsync(Decides, _case.At(At));
        var glass = await BreakAsync(Decides);

        Assert.NotEqual(open, closed);
        Assert.Equal(open, await WorkedAsync(Decides with { Glass = glass }, _case.At(At)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("HUB-BG-OF-ANOTHER")]
    public async Task Broken_glass_that_the_request_does_not_name_lets_nobody_count(string? named)
    {
        await ShieldAsync(Father);
        var closed = await WorkedAsync(Decides, _case.At(At));
        _ = await BreakAsync(Decides);

        Assert.Equal(closed, await WorkedAsync(Decides with { Glass = named }, _case.At(At)));
    }

    private Task<string> BreakAsync(Who who) => DoAsync(
        $$"""openBreakGlass(person: "{{Father}}", reason: RISK_OF_SERIOUS_HARM, text: "brought in")""", who);

    [Fact]
    public async Task Where_nobody_is_shielded_it_costs_no_more_than_to_know_that()
    {
        var who = new Who("hub-rules", "HUB", "HUB_RULES");
        var rules = await StatementsAsync(() => WorkedAsync(who, _case.At(At)));
        var analyst = await StatementsAsync(() => WorkedAsync(Analyst, _case.At(At)));
        await ShieldAsync(Father);

        Assert.Equal(rules, analyst);
        Assert.Equal(rules, await StatementsAsync(() => WorkedAsync(who, _case.At(At))));
        Assert.True(await StatementsAsync(() => WorkedAsync(Analyst, _case.At(At))) > analyst);
    }

    [Fact]
    public async Task Who_is_shielded_is_named_by_an_agreement_to_those_alone_whose_case_it_is()
    {
        var worker = new Who("social-worker", "CSC", "SOCIAL_WORKER");
        var id = await ConsentAsync(worker, Father);
        await ShieldAsync(Father);

        Assert.Equal((Father, true), await GivenAsync(worker, id));
        Assert.Equal((null, false), await GivenAsync(Analyst, id));
    }

    [Theory]
    [InlineData("gp", "GP", "GP")]
    [InlineData("decision-maker", "HUB", "DECISION_MAKER")]
    public async Task Whom_an_agreement_names_is_shown_to_who_is_linked_to_them_and_a_guessed_id_to_nobody(
        string worker, string agency, string role)
    {
        const string Shielded = "P31";
        var who = new Who(worker, agency, role);
        await ShieldAsync(Shielded);
        List<(string? Giver, bool? IsParty)> shown = [];
        foreach (var giver in (string[])["P99", Shielded, "P4"])
        {
            shown.Add(await GivenAsync(who, await ConsentAsync(who, giver)));
        }

        Assert.All(shown, given => Assert.Equal((null, false), given));
        Assert.Equal("P1", (await GivenAsync(who, await ConsentAsync(who, "P1"))).Giver);
    }

    [Fact]
    public async Task Who_is_shielded_is_named_by_no_agreement_that_is_passed_on()
    {
        var worker = new Who("social-worker", "CSC", "SOCIAL_WORKER");
        var id = await ConsentAsync(worker, Father);
        await ShieldAsync(Father);

        Assert.Equal((null, false), await GivenAsync(worker with { OnwardTo = "CSC" }, id));
    }

    [Theory]
    [InlineData("decision-maker", "HUB", "DECISION_MAKER", false)]
    [InlineData("social-worker", "CSC", "SOCIAL_WORKER", true)]
    public async Task Naming_who_is_shielded_in_an_agreement_does_not_tell_that_they_are_of_the_case(
        string worker, string agency, string role, bool isTold)
    {
        var who = new Who(worker, agency, role);
        var before = await ConsentAsync(who, Father);
        await ShieldAsync(Father);
        var since = await ConsentAsync(who, Father);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await ShieldAsync(Father, shielded: false);

        // Once nobody is shielded it shows what was recorded.
        Assert.Equal((Father, true), await GivenAsync(who, before));
        Assert.Equal((Father, isTold), await GivenAsync(who, since));
    }

    // The case with no half-sibling that a record tells of, and with one whose being there tells of these.
    private RuleInput WithHalfSibling(params string[] tellsOf)
    {
        var whole = _case.At(At);
        var known = new CircleMember
        {
            PersonId = "REL-1",
            Relation = Relation.UnbornHalfSibling,
            TellsOf = tellsOf,
        };
        return whole with
        {
            Circle =
            [
                .. whole.Circle.Where(member => !member.IsBrotherOrSister),
                .. tellsOf.Length == 0 ? Enumerable.Empty<CircleMember>() : [known],
            ],
            Facts = [.. whole.Facts.Where(fact => fact.Category != ConcernCategory.HalfSibling)],
        };
    }

    private RuleInput Without(string person) => Without(_case.At(At), person);

    private static RuleInput Without(RuleInput whole, string person) => whole with
    {
        Circle = [.. whole.Circle.Where(member => member.PersonId != person)],
        Facts =
        [
            .. whole.Facts.Where(fact => fact.Marker?.Person != person && !fact.About.SequenceEqual([person]))
                .Select(fact => fact with { About = [.. fact.About.Where(one => one != person)] }),
        ],
    };

    private Task ShieldAsync(string person, bool shielded = true) => _hub.Host.Writer.WriteAsync(
        [new LinkDraft(person, person, MatchState.Confirmed, "hub register", _hub.Clock.GetUtcNow())],
        [
            new FactDraft(
                "HUB-SHIELD-" + person, "ShieldedPerson", "HUB", FuzzyTime.At(_hub.Clock.GetUtcNow()),
                _hub.Clock.GetUtcNow(), JsonSerializer.Serialize(new { person, shielded }),
                new Dictionary<string, string> { [person] = "MENTIONED" }),
        ],
        default);

    private async Task<string> WorkedAsync(Who who, RuleInput input) =>
        (await WorkedAsync(who, input, Worked)).GetRawText();

    private async Task<JsonElement> WorkedAsync(Who who, RuleInput input, string query)
    {
        var variables = JsonSerializer.SerializeToElement(
            new { r = new[] { RepresentationWriter.Write(input) } }, ContractJson.Options);
        return await SendAsync(query, variables, who);
    }

    private async Task<int> StatementsAsync(Func<Task> ask)
    {
        var before = _hub.Statements.Count;
        await ask();
        return _hub.Statements.Count - before;
    }

    private async Task<string> ConsentAsync(Who who, string giver)
    {
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        return await DoAsync(
            $$"""
            recordConsent(consent: { person: "P1", state: GIVEN, scope: [HV], obtainedBy: {{who.Agency}},
              how: "by letter", givenBy: "{{giver}}" })
            """,
            who);
    }

    private async Task<(string? Giver, bool? IsParty)> GivenAsync(Who who, string id)
    {
        var answer = await SendAsync(
            """
            { _entities(representations: [{ __typename: "Person", id: "P1" }]) {
                ... on Person { consents { id givenBy givenByParty } } } }
            """,
            null, who);
        var consent = answer.GetProperty("_entities")[0].GetProperty("consents").EnumerateArray()
            .Single(one => one.GetProperty("id").GetString() == id);
        return (consent.GetProperty("givenBy").GetString(), consent.GetProperty("givenByParty").GetBoolean());
    }

    private async Task<string> DoAsync(string command, Who who)
    {
        var answer = await SendAsync($"mutation {{ it: {command} {{ id problems {{ message }} }} }}", null, who);
        return answer.GetProperty("it").GetProperty("id").GetString()
            ?? throw new InvalidOperationException(answer.ToString());
    }

    private async Task<JsonElement> SendAsync(string query, JsonElement? variables, Who who)
    {
        var claims = TestGateway.Claims(RunningAgency.Day("D+49 20:00"), who.Role);
        claims["asAt"] = RunningAgency.Day("D+50 20:00").UtcDateTime.ToString("O");
        (claims["org"], claims["recipient"], claims["worker"]) = (who.Agency, who.Agency, who.Worker);
        foreach (var (name, value) in (IEnumerable<(string, string?)>)[("onward", who.OnwardTo), ("glass", who.Glass)])
        {
            if (value is not null)
            {
                claims[name] = value;
            }
        }

        claims["hidden"] = new Dictionary<string, string[]> { ["CONTACT"] = [] };
        using var answer = await _hub.SendAsync(query, variables, _hub.Gateway.Sign(claims));
        using var read = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return read.RootElement.TryGetProperty("errors", out var errors)
            ? throw new InvalidOperationException(errors.ToString())
            : read.RootElement.GetProperty("data").Clone();
    }

    private sealed record Who(string Worker, string Agency, string Role)
    {
        public string? OnwardTo { get; init; }

        public string? Glass { get; init; }
    }
}
