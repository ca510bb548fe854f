using System.Text.Json.Nodes;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// Who is shielded is open to the workers whose case it is. The hub's decision-makers and the health desk are told that
/// there is somebody, and break the glass; to everybody else it is as an id that nobody has.
/// </summary>
public sealed class ShieldedTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    private const string Nobody = "P99";

    [Theory]
    [InlineData("analyst")]
    [InlineData("social-worker")]
    public async Task Enquiry_about_a_shielded_child_opens_what_one_about_nobody_opens(string user)
    {
        await OpenAllAsync(user);

        Assert.Equal(
            await AnswerAsync(user, Family(Nobody, "P98")), await AnswerAsync(user, Family("P31", "P32")));
    }

    [Theory]
    [InlineData("decision-maker")]
    [InlineData("health-desk")]
    public async Task Whoever_may_break_the_glass_is_told_that_a_child_is_shielded_and_nothing_else(string user)
    {
        await OpenAllAsync(user);

        var answer = await hub.AskAsync(user, Family("P31", "P32"));

        Assert.Equal(
            """{"child":{"name":null,"residences":null,"circle":[]},"person":null}""", answer["data"]!.ToJsonString());
        Assert.Contains("Child.name EXISTS SEALED", answer.Withheld());
        Assert.Contains("Child.residences OMIT SEALED", answer.Withheld());
        Assert.Equal(
            (await hub.AskAsync(user, Carer("P98"))).Withheld(), (await hub.AskAsync(user, Carer("P32"))).Withheld());
    }

    [Theory]
    [InlineData("analyst", "P6", "P7", false)]
    [InlineData("decision-maker", "P11", "P12", true)]
    public async Task Family_of_a_child_is_one_without_whom_is_shielded_in_it(
        string user, string one, string two, bool isTold)
    {
        await ShieldedFamily.MeetAsync(hub, one + "1", one + "2", shielded: false);
        await ShieldedFamily.MeetAsync(hub, two + "1", two + "2", shielded: false);
        await ShieldedFamily.JoinAsync(hub, two + "1", two + "9");
        await ShieldedRecords.HappensAsync(hub, one, []);
        await ShieldedRecords.HappensAsync(hub, two, [two + "9"]);
        foreach (var child in new[] { one + "1", two + "1" })
        {
            _ = await OpenAsync(user, child);
            _ = await hub.UntilAsync(user, Everybody(child), IsNamed);
        }

        var without = await AnswerAsync(user, Everybody(one + "1"));
        var with = (await AnswerAsync(user, Everybody(two + "1"))).Replace(two, one, StringComparison.Ordinal);

        Assert.DoesNotContain("errors", with, StringComparison.Ordinal);
        Assert.Equal(isTold, with != without);
        Assert.Equal(isTold, with.Contains("SEALED", StringComparison.Ordinal));
        foreach (var secret in new[] { "Sam Lark", "2024-12-01" })
        {
            Assert.DoesNotContain(secret, with, StringComparison.Ordinal);
        }

        Assert.Contains($"\"id\":\"POL-{one}\"", with, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_shielded_in_a_family_is_not_named_to_whom_the_family_is_passed_on()
    {
        const string Circle = """{ child(id: "P191") { circle { reasons person { id } } } }""";
        await ShieldedFamily.MeetAsync(hub, "P191", "P192", shielded: false);
        await ShieldedFamily.JoinAsync(hub, "P191", "P199");
        await hub.Hub.Agencies.Find("hub")!.Writer.WriteAsync([], [Link("P191", "health-visitor", "HV", "CASELOAD")],
            default);
        _ = await OpenAsync("analyst", "P191");
        var own = await hub.UntilAsync(
            "health-visitor", Circle, answer => answer.Texts("child.circle.person.id").Contains("P199"));
        var passedOn = await hub.AskAsync("health-visitor", Circle, new Access(Recipient: "GP"));

        Assert.Equal(["P191", "P192", "P199"], own.Texts("child.circle.person.id").Order());
        Assert.Equal(2, passedOn["data"]!["child"]!["circle"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("decision-maker", "POL")]
    [InlineData("health-visitor-3", "GP")]
    public async Task Whoever_is_shielded_is_not_passed_on_nor_named_to_whom_it_is_passed_on(
        string user, string recipient)
    {
        var answer = await hub.AskAsync(
            user, """{ child(id: "P31") { circle { reasons relation person { id } } } }""",
            new Access(Recipient: recipient));

        Assert.DoesNotContain("PARENT", answer["data"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("P32", answer["data"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("analyst", "P13", "P14", "P15")]
    [InlineData("decision-maker", "P16", "P17", "P18")]
    [InlineData("health-desk", "P51", "P52", "P53")]
    public async Task What_is_worked_out_for_a_child_is_that_of_a_family_without_whom_is_shielded_in_it(
        string user, string one, string two, string three)
    {
        foreach (var family in new[] { one, two, three })
        {
            await ShieldedFamily.MeetAsync(hub, family + "1", family + "2", shielded: false);
            await ShieldedRecords.OfChildAsync(hub, family + "1", family + "2");
        }

        await ShieldedFamily.JoinAsync(hub, two + "1", two + "9");
        await ShieldedFamily.JoinAsync(hub, three + "1", three + "9", shielded: false);
        foreach (var family in new[] { two, three })
        {
            await ShieldedRecords.OfParentAsync(hub, family + "9", "A-" + family + "1");
        }

        foreach (var child in new[] { one + "1", two + "1", three + "1" })
        {
            _ = await OpenAsync(user, child);
            _ = await hub.UntilAsync(user, Everybody(child), IsNamed);
        }

        var without = await AnswerAsync(user, ShieldedRecords.WorkedOut(one + "1"));
        var with = await AnswerAsync(user, ShieldedRecords.WorkedOut(two + "1"));
        var open = await AnswerAsync(user, ShieldedRecords.WorkedOut(three + "1"));

        Assert.Contains($"POL-{one}1", without, StringComparison.Ordinal);
        Assert.Contains($"POL-{three}9", open, StringComparison.Ordinal);
        Assert.Contains("RISK_TO_OFFICERS", open, StringComparison.Ordinal);
        Assert.Equal(user == "health-desk", open.Contains("UNBORN_LINK", StringComparison.Ordinal));
        Assert.Equal(without, with.Replace(two, one, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shielded_child_that_only_the_index_knows_is_not_opened_by_an_enquiry()
    {
        await ShieldedFamily.MeetAsync(hub, "P81", "P82", shielded: true);
        await ShieldedFamily.MeetAsync(hub, "P83", "P84", shielded: false);
        _ = await OpenAsync("analyst", "P81");
        _ = await OpenAsync("analyst", "P83");
        var open = await hub.UntilAsync("analyst", Family("P83", "P84"), IsNamed);
        _ = await hub.Hub.Rules.Worker!.EvaluateAsync(["P81", "P83"], null, default);

        Assert.True(IsNamed(open));
        Assert.Equal(
            await AnswerAsync("analyst", Family(Nobody, "P98")), await AnswerAsync("analyst", Family("P81", "P82")));
    }

    [Fact]
    public async Task Enquiry_about_a_child_opens_nobody_of_its_household_who_is_shielded()
    {
        await ShieldedFamily.MeetAsync(hub, "P85", "P86", shielded: false, carerIsShielded: true);
        _ = await OpenAsync("analyst", "P85");
        var child = await hub.UntilAsync("analyst", """{ child(id: "P85") { name } }""", IsNamed);

        Assert.True(IsNamed(child));
        Assert.Equal(
            await AnswerAsync("analyst", Carer("P98")), await AnswerAsync("analyst", Carer("P86")));
    }

    [Fact]
    public async Task Who_is_shielded_since_is_no_longer_open_by_an_enquiry_and_is_again_when_that_ends()
    {
        await ShieldedFamily.MeetAsync(hub, "P87", "P88", shielded: false);
        _ = await OpenAsync("analyst", "P87");
        var before = await hub.UntilAsync("analyst", Family("P87", "P88"), IsNamed);
        await ShieldedFamily.ShieldAsync(hub, "P87", true, 1);
        var during = await hub.UntilAsync("analyst", Family("P87", "P88"), answer => !IsNamed(answer));
        await ShieldedFamily.ShieldAsync(hub, "P87", false, 2);
        var after = await hub.UntilAsync("analyst", Family("P87", "P88"), IsNamed);

        Assert.Equal((true, false, true), (IsNamed(before), IsNamed(during), IsNamed(after)));
    }

    [Theory]
    [InlineData("emergency", false)]
    [InlineData("social-worker", false)]
    [InlineData("decision-maker", true)]
    [InlineData("health-desk", true)]
    public async Task Broken_glass_opens_the_shielded_for_the_hub_and_the_health_desk_alone(string user, bool opens)
    {
        var known = await BreakAsync(user, "P22");
        var shielded = await BreakAsync(user, "P32");
        var nobody = await BreakAsync(user, "P98");

        Assert.Contains("Alex Hale", known, StringComparison.Ordinal);
        Assert.Equal(opens, shielded.Contains("Dana Ames", StringComparison.Ordinal));
        Assert.Equal(!opens, shielded == nobody);
    }

    [Fact]
    public async Task Shielded_child_is_open_to_whose_caseload_it_is_on()
    {
        var answer = await hub.AskAsync("health-visitor-3", Family("P31", "P32"));

        Assert.Equal(["Wren Ames"], answer.Texts("child.name"));
        Assert.Equal(["1 Elder Mews"], answer.Texts("child.residences.address.lines"));
        Assert.Equal(["Dana Ames"], answer.Texts("person.name"));
    }

    [Fact]
    public async Task Shielded_patient_is_open_to_no_practice()
    {
        await ShieldedFamily.MeetAsync(hub, "P91", "P92", shielded: false);
        await hub.Hub.Agencies.Find("hub")!.Writer.WriteAsync(
            [new LinkDraft("P91", "P91", MatchState.Confirmed, "hub register", PeopleIndex.RecordedAt)],
            [Link("P31", "gp", "GP", "PATIENT"), Link("P91", "gp", "GP", "PATIENT")],
            default);
        var own = await hub.UntilAsync("gp", """{ child(id: "P91") { name } }""", IsNamed);
        var shielded = await hub.AskAsync("gp", """{ child(id: "P31") { name } }""");

        Assert.True(IsNamed(own));
        Assert.Equal("""{"child":null}""", shielded["data"]!.ToJsonString());
    }

    private static FactDraft Link(string person, string holder, string agency, string link) => PeopleIndex.Draft(
        $"HUB-L-{link}-{person}", "RegisteredLink", [person],
        new { holder, holderAgency = agency, link, person, from = "2025-07-01" }) with
    {
        Agency = "HUB",
    };

    [Theory]
    [InlineData("analyst")]
    [InlineData("health-visitor-3")]
    [InlineData("dpo")]
    public async Task Whom_the_index_shields_is_told_to_the_rules_of_the_hub_alone(string user)
    {
        var answer = await hub.AskAsync(user, """{ shielded(around: ["P31"]) }""");

        Assert.Empty(answer.Codes());
        Assert.Equal("""{"shielded":null}""", answer["data"]!.ToJsonString());
        Assert.Empty(answer.Withheld());
    }

    private static string Family(string child, string carer) => $$"""
        { child(id: "{{child}}") { name residences { address { lines postcode } } circle { person { name } } }
          person(id: "{{carer}}") { name } }
        """;

    private static string Carer(string id) => $$"""{ person(id: "{{id}}") { id name dateOfBirth } }""";

    private static string Everybody(string child) => $$"""
        { child(id: "{{child}}") { name circle { person { id name } reasons relation isCarer } circleLeftOut
            parentalResponsibility { to { name } type } household { members { id name } }
            childrenOfAdults { id through { name } dateOfBirth }
            incidents { nodes { id subjects { part person { id } } childrenPresent { place child { id } }
                childImpact { code child { id } } } }
            chronology { nodes { id kind } pageInfo { hasNextPage } } involvements { agency } } }
        """;

    private static bool IsNamed(JsonNode answer) => IsNamed(answer, "child.name");

    private static bool IsNamed(JsonNode answer, string name) => answer.Texts(name).Length == 1;

    private async Task OpenAllAsync(string user)
    {
        foreach (var child in new[] { "P21", "P31", Nobody })
        {
            Assert.Empty((await OpenAsync(user, child)).Texts("openEnquiry.problems.code"));
        }

        Assert.True(IsNamed(await hub.UntilAsync(user, Family("P21", "P22"), IsNamed)));
    }

    private Task<JsonNode> OpenAsync(string user, string child) => hub.AskAsync(user, $$"""
        mutation {
          openEnquiry(child: "{{child}}", contact: "telephone", purpose: "SAFEGUARD_ENQUIRY") { id problems { code } }
        }
        """);

    // The whole answer, without what differs for everybody at every request.
    private async Task<string> AnswerAsync(string user, string query, Access? access = null) =>
        Comparable.Of((await hub.AskAsync(user, query, access)).ToJsonString());

    private async Task<string> BreakAsync(string user, string person)
    {
        var opened = await hub.AskAsync(user, $$"""
            mutation {
              openBreakGlass(person: "{{person}}", reason: RISK_OF_SERIOUS_HARM, text: "brought in alone") {
                id problems { code } } }
            """);
        var glass = Assert.Single(opened.Texts("openBreakGlass.id"));
        return await AnswerAsync(user, Carer(person), new Access(BreakGlass: glass));
    }
}
