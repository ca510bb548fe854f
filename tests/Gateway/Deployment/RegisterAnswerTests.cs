using System.Collections.Concurrent;
using Aggregator.Agencies;
using Aggregator.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Aggregator.Gateway.Tests.Deployment;

public sealed class RegisterAnswerTests
{
    [Theory]
    [InlineData("", false, RegisterState.Current)]
    [InlineData("", true, RegisterState.Unavailable)]
    [InlineData(""" "passedOn": false,""", true, RegisterState.Unavailable)]
    [InlineData(""" "passedOn": true,""", true, RegisterState.Current)]
    public async Task Register_that_does_not_say_that_what_it_tells_may_be_passed_on_tells_nothing_to_pass_on(
        string says, bool passesOn, RegisterState state)
    {
        var asked = new ConcurrentQueue<string>();
        await using var hub = WebApplication.CreateSlimBuilder().Build();
        hub.Urls.Add("http://127.0.0.1:0");
        hub.MapPost("/register/decisions", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            asked.Enqueue(await reader.ReadToEndAsync());
            return Results.Text(
                "{\"state\": \"CURRENT\"," + says + """ "persons": {"P1": {"stage": "S47"}}, "standing": []}""",
                "application/json");
        });
        await hub.StartAsync();
        using var register = RegisterOf(hub);

        var answer = await register.AskAsync(
            new RegisterQuestion("health-visitor", "HV", "HEALTH_VISITOR", "SAFEGUARD_OWN_CASELOAD", ["P1"])
            {
                PassesOn = passesOn,
            },
            default);

        Assert.Equal(state, answer.State);
        Assert.Equal(state == RegisterState.Current ? 1 : 0, answer.Persons.Count);
        Assert.Equal(passesOn, Assert.Single(asked).Contains("\"passedOn\":true", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(503, "{}", false)]
    [InlineData(502, "{}", false)]
    [InlineData(400, """{ "errors": [{ "extensions": { "code": "TOO_MANY_FACTS" } }] }""", true)]
    [InlineData(401, "{}", true)]
    [InlineData(500, "{}", true)]
    [InlineData(200, "{", true)]
    [InlineData(200, """{ "persons": {}, "standing": [] }""", true)]
    [InlineData(200, """{ "state": "CURRENT", "standing": [] }""", true)]
    [InlineData(200, """{ "state": "CURRENT", "persons": { "P1": { "consents": [{ "scope": "GP" }] } } }""", true)]
    [InlineData(200, """{ "state": "CURRENT", "persons": { "P1": { "consents": [{ "scope": [1] }] } } }""", true)]
    [InlineData(200, """{ "state": "CURRENT", "persons": { "P1": { "links": [{ "until": 1 }] } } }""", true)]
    [InlineData(200, """{ "state": "CURRENT", "persons": { "P1": { "links": [{ "until": "soon" }] } } }""", true)]
    [InlineData(200, """{ "state": "CURRENT", "persons": { "P1": { "sharing": [{ "records": "R1" }] } } }""", true)]
    [InlineData(200, """{ "state": "CURRENT", "persons": { "P1": { "sealed": "yes" } } }""", true)]
    [InlineData(200, """{ "state": "CURRENT", "persons": { "P1": { "breakGlass": "yes" } } }""", true)]
    public async Task Register_that_answers_and_does_not_say_is_not_one_that_cannot_be_reached(
        int status, string answer, bool refuses)
    {
        await using var hub = WebApplication.CreateSlimBuilder().Build();
        hub.Urls.Add("http://127.0.0.1:0");
        hub.MapPost("/register/decisions", () => Results.Text(answer, "application/json", statusCode: status));
        await hub.StartAsync();
        using var register = RegisterOf(hub);

        var told = await register.AskAsync(
            new RegisterQuestion("gp", "GP", "GP", "SAFEGUARD_OWN_CASELOAD", ["P1"]), default);

        Assert.Equal((RegisterState.Unavailable, refuses), (told.State, told.IsRefused));
    }

    [Fact]
    public async Task Register_whose_answer_is_too_large_does_not_say_and_one_that_is_gone_cannot_be_reached()
    {
        await using var hub = WebApplication.CreateSlimBuilder().Build();
        hub.Urls.Add("http://127.0.0.1:0");
        hub.MapPost("/register/decisions", () => Results.Text(new string(' ', 5 * 1024 * 1024), "application/json"));
        await hub.StartAsync();
        using var register = RegisterOf(hub);
        var question = new RegisterQuestion("gp", "GP", "GP", "SAFEGUARD_OWN_CASELOAD", ["P1"]);

        var large = await register.AskAsync(question, default);
        await hub.StopAsync();
        var gone = await register.AskAsync(question, default);

        Assert.Equal((RegisterState.Unavailable, true), (large.State, large.IsRefused));
        Assert.Equal((RegisterState.Unavailable, false), (gone.State, gone.IsRefused));
    }

    [Theory]
    [InlineData(200, """{ "glass": true }""", true)]
    [InlineData(200, """{ "glass": false }""", false)]
    [InlineData(200, """{ "state": "CURRENT" }""", null)]
    [InlineData(200, """{ "glass": "no" }""", null)]
    [InlineData(500, """{ "glass": false }""", null)]
    public async Task Glass_is_not_in_force_only_where_the_register_says_so(int status, string answer, bool? inForce)
    {
        await using var hub = WebApplication.CreateSlimBuilder().Build();
        hub.Urls.Add("http://127.0.0.1:0");
        hub.MapPost("/register/decisions", () => Results.Text(answer, "application/json", statusCode: status));
        await hub.StartAsync();
        using var register = RegisterOf(hub);

        var told = await register.IsInForceAsync(
            new RegisterQuestion("emergency", "ED", "EMERGENCY", "DIRECT_CARE", []), "HUB-B-1", default);

        Assert.Equal(inForce, told);
    }

    private static HubRegister RegisterOf(WebApplication hub) => new(
        new AgencyEndpoint
        {
            Url = new Uri(new Uri(hub.Urls.Single()), "/register/decisions"),
            // A busy machine must not make it look silent.
            AttemptTimeout = TimeSpan.FromMinutes(1),
        },
        () => "context");
}
