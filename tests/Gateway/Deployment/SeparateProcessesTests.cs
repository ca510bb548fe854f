using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aggregator.Host.LocalHub;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Aggregator.Gateway.Tests.Deployment;

/// <summary>
/// The gateway alone, against agencies that run alone, as docs/deployment.md says: three agencies, the gateway and an
/// OpenID provider, each a process or server of its own; what is configured is all that they know of each other.
/// </summary>
public sealed class SeparateProcessesTests : IAsyncLifetime, IDisposable
{
    private const string Child = "{ child(id: \"P1\") { name incidents { nodes { id } missing { agency } } } }";

    private readonly string _folder = Directory.CreateTempSubdirectory("aggregator-processes-").FullName;
    private readonly List<RunningProcess> _processes = [];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(120) };
    private WebApplication _provider = null!;
    private LocalIssuer _issuer = null!;
    private RunningProcess _gateway = null!;
    private Uri _graphQL = null!;

    public async Task InitializeAsync()
    {
        await StartProviderAsync();
        await using (var keys = RunningProcess.Start("Aggregator.Host", _folder, "keys", "--data", "gateway"))
        {
            Assert.Equal(0, (await keys.EndAsync()).ExitCode);
        }

        var agencies = await Task.WhenAll(
            StartAgencyAsync("People"), StartAgencyAsync("Hub"), StartAgencyAsync("Police"));
        var config = Path.Combine(_folder, "gateway.json");
        var configuration = GatewayConfiguration.Of(_issuer, agencies);
        configuration["Limits"] = new JsonObject { ["AnswerWithinSeconds"] = 60 };
        await File.WriteAllTextAsync(config, configuration.ToJsonString());
        _gateway = Keep(RunningProcess.Start("Aggregator.Host", _folder, "serve", "--config", config));
        _graphQL = new Uri((await _gateway.LineAsync("serving at "))["serving at ".Length..]);
    }

    public async Task DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await _provider.DisposeAsync();
        _issuer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Gateway_and_agencies_that_run_alone_answer_tokens_of_a_provider_known_by_configuration_only()
    {
        var user = DemonstrationUsers.Find("health-visitor")!;
        Assert.Equal("Ash Marlow", await NameAsync(_issuer.TokenFor(user)));
        Assert.Equal(["UNAUTHENTICATED no token", "UNAUTHENTICATED audience", "UNAUTHENTICATED expired",
            "UNAUTHENTICATED trusts", "ROLE_UNKNOWN role"],
        [
            await RefusalAsync(null, "no token"),
            await RefusalAsync(_issuer.TokenFor(user, audience: "somebody-else"), "audience"),
            await RefusalAsync(_issuer.TokenFor(user, TimeSpan.FromHours(-1)), "expired"),
            await RefusalAsync("e30.e30.e30", "trusts"),
            await RefusalAsync(_issuer.TokenFor(user with { Role = "NO_SUCH_ROLE" }), "role"),
        ]);

        // A supervisor's stop: what is open is told, and the exit is clean.
        if (!OperatingSystem.IsWindows())
        {
            var told = await FollowToTheEndAsync(_issuer.TokenFor(user));
            Assert.Contains("GATEWAY_STOPPING", told, StringComparison.Ordinal);
            var (exitCode, output, errors) = await _gateway.EndAsync();
            Assert.Equal(0, exitCode);

            // That it ends; nothing of requests, tokens or callers.
            Assert.Contains("Application is shutting down", output, StringComparison.Ordinal);
            Assert.DoesNotMatch("graphql|IDX|health-visitor", output + errors);
        }
    }

    [Fact]
    public async Task Rules_that_run_alone_ask_the_gateway_about_whom_agencies_name()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "rules-token"),
            _issuer.TokenFor(new DemonstrationUser("hub-rules", "HUB_RULES", "HUB", "RULE_EVALUATION")));
        var config = Path.Combine(_folder, "rules.json");
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "gateway.json")))!;
        configuration["Rules"] = new JsonObject
        {
            ["Gateway"] = _graphQL.ToString(),
            ["Database"] = Path.Combine(_folder, "hub.db"),
            ["TokenFile"] = "rules-token",
        };
        await File.WriteAllTextAsync(config, configuration.ToJsonString());
        var rules = Keep(RunningProcess.Start("Aggregator.Host", _folder, "rules", "--config", config));

        // Agencies that do not run are named; on a busy machine a round can fail and is made up for.
        var round = "";
        while (!round.Contains(", failed 0;", StringComparison.Ordinal)
            || round.StartsWith("evaluated 0", StringComparison.Ordinal))
        {
            round = await rules.LineAsync("evaluated ");
        }

        Assert.EndsWith(
            "no answer from community-health, primary-care, social-care, talking-therapies, urgent-care",
            round,
            StringComparison.Ordinal);
    }

    // Programs that have just started on a busy machine can be too slow for the register's three seconds.
    private async Task<string?> NameAsync(string token)
    {
        for (var attempt = 0; ; attempt++)
        {
            var answer = await AskAsync(token);
            if (answer.Body["data"]?["child"]?["name"] is { } name)
            {
                return name.ToString();
            }

            Assert.True(attempt < 30, answer.Body.ToJsonString());
        }
    }

    private async Task<string> FollowToTheEndAsync(string token)
    {
        using var request = Request(token, "subscription { caseChanged(child: \"P1\") { child { name } } }");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = await reader.ReadLineAsync() + await reader.ReadLineAsync();
        Assert.Contains("Ash Marlow", first, StringComparison.Ordinal);
        _gateway.Terminate();
        return await reader.ReadToEndAsync();
    }

    private async Task<string> RefusalAsync(string? token, string word)
    {
        var (_, body) = await AskAsync(token);
        var error = body["errors"]![0]!;
        Assert.False(body.AsObject().ContainsKey("data"));
        return error["message"]!.ToString().Contains(word, StringComparison.Ordinal)
            ? $"{error["extensions"]!["code"]} {word}"
            : error.ToJsonString();
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(string? token)
    {
        using var request = Request(token, Child);
        using var response = await _http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    private HttpRequestMessage Request(string? token, string query)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _graphQL);
        request.Content = new StringContent(JsonSerializer.Serialize(new { query }), Encoding.UTF8, "application/json");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Access-Purpose", "SAFEGUARD_OWN_CASELOAD");
        return request;
    }

    private async Task StartProviderAsync()
    {
        // A provider's name is its address, so it is known before it listens.
        var port = LoopbackPort.Take(0);
        _issuer = new LocalIssuer(port.Address, TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        port.Serve(builder.WebHost);
        _provider = builder.Build();
        _issuer.Map(_provider);
        await _provider.StartAsync();
    }

    private async Task<(string Name, Uri GraphQL)> StartAgencyAsync(string agency)
    {
        var name = agency.ToLowerInvariant();
        var process = Keep(RunningProcess.Start(
            "Aggregator." + agency,
            _folder,
            "--Database", name + ".db",
            "--Gateway:Keys", Path.Combine(_folder, "gateway", "gateway-keys.json"),
            "--Listen:Http1", "0",
            "--Listen:Http2", "0",
            "--Seed", "true"));
        var line = await process.LineAsync(name + ": HTTP/1.1 ");
        return (name, new Uri(new Uri(line.Split("HTTP/2 ")[1]), "/graphql"));
    }

    private RunningProcess Keep(RunningProcess process)
    {
        lock (_processes)
        {
            _processes.Add(process);
        }

        return process;
    }
}
