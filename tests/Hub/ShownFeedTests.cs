using System.Net.Http.Json;
using System.Text.Json;
using Aggregator.Kit;
using Aggregator.Subgraphs.Tests;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>What the gateway tells the hub was shown, and what the hub makes of it: shown, never told.</summary>
public sealed class ShownFeedTests : IAsyncLifetime
{
    private readonly CaseFile _case = CaseFile.Read("demonstration");
    private RunningAgency _hub = null!;

    public async Task InitializeAsync() => _hub = await RunningAgency.StartAsync(new HubAgency());

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Record_that_was_shown_is_shown_for_the_concerns_its_classes_say_and_not_told()
    {
        await TellAsync(Delivery("POL-I2", "PARENT_SELF_HARM"));

        var child = await ChildAsync("D+49 18:30");
        Assert.Equal("SHOWN", State(child, "K2", "HV"));
        Assert.Equal("NOT_TOLD", State(child, "K11", "HV"));
        Assert.Contains("HV", child.GetProperty("alerts").EnumerateArray()
            .First(alert => alert.GetProperty("rule").GetString() == "PARENT_SELF_HARM")
            .GetProperty("missing").EnumerateArray().Select(item => item.GetProperty("agency").GetString()));
    }

    [Fact]
    public async Task Record_that_was_shown_is_no_longer_unseen_but_stays_so_in_an_earlier_view()
    {
        await TellAsync(Delivery("POL-I2", "POLICE_INCIDENT", "PARENT_SELF_HARM", "CHILD_IMPACT"));

        Assert.DoesNotContain("POL-I2", Unseen(await ChildAsync("D+49 18:30", "HV")));
        Assert.Contains("POL-I2", Unseen(await ChildAsync("D+49 17:00", "HV")));
    }

    [Fact]
    public async Task Record_of_which_no_more_was_shown_than_that_it_is_there_stays_unseen()
    {
        await TellAsync(Delivery("POL-I2", "INVOLVEMENT"));

        Assert.Contains("POL-I2", Unseen(await ChildAsync("D+49 18:30", "HV")));
    }

    [Fact]
    public async Task Same_delivery_twice_changes_nothing()
    {
        await TellAsync(Delivery("POL-I2", "POLICE_INCIDENT"));
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await TellAsync(Delivery("POL-I2", "POLICE_INCIDENT"));

        var stored = await _hub.Host.Current.ByIdAsync(["HUB-SHOWN-HV-P3"], default);
        Assert.Equal(1, stored["HUB-SHOWN-HV-P3"].Version);
    }

    [Fact]
    public async Task Last_look_is_the_workers_own()
    {
        await TellAsync(Delivery("POL-I2", "POLICE_INCIDENT"));

        var own = await ChildAsync("D+49 18:30", "HV", "health-visitor");
        var colleague = await ChildAsync("D+49 18:30", "HV", "health-visitor-2");
        Assert.Equal("2025-07-21T17:00:00.0000000Z", LastLook(own));
        Assert.Null(LastLook(colleague));
    }

    [Theory]
    [InlineData("DECISION_MAKER", "ROLE_NOT_ALLOWED")]
    [InlineData("GATEWAY", "BAD_REQUEST")]
    public async Task What_is_not_from_the_gateway_or_names_nobody_is_refused(string role, string code)
    {
        using var answer = await SendAsync(new { worker = "x" }, role);

        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(code, body.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    private static object Delivery(string record, params string[] classes) => new
    {
        at = "2025-07-21T17:00:00.0000000Z",
        agency = "HV",
        worker = "health-visitor",
        looks = new[] { "P1" },
        records = new[]
        {
            new { record, type = "PoliceIncident", persons = new[] { "P2", "P3", "P1" }, classes },
        },
    };

    private static string? State(JsonElement child, string concern, string agency) =>
        child.GetProperty("knowledgeMatrix").EnumerateArray()
            .Single(row => row.GetProperty("concern").GetString() == concern)
            .GetProperty("cells").EnumerateArray()
            .Single(cell => cell.GetProperty("agency").GetString() == agency).GetProperty("state").GetString();

    private static string?[] Unseen(JsonElement child) =>
        [.. child.GetProperty("unseenConcerns").EnumerateArray()
            .Select(concern => concern.GetProperty("recordId").GetString())];

    private static string? LastLook(JsonElement child) =>
        child.GetProperty("firstScreen").GetProperty("lastLookAt").GetString();

    private async Task TellAsync(object delivery)
    {
        using var answer = await SendAsync(delivery, "GATEWAY");
        answer.EnsureSuccessStatusCode();
    }

    private async Task<HttpResponseMessage> SendAsync(object delivery, string role)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_hub.Host.Http1, "register/shown"))
        {
            Content = JsonContent.Create(new { deliveries = new[] { delivery } }),
        };
        return await _hub.SendAsync(request, _hub.Token(role: role));
    }

    private async Task<JsonElement> ChildAsync(string asAt, string agency = "HUB", string worker = "decision-maker")
    {
        var claims = TestGateway.Claims(RunningAgency.Day(asAt));
        (claims["recipient"], claims["org"], claims["worker"]) = (agency, agency, worker);
        using var answer = await _hub.SendAsync(
            """
            query($r: [_Any!]!) { _entities(representations: $r) { ... on Child {
              knowledgeMatrix { concern cells { agency state } } unseenConcerns { recordId }
              alerts { rule missing { agency } } firstScreen { lastLookAt } } } }
            """,
            ContractJson.Element(new { r = new[] { RepresentationWriter.Write(_case.At("D+49 18:00")) } }),
            _hub.Gateway.Sign(claims));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return body.GetProperty("data").GetProperty("_entities")[0];
    }
}
