using Aggregator.Host.LocalHub;
using Aggregator.Policy;
using Aggregator.State;
using Xunit;

namespace Aggregator.Gateway.Tests.Harvesting;

/// <summary>A hub that lets nobody ask about many people.</summary>
public sealed class SparingHub : LocalHubFixture
{
    // Whom it is about is counted before anybody is asked: most agencies are not needed.
    protected override IReadOnlySet<string> Down => new HashSet<string>
    {
        "police", "social-care", "primary-care", "community-health", "talking-therapies", "urgent-care",
    };

    private protected override LocalHubOptions Adjust(LocalHubOptions options) => options with
    {
        MaxSubjectsPerHour = 40,
        Engine = options.Engine with { MaxSubjects = 30 },
    };
}

/// <summary>Asking about many people is refused before an agency is asked, however the request is dressed.</summary>
public sealed class SubjectLimitTests(SparingHub hub) : IClassFixture<SparingHub>
{
    [Fact]
    public async Task Aliases_over_the_limit_of_a_request_are_refused_before_anybody_is_asked()
    {
        var answer = await hub.AskAsync("analyst", "{ " + string.Join(' ', Enumerable.Range(1, 31).Select(number =>
            $"a{number}: person(id: \"X{number}\") {{ id }}")) + " }");

        Assert.Equal(["SUBJECT_LIMIT"], answer.Codes());
        Assert.Null(answer["data"]);
    }

    [Fact]
    public async Task People_of_one_hour_add_up_and_the_hours_limit_is_the_callers_own()
    {
        static string About(int from) => "{ " + string.Join(' ', Enumerable.Range(from, 15).Select(number =>
            $"a{number}: person(id: \"Y{number}\") {{ id }}")) + " }";
        var first = await hub.AskAsync("decision-maker", About(1));
        var again = await hub.AskAsync("decision-maker", About(1));
        var second = await hub.AskAsync("decision-maker", About(16));
        var third = await hub.AskAsync("decision-maker", About(31));
        var other = await hub.AskAsync("social-worker", About(31));

        Assert.DoesNotContain("SUBJECT_LIMIT", first.Codes().Concat(again.Codes()).Concat(second.Codes()));
        Assert.Equal(["SUBJECT_LIMIT"], third.Codes());
        Assert.DoesNotContain("SUBJECT_LIMIT", other.Codes());
    }

    [Fact]
    public async Task Records_that_a_mutation_names_are_no_people_and_whom_it_names_are()
    {
        static string Told(int number, string child) =>
            $"t{number}: recordInformed(child: \"{child}\", record: \"R{number}\", agency: HV) {{ id }}";
        var many = Enumerable.Range(1, 31).ToList();

        var records = await hub.AskAsync(
            "police-desk", "mutation { " + string.Join(' ', many.Select(number => Told(number, "V1"))) + " }");
        var listed = await hub.AskAsync(
            "police-desk",
            "mutation M($d: SharingDecisionInput!) { recordSharingDecision(decision: $d) { id } }",
            variables: new { d = new { person = "V1", records = many.Select(number => $"R{number}") } });
        var people = await hub.AskAsync(
            "police-desk",
            "mutation { " + string.Join(' ', many.Select(number => Told(number, $"V{number}"))) + " }");

        Assert.DoesNotContain("SUBJECT_LIMIT", records.Codes().Concat(listed.Codes()));
        Assert.Equal(["SUBJECT_LIMIT"], people.Codes());
    }

    [Fact]
    public async Task Rules_of_the_hub_are_not_counted()
    {
        var rules = new DemonstrationUser("hub-rules", "HUB_RULES", "HUB", "RULE_EVALUATION");
        var answer = await hub.AskAsync(rules, "{ " + string.Join(' ', Enumerable.Range(1, 31).Select(number =>
            $"a{number}: person(id: \"Z{number}\") {{ id }}")) + " }");

        Assert.DoesNotContain("SUBJECT_LIMIT", answer.Codes());
    }

    [Fact]
    public void Hour_goes_on_and_forgets()
    {
        var clock = new SteppedClock();
        var meter = new HourlySubjects(2, clock);
        Assert.True(meter.TryCount("caller", People("a", "b")));
        Assert.False(meter.TryCount("caller", People("c")));
        clock.Now += TimeSpan.FromMinutes(59);
        Assert.False(meter.TryCount("caller", People("c")));
        clock.Now += TimeSpan.FromMinutes(6);
        Assert.True(meter.TryCount("caller", People("c", "d")));
    }

    private static CountedPerson[] People(params string[] ids) => [.. ids.Select(CountedPerson.Named)];

    private sealed class SteppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2025, 7, 21, 17, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
