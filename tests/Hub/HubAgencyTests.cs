using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Aggregator.Kit;
using Aggregator.Subgraphs.Tests;
using Microsoft.Data.Sqlite;
using Snapshooter;
using Snapshooter.Xunit;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>The hub over HTTP, with its own database and the demonstration case.</summary>
public sealed class HubAgencyTests : IAsyncLifetime
{
    private const string Ask = """
        query($r: [_Any!]!) { _entities(representations: $r) { ... on Child {
          id
          alerts {
            id rule severity for state standingDecision { id version } mayBeIncomplete
            because { recordId agency kind at } missing { code state recordId agency couldNotCheck }
            components { name certainty sources accounts }
            show {
              type grade parties childStays socialCareOutcome asked replyBy contact { agency team phone reference }
            }
            handling { doNotRaiseWith homeVisitSafety keepOutOfParentHeldRecords }
          }
          knowledgeMatrix { concern cells { agency state at consideredAt } uninformedInvolved }
          unseenConcerns { recordId kind contact { phone } }
          markersAtAddresses { markerId addressId heldAgainst wording wordingCategory path { kind id } }
        } } }
        """;

    private static readonly JsonSerializerOptions Indented = new(ContractJson.Options) { WriteIndented = true };

    private readonly CaseFile _case = CaseFile.Read("demonstration");
    private RunningAgency _hub = null!;

    public async Task InitializeAsync() => _hub = await RunningAgency.StartAsync(new HubAgency());

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Serves_its_contract_as_agreed()
    {
        var answer = await _hub.AskAsync("{ _service { sdl } }");

        Assert.Equal(
            await File.ReadAllTextAsync(ContractFile.PathOf("hub")),
            answer.GetProperty("data").GetProperty("_service").GetProperty("sdl").GetString());
    }

    [Theory]
    [InlineData("HV", "D+2 18:00")]
    [InlineData("HUB", "D+44 18:00")]
    [InlineData("THX", "D+49 18:00")]
    public async Task Child_is_evaluated_for_who_asks(string recipient, string asAt)
    {
        var child = await ChildAsync(recipient, asAt);

        Readable(child).MatchSnapshot(SnapshotNameExtension.Create(recipient));
    }

    [Fact]
    public async Task Generated_family_is_linked_to_its_services()
    {
        await using var hub = await RunningAgency.StartAsync(new HubAgency(), seed: false, population: 20);

        var entries = await hub.Host.Current
            .OfPersonsAsync(["G000007-1"], ["CaseCircle", "RegisteredLink"], null, 10, default);

        Assert.Equal(3, entries["G000007-1"].Count());
    }

    [Fact]
    public async Task Agency_that_no_card_names_sees_none()
    {
        var child = await ChildAsync("ED", "D+44 18:00");

        Assert.Equal(0, child.GetProperty("alerts").GetArrayLength());
    }

    [Fact]
    public async Task Many_children_need_no_more_statements_than_one()
    {
        var one = Representation("D+44 18:00");
        var before = _hub.Statements.Count;
        await SendAsync("HUB", "D+44 18:00", Ask, new { r = new[] { one } });
        var between = _hub.Statements.Count;
        await SendAsync("HUB", "D+44 18:00", Ask, new { r = Enumerable.Repeat(one, 20) });

        Assert.Equal(between - before, _hub.Statements.Count - between);
    }

    [Fact]
    public async Task Decision_check_takes_its_gaps_off_the_card()
    {
        var written = await MutateAsync(
            """
            recordDecisionCheck(check: { child: "P1", referral: "POL-F1", informed: [HV, GP], impactOnChild: "seen" })
            """,
            "DECISION_MAKER");
        var child = await ChildAsync("HUB", "D+49 18:00");

        var card = child.GetProperty("alerts").EnumerateArray()
            .Single(alert => alert.GetProperty("rule").GetString() == "DECISION_CHECK");
        var open = card.GetProperty("missing").EnumerateArray()
            .Where(item => item.GetProperty("recordId").GetString() == "POL-F1")
            .Select(item => item.GetProperty("code").GetString());
        Assert.NotNull(written.GetProperty("id").GetString());
        Assert.Equal(["NO_AGENCY_CHECKS"], open);
    }

    [Theory]
    [InlineData("health-visitor", "HV", "HEALTH_VISITOR")]
    [InlineData("health-visitor-2", "HV", "HEALTH_VISITOR")]
    [InlineData("health-visitor-3", "HV", "HEALTH_VISITOR")]
    [InlineData("gp-2", "GP", "GP")]
    [InlineData("analyst", "HUB", "ANALYST")]
    public async Task Register_says_how_far_links_reach(string recipient, string agency, string role)
    {
        var facts = await DecideAsync(recipient, agency, role, "P1", "P2", "P3", "P4", "P5", "P6", "P99");

        Readable(facts).MatchSnapshot(SnapshotNameExtension.Create(recipient));
    }

    private static string Readable(JsonElement answer) => JsonSerializer.Serialize(answer, Indented);

    private object Representation(string asAt) => RepresentationWriter.Write(_case.At(asAt));

    private async Task<JsonElement> ChildAsync(string recipient, string asAt)
    {
        var answer = await SendAsync(recipient, asAt, Ask, new { r = new[] { Representation(asAt) } });
        return answer.GetProperty("data").GetProperty("_entities")[0];
    }

    private async Task<JsonElement> MutateAsync(string field, string role, string agency = "HUB")
    {
        var answer = await SendAsync(
            agency, "D+49 18:00", $"mutation {{ it: {field} {{ id recordedAt problems {{ code field message }} }} }}",
            null, role);
        return answer.GetProperty("data").GetProperty("it");
    }

    private async Task<JsonElement> SendAsync(
        string recipient, string asAt, string query, object? variables, string role = "DECISION_MAKER")
    {
        var json = JsonSerializer.SerializeToElement(variables, ContractJson.Options);
        using var answer = await _hub.SendAsync(query, variables is null ? null : json, Token(recipient, asAt, role));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return body.TryGetProperty("errors", out var errors)
            ? throw new InvalidOperationException(errors.ToString())
            : body;
    }

    [Fact]
    public async Task Hub_whose_database_is_gone_says_that_it_is_down()
    {
        var folder = Directory.CreateTempSubdirectory("hub-").FullName;
        await using var hub = await AgencyHost.StartAsync(new HubAgency(), new AgencyOptions
        {
            Database = Path.Combine(folder, "hub.db"),
            GatewayKeys = _hub.Gateway.Jwks,
            Clock = _hub.Clock,
        });
        using var before = await AskAsync();
        Directory.Delete(folder, recursive: true);
        SqliteConnection.ClearAllPools();

        using var after = await AskAsync();

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, after.StatusCode);

        async Task<HttpResponseMessage> AskAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.Http1, "register/decisions"))
            {
                Content = JsonContent.Create(new { recipient = "gp", agency = "GP", persons = Array.Empty<string>() }),
            };
            return await _hub.SendAsync(request, Token("HUB", "D+49 18:00", "GATEWAY"));
        }
    }

    private async Task<JsonElement> DecideAsync(string recipient, string agency, string role, params string[] persons)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_hub.Host.Http1, "register/decisions"))
        {
            Content = JsonContent.Create(new { recipient, agency, role, purpose = "SAFEGUARD_ENQUIRY", persons }),
        };
        using var answer = await _hub.SendAsync(request, Token("HUB", "D+49 18:00", "GATEWAY"));
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private string Token(string recipient, string asAt, string role)
    {
        var claims = TestGateway.Claims(RunningAgency.Day(asAt), role);
        claims["recipient"] = recipient;
        claims["org"] = recipient;
        claims["worker"] = "decision-maker";
        return _hub.Gateway.Sign(claims);
    }
}
