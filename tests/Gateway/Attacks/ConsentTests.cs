using System.Text.Json.Nodes;
using Aggregator.Execution;
using Aggregator.Policy;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Attempts on consent, its override, and broken glass.</summary>
public class ConsentTests
{
    private const string People = """
        type Query {
          person(id: ID!): Person
          everybody: [Person!] @sensitive(class: [FAMILY_NETWORK])
        }
        type Person @key(fields: "id") @subject(key: "id", role: CONFIDER) {
          id: ID!
          told: String @sensitive(class: [GP_NARRATIVE])
          session: String @sensitive(class: [THERAPY_NARRATIVE])
          name: String @sensitive(class: [FAMILY_NETWORK])
          secret: String @sensitive(class: [INTELLIGENCE])
          report: String @sensitive(class: [POLICE_NARRATIVE])
          self: String @sensitive(class: [PARENT_SELF_HARM])
        }
        """;

    private const string Told = """{ person(id: "P1") { told } }""";

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(0, 0, false)]
    [InlineData(-1, 0, false)]
    [InlineData(1, 13, true)]
    [InlineData(0, 13, false)]
    [InlineData(0, -11, false)]
    public async Task Consent_ends_at_its_very_instant_in_whatever_zone_that_is_written(
        long ticks, int offset, bool isGiven)
    {
        var end = LabGateway.Now.AddTicks(ticks).ToOffset(TimeSpan.FromHours(offset));
        await using var gateway = Gateway(new ConsentFact("C", "GIVEN", ["CSC"], end));

        Assert.Equal(isGiven, Gives(await gateway.AskAsync(LabCaller.SocialWorker, Told)));
    }

    [Fact]
    public async Task Consent_that_ends_in_the_hour_the_clocks_go_back_ends_once()
    {
        // 01:30 happens twice in London on 26 October 2025: as instants they are an hour apart.
        var first = new DateTimeOffset(2025, 10, 26, 1, 30, 0, TimeSpan.FromHours(1));
        var second = new DateTimeOffset(2025, 10, 26, 1, 30, 0, TimeSpan.Zero);
        var model = LabGraph.Shipped;
        bool Holds(DateTimeOffset end, DateTimeOffset now) => PolicyDecision.Decide(
            new CallerRow(model, new Caller
            {
                Role = "SOCIAL_WORKER",
                Agency = "CSC",
                Subject = "s",
                Recipient = "r",
                Purpose = "SAFEGUARD_ENQUIRY",
            }, now),
            model.SetOf(["GP_NARRATIVE"]),
            new SubjectContext
            {
                Subjects =
                [
                    new DecidedSubject("P", SubjectRole.Confider, new PersonFacts
                    {
                        Links = [new RegisterLink("OPEN_ENQUIRY", "P", LinkReach.View, null, null)],
                        Consents = [new ConsentFact("C", "GIVEN", ["CSC"], end)],
                    }),
                ],
            },
            new RegisterAnswer(RegisterState.Current, [], [])).Effect == Effect.Clear;

        Assert.True(Holds(first, first.AddTicks(-1)));
        Assert.False(Holds(first, first));
        Assert.True(Holds(second, first));
        Assert.False(Holds(second, second));
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("GIVEN:CSC", true)]
    [InlineData("GIVEN:CSC|REFUSED:CSC", false)]
    [InlineData("REFUSED:CSC|GIVEN:CSC", false)]
    [InlineData("REFUSED:|GIVEN:CSC", false)]
    [InlineData("GIVEN:|REFUSED:CSC", false)]
    [InlineData("GIVEN:CSC|REFUSED:HV", true)]
    [InlineData("WITHDRAWN:CSC|GIVEN:CSC", false)]
    [InlineData("GIVEN:HV", false)]
    public async Task Of_agreements_that_conflict_over_one_recipient_the_refusal_holds(string consents, bool isGiven)
    {
        await using var gateway = Gateway([.. consents.Split('|').Select((each, at) => new ConsentFact(
            $"C{at}", each.Split(':')[0], [.. each.Split(':')[1].Split(',').Where(code => code.Length > 0)], null))]);

        Assert.Equal(isGiven, Gives(await gateway.AskAsync(LabCaller.SocialWorker, Told)));
    }

    [Fact]
    public async Task Not_asked_refused_and_unknown_are_three_different_things()
    {
        var answers = new List<string>();
        foreach (var state in new[] { "NOT_RECORDED", "REFUSED", "UNAVAILABLE" })
        {
            await using var gateway = Gateway(new ConsentFact("C", state, ["HUB"], null));
            answers.Add(await gateway.AskAsync(LabCaller.DecisionMaker, Told));
        }

        Assert.All(answers, answer => Assert.False(Gives(answer)));
        Assert.Contains("A contact with the practice", answers[0], StringComparison.Ordinal);
        Assert.Contains("CONSENT_OUT_OF_SCOPE", answers[0], StringComparison.Ordinal);
        Assert.Contains("\"told\":null", answers[1], StringComparison.Ordinal);
        Assert.Contains("CONSENT_REFUSED", answers[1], StringComparison.Ordinal);
        Assert.Contains("\"told\":null", answers[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("because I say so", false)]
    [InlineData("ART6_1F", false)]
    [InlineData("ART6_1A", false)]
    [InlineData("CA2004_S16LA", false)]
    [InlineData("ART6_1E", true)]
    public async Task A_decision_to_share_counts_only_on_a_basis_that_may_override(string basis, bool isGiven)
    {
        await using var gateway = Gateway(new ConsentFact("C", "REFUSED", ["CSC"], null));
        Share(gateway, new SharingFact("D", "SHARE", ["CSC"], [], basis, null));

        Assert.Equal(isGiven, Gives(await gateway.AskAsync(LabCaller.SocialWorker, Told)));
    }

    [Fact]
    public async Task A_basis_overrides_only_the_classes_it_may()
    {
        // Vital interests stand in for agreement to the practice's narrative, never to a therapy's.
        await using var gateway = Gateway(new ConsentFact("C", "REFUSED", ["CSC"], null));
        Share(gateway, new SharingFact("D", "SHARE", ["CSC"], [], "ART6_1D", null));

        var answer = await gateway.AskAsync(LabCaller.SocialWorker, """{ person(id: "P1") { told session } }""");

        Assert.True(Gives(answer));
        Assert.DoesNotContain("said in session", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HV", "SHARE")]
    [InlineData("CSC", "DO_NOT_SHARE")]
    [InlineData("CSC", "MAYBE")]
    public async Task A_decision_for_another_recipient_or_not_to_share_releases_nothing(string to, string decision)
    {
        await using var gateway = Gateway(new ConsentFact("C", "REFUSED", ["CSC"], null));
        Share(gateway, new SharingFact("D", decision, [to], [], "ART6_1E", null));

        Assert.False(Gives(await gateway.AskAsync(LabCaller.SocialWorker, Told)));
    }

    [Fact]
    public async Task A_decision_not_to_share_outweighs_one_to_share()
    {
        await using var gateway = Gateway(new ConsentFact("C", "GIVEN", ["CSC"], null));
        Share(gateway, new SharingFact("D1", "SHARE", ["CSC"], [], "ART6_1E", null));
        Share(gateway, new SharingFact("D2", "DO_NOT_SHARE", ["CSC"], [], "ART6_1E", null));

        Assert.False(Gives(await gateway.AskAsync(LabCaller.SocialWorker, Told)));
    }

    [Theory]
    [InlineData("glass-1", "P1", 1, "SOCIAL_WORKER", true)]
    [InlineData("glass-1", "P1", 0, "SOCIAL_WORKER", false)]
    [InlineData("glass-1", "P2", 1, "SOCIAL_WORKER", false)]
    [InlineData("glass-0", "P1", 1, "SOCIAL_WORKER", false)]
    [InlineData("", "P1", 1, "SOCIAL_WORKER", false)]
    [InlineData("glass-1", "P1", 1, "ANALYST", false)]
    public async Task Broken_glass_opens_one_person_for_its_time_to_who_may_break_it(
        string relied, string person, long ticks, string role, bool isOpen)
    {
        await using var gateway = Gateway();
        gateway.Register.Facts.Clear();
        _ = gateway.Register.Change(person, facts => facts with
        {
            BreakGlass = new BreakGlassFact("glass-1", LabGateway.Now.AddTicks(ticks)),
        });
        var caller = LabCaller.SocialWorker with { Roles = [role], BreakGlass = relied };

        var answer = await gateway.AskAsync(caller, """{ person(id: "P1") { name } }""");

        Assert.Equal(isOpen, answer.Contains("named P1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Broken_glass_lifts_no_class_above_its_ceiling_and_none_that_is_hidden_or_forbidden()
    {
        await using var gateway = Gateway();
        gateway.Register.Facts.Clear();
        _ = gateway.Register.Change("P1", facts => facts with
        {
            BreakGlass = new BreakGlassFact("glass-1", LabGateway.Now.AddMinutes(60)),
        });
        var caller = LabCaller.SocialWorker with { BreakGlass = "glass-1" };

        var answer = await gateway.AskAsync(caller, """{ person(id: "P1") { name secret session self report } }""");

        Assert.Contains("named P1", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("said in session", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Person.secret", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_glass_for_one_person_opens_no_list_of_others()
    {
        await using var gateway = Gateway();
        gateway.Register.Facts.Clear();
        _ = gateway.Register.Change("P1", facts => facts with
        {
            BreakGlass = new BreakGlassFact("glass-1", LabGateway.Now.AddMinutes(60)),
        });
        var caller = LabCaller.SocialWorker with { BreakGlass = "glass-1" };

        var answer = await gateway.AskAsync(caller, "{ everybody { id name } }");

        Assert.Contains("named P1", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("P2", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_glass_is_in_the_log_before_anybody_is_asked()
    {
        await using var gateway = Gateway();
        var logged = "";
        gateway.Agencies.Before = _ =>
        {
            logged = gateway.LogText;
            return Task.CompletedTask;
        };

        _ = await gateway.AskAsync(LabCaller.SocialWorker with { BreakGlass = "glass-1" }, Told);

        Assert.Contains("glass-1", logged, StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"intent\"", logged, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_relied_on_is_in_the_log_though_nothing_was_found(bool fails)
    {
        await using var gateway = Gateway();
        if (fails)
        {
            gateway.Agencies.Outcomes["people"] = AgencyOutcome.Unreachable;
        }

        var caller = LabCaller.SocialWorker with { BreakGlass = "glass-1" };

        var answer = await gateway.AskAsync(caller, """{ person(id: "P404") { told } }""");

        Assert.False(Gives(answer));
        Assert.Contains("\"kind\":\"intent\"", gateway.LogText, StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"outcome\"", gateway.LogText, StringComparison.Ordinal);
        Assert.Contains("glass-1", gateway.LogText, StringComparison.Ordinal);
        Assert.Contains(gateway.Pseudonyms.Of("P404"), gateway.LogText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("withdrawn")]
    [InlineData("expired")]
    [InlineData("decided against")]
    [InlineData("link ended")]
    public async Task What_ends_between_gate_and_release_is_obeyed(string what)
    {
        await using var gateway = Gateway(new ConsentFact("C", "GIVEN", ["CSC"], null));
        Assert.True(Gives(await gateway.AskAsync(LabCaller.SocialWorker, Told)));
        gateway.Agencies.Before = agency =>
        {
            _ = gateway.Register.Change("P1", facts => what switch
            {
                "withdrawn" => facts with { Consents = [new ConsentFact("C", "WITHDRAWN", ["CSC"], null)] },
                "expired" => facts with { Consents = [new ConsentFact("C", "GIVEN", ["CSC"], LabGateway.Now)] },
                "link ended" => facts with { Links = [] },
                _ => facts with
                {
                    Sharing = [new SharingFact("D", "DO_NOT_SHARE", ["CSC"], [], "ART6_1E", null)],
                },
            });
            return Task.CompletedTask;
        };

        var answer = await gateway.AskAsync(LabCaller.SocialWorker, Told);

        Assert.NotEmpty(gateway.TakeRequests());
        Assert.False(Gives(answer));
    }

    [Theory]
    [InlineData("S47")]
    [InlineData("S17")]
    public async Task A_stage_that_the_caller_types_reveals_nothing_more(string stage)
    {
        await using var gateway = Gateway(new ConsentFact("C", "REFUSED", ["CSC"], null));

        var answer = await gateway.AskAsync(LabCaller.SocialWorker with { Stage = stage }, Told);

        Assert.Contains("STAGE_NOT_RECORDED", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("said to the doctor", answer, StringComparison.Ordinal);
        Assert.Contains("STAGE_NOT_RECORDED", answer, StringComparison.Ordinal);
    }

    private static bool Gives(string answer) => answer.Contains("said to the doctor", StringComparison.Ordinal);

    private static void Share(LabGateway gateway, SharingFact fact) => gateway.Register.Change(
        "P1", facts => facts with { Sharing = facts.Sharing.Add(fact) });

    private static LabGateway Gateway(params ConsentFact[] consents)
    {
        static JsonObject Person(string id) => new()
        {
            ["id"] = id,
            ["told"] = "said to the doctor",
            ["session"] = "said in session",
            ["name"] = "named " + id,
            ["secret"] = "CANARY",
            ["report"] = "CANARY",
            ["self"] = "flag",
        };
        var world = new JsonObject
        {
            ["people"] = new JsonObject
            {
                ["Query"] = new JsonObject
                {
                    ["person"] = new JsonObject { ["P1"] = Person("P1"), ["P2"] = Person("P2") },
                    ["everybody"] = new JsonArray(Person("P1"), Person("P2")),
                },
            },
        };
        var gateway = new LabGateway(
            LabGraph.Compose(("people", LabGraph.Subgraph("people", "GP", "FAMILY_NETWORK", People))), world);
        _ = gateway.Register.Link("OPEN_ENQUIRY", "P1").Link("OPEN_ENQUIRY", "P2").Change("P1", facts => facts with
        {
            Consents = [.. consents],
        });
        return gateway;
    }
}
