using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Aggregator.Kit;
using Microsoft.Extensions.Time.Testing;

namespace Aggregator.Subgraphs.Tests;

/// <summary>An agency on its own port with its own database, seeded with the demonstration case.</summary>
public sealed class RunningAgency : IAsyncDisposable
{
    public const string RecorderKey = "recorder-key-for-tests";

    public const string RecorderSystem = "records-system";

    /// <summary>The London day of D+0 and the demonstration's now: D+49 18:00.</summary>
    public static readonly DateOnly Anchor = new(2025, 6, 2);

    private readonly HttpClient _http = new();
    private readonly TestDatabase _database;

    private RunningAgency(AgencyHost host, TestDatabase database, TestGateway gateway, CommandCounter statements) =>
        (Host, _database, Gateway, Statements) = (host, database, gateway, statements);

    public AgencyHost Host { get; }

    public TestGateway Gateway { get; }

    /// <summary>The domain clock.</summary>
    public required FakeTimeProvider Clock { get; init; }

    internal CommandCounter Statements { get; }

    public static DateTimeOffset Day(string moment) => new MomentReader(Anchor).Instant(moment);

    public static async Task<RunningAgency> StartAsync(
        Agency agency,
        bool seed = true,
        bool recorder = true,
        string? seedFolder = null,
        int population = 0,
        IProgress<PopulationProgress>? progress = null)
    {
        var gateway = new TestGateway();
        var statements = new CommandCounter();
        var database = await TestDatabase.CreateAsync(agency.Name);
        var clock = new FakeTimeProvider(Day("D+49 18:00"));
        var host = await AgencyHost.StartAsync(agency, new AgencyOptions
        {
            Database = database.ConnectionString,
            GatewayKeys = gateway.Jwks,
            Clock = clock,
            Seed = seed,
            SeedFolder = seedFolder,
            SeedAnchor = Anchor,
            RecorderKeys = recorder
                ? new Dictionary<string, string>
                {
                    [RecorderSystem] = Sha256(RecorderKey),
                    ["other-system"] = Sha256("another key"),
                }
                : [],
            Population = population,
            PopulationProgress = progress,
            Interceptors = [statements],
        });
        return new RunningAgency(host, database, gateway, statements) { Clock = clock };
    }

    /// <summary>Asks, as at a moment such as `D+2 18:00`, and gives the whole answer.</summary>
    public async Task<JsonElement> AskAsync(string query, object? variables = null, string asAt = "D+49 18:00")
    {
        using var answer = await SendAsync(query, variables, Token(asAt));
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Asks fields of one person, as the gateway does.</summary>
    public async Task<JsonElement> PersonAsync(string person, string selection, string asAt = "D+49 18:00")
    {
        var answer = await AskAsync(
            $"query($r: [_Any!]!) {{ _entities(representations: $r) {{ ... on Person {{ {selection} }} }} }}",
            new { r = new[] { new { __typename = "Person", id = person } } },
            asAt);
        return answer.TryGetProperty("errors", out var errors)
            ? throw new InvalidOperationException(errors.ToString())
            : answer.GetProperty("data").GetProperty("_entities")[0];
    }

    public async Task<HttpResponseMessage> SendAsync(string query, object? variables, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Host.Http1, "graphql"))
        {
            Content = JsonContent.Create(new { query, variables }),
        };
        return await SendAsync(request, token);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? token)
    {
        if (token is not null)
        {
            request.Headers.Add("Aggregator-Caller", token);
        }

        return await _http.SendAsync(request);
    }

    public async Task<HttpResponseMessage> ChangesAsync(
        string query = "", string role = "HUB_RULES", string asAt = "D+49 18:00")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Host.Http1, "changes" + query));
        return await SendAsync(request, Token(asAt, role));
    }

    public async Task<HttpResponseMessage> RecordAsync(string json, string? key = RecorderKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Host.Http1, "record"))
        {
            Content = new StringContent(json),
        };
        if (key is not null)
        {
            request.Headers.Add("Authorization", "Bearer " + key);
        }

        return await _http.SendAsync(request);
    }

    /// <summary>Asks which system recorded an entry.</summary>
    public async Task<HttpResponseMessage> RecordedAsync(string id, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Host.Http1, "record?id=" + id));
        request.Headers.Add("Authorization", "Bearer " + key);
        return await _http.SendAsync(request);
    }

    public async Task<HttpResponseMessage> GetAsync(string path, Version version)
    {
        var port = version == HttpVersion.Version20 ? Host.Http2 : Host.Http1;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(port, path))
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        return await _http.SendAsync(request);
    }

    public string Token(string asAt = "D+49 18:00", string role = "DECISION_MAKER") =>
        Gateway.Sign(TestGateway.Claims(Day(asAt), role));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        Gateway.Dispose();
        await Host.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static string Sha256(string text) =>
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
