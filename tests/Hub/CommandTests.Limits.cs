using System.Text.Json;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>How much one worker, and all of them, may record about a person.</summary>
public sealed partial class CommandTests
{
    [Fact]
    public async Task Several_commands_about_one_person_in_one_request_are_several_entries()
    {
        var answer = await AskAsync(
            """
            mutation {
              a: recordInformed(record: "POL-I2", child: "P1", agency: HV, how: "told") { id problems { code field } }
              b: recordInformed(record: "POL-I3", child: "P1", agency: HV, how: "told") { id problems { code field } }
            }
            """,
            Dm);

        Assert.Empty(Problems(answer.GetProperty("a")).Concat(Problems(answer.GetProperty("b"))));
        Assert.NotEqual(
            answer.GetProperty("a").GetProperty("id").GetString(),
            answer.GetProperty("b").GetProperty("id").GetString());
    }

    [Fact]
    public async Task One_worker_records_fifty_entries_about_a_person_within_a_day_and_no_more()
    {
        var accepted = 0;
        for (var number = 0; number < 50; number++)
        {
            accepted += Problems(await TellAsync(number)).Any() ? 0 : 1;
        }

        var refused = await TellAsync(50);
        var colleague = await DoAsync(
            """recordInformed(record: "X-1", child: "P1", agency: HV, how: "told")""", Dm with { Worker = "second" });
        _hub.Clock.Advance(TimeSpan.FromHours(25));
        var tomorrow = await TellAsync(51);

        Assert.Equal(50, accepted);
        Assert.Equal(["TOO_MANY_ENTRIES"], Problems(refused).Select(problem => problem.Code));
        Assert.Empty(Problems(colleague));
        Assert.Empty(Problems(tomorrow));

        Task<JsonElement> TellAsync(int number) => DoAsync(
            $$"""recordInformed(record: "X-{{number}}", child: "P1", agency: HV, how: "told")""", Dm);
    }

    [Fact]
    public async Task Register_with_more_entries_about_a_person_than_it_reads_answers_nothing_rather_than_a_part()
    {
        for (var worker = 0; worker < 11; worker++)
        {
            var commands = Enumerable.Range(0, 50).Select(number =>
                $$"""
                c{{number}}: recordConsent(consent: { person: "P2", state: GIVEN, scope: [CSC], obtainedBy: HUB,
                  how: "asked {{number}}" }) { problems { code } }
                """);
            using var answer = await _hub.SendAsync(
                $"mutation {{ {string.Join('\n', commands)} }}", null, Token(Dm with { Worker = "desk-" + worker }));
        }

        var facts = await RegisterAsync(Dm, "P2");

        Assert.False(facts.TryGetProperty("persons", out _));
        Assert.Equal(
            "TOO_MANY_FACTS",
            facts.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Enquiries_about_one_child_that_several_open_at_once_are_all_opened()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(each => DoAsync(
            """openEnquiry(child: "P71", contact: "a call", purpose: "SAFEGUARD_ENQUIRY")""",
            Dm with { Worker = $"worker-{each}" })));

        Assert.All(opened, one => Assert.Empty(Problems(one)));
        Assert.Equal(8, opened.Select(one => one.GetProperty("id").GetString()).Distinct().Count());
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(" ", 3)]
    [InlineData("P1\\u0000", 1)]
    [InlineData("P", 101)]
    public async Task Enquiry_names_the_child_by_an_id(string part, int times)
    {
        var child = string.Concat(Enumerable.Repeat(part, times));
        var opened = await DoAsync(
            $"""openEnquiry(child: "{child}", contact: "a call", purpose: "SAFEGUARD_ENQUIRY")""", Dm);

        Assert.Equal(["NO_ID"], Problems(opened).Select(problem => problem.Code));
    }

    [Fact]
    public async Task Whoever_opens_an_enquiry_closes_it_and_a_worker_of_that_name_elsewhere_does_not()
    {
        var worker = new Who("the-same-name", "CSC", "SOCIAL_WORKER_OOH");
        var opened = await DoAsync(
            """openEnquiry(child: "NOBODY", contact: "a call", purpose: "SAFEGUARD_ENQUIRY")""", worker);
        var close = $"""closeEnquiry(enquiry: "{opened.GetProperty("id").GetString()}", reason: "nobody")""";
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        var other = await DoAsync(close, new Who("the-same-name", "HST", "HEALTH_DESK"));
        var own = await DoAsync(close, worker);

        Assert.Equal(["UNKNOWN_ENTRY"], Problems(other).Select(problem => problem.Code));
        Assert.Empty(Problems(own));
    }
}
