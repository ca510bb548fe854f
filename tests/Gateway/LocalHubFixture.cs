using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aggregator.Agencies;
using Aggregator.Engine;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Gateway.Tests;

/// <summary>The whole in one process, as the README starts it: real agencies, real tokens, real log.</summary>
public class LocalHubFixture : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aggregator-tests-").FullName;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private LocalHubHost? _hub;

    internal LocalHubHost Hub => _hub ?? throw new InvalidOperationException("the hub has not started");

    internal string DataFolder => _folder;

    /// <summary>Agencies that are left out.</summary>
    protected virtual IReadOnlySet<string> Down => new HashSet<string>();

    /// <summary>What the hub's clock shows at first; null for the demonstration's now.</summary>
    protected virtual DateTimeOffset? Now => null;

    /// <summary>How the gateway reaches an agency.</summary>
    private protected virtual AgencyEndpoint Reach(string agency, AgencyEndpoint usual) => usual with
    {
        AttemptTimeout = TimeSpan.FromSeconds(30),
        TotalTimeout = TimeSpan.FromSeconds(55),
    };

    /// <summary>Changes how the hub runs; by default it stays as it is.</summary>
    private protected virtual LocalHubOptions Adjust(LocalHubOptions options) => options;

    /// <summary>Hears what the hub says of itself.</summary>
    private protected virtual void Hear(string said)
    {
    }

    public async Task InitializeAsync() => _hub = await LocalHubHost.StartAsync(
        Adjust(new LocalHubOptions
        {
            DataFolder = _folder,
            Down = Down,
            Now = Now,
            // A busy machine must not make an agency look slow.
            Engine = new EngineOptions { AnswerWithin = TimeSpan.FromMinutes(1) },
            Reach = Reach,
        }),
        Hear,
        default);

    /// <summary>Stops the hub; its folder stays, for <see cref="InitializeAsync"/> to start it again.</summary>
    public async Task StopAsync()
    {
        await Hub.DisposeAsync();
        _hub = null;
    }

    public async Task DisposeAsync()
    {
        if (_hub is not null)
        {
            await StopAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    public void Dispose()
    {
        _http.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Asks as a demonstration user and returns the whole answer.</summary>
    public async Task<JsonNode> AskAsync(string user, string query, Access? access = null, object? variables = null)
    {
        using var response = await SendAsync(user, query, access, variables);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>
    /// Asks until it is so, at most fifty times, while the hub's worker goes round; what the register says is obeyed
    /// within a second of its being said.
    /// </summary>
    public async Task<JsonNode> UntilAsync(string user, string query, Func<JsonNode, bool> isIt)
    {
        for (var attempt = 0; ; attempt++)
        {
            _ = await Hub.Rules.Worker!.StepAsync(default);
            var answer = await AskAsync(user, query);
            if (isIt(answer) || attempt == 50)
            {
                return answer;
            }

            await Task.Delay(200);
        }
    }

    /// <summary>Has the rules look at these children, and again as long as a busy machine keeps somebody from
    /// answering, as the worker does by itself.</summary>
    public async Task EvaluateAsync(params string[] children)
    {
        while (await Hub.Rules.Worker!.EvaluateAsync(children, null, default) is not { Failed: 0, Incomplete: 0 })
        {
        }
    }

    /// <summary>Asks as a user that the issuer names nowhere.</summary>
    internal async Task<JsonNode> AskAsync(DemonstrationUser user, string query, Access? access = null)
    {
        using var response = await SendAsync(user, query, access, null);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>Asks and returns the answer as it came.</summary>
    public Task<HttpResponseMessage> SendAsync(
        string? user, string query, Access? access = null, object? variables = null) =>
        SendAsync(user is null ? null : DemonstrationUsers.Find(user)!, query, access, variables);

    private async Task<HttpResponseMessage> SendAsync(
        DemonstrationUser? user, string query, Access? access, object? variables)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Hub.Gateway, "/graphql"));
        request.Content = new StringContent(
            JsonSerializer.Serialize(new { query, variables }), Encoding.UTF8, "application/json");
        if (user is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Hub.Issuer.TokenFor(user));
            request.Headers.Add("Access-Purpose", access?.Purpose ?? user.Purpose);
        }

        AddIfGiven(request, "Access-Stage", access?.Stage);
        AddIfGiven(request, "Access-As-At", access?.AsAt);
        AddIfGiven(request, "Access-Break-Glass", access?.BreakGlass);
        AddIfGiven(request, "Access-Recipient", access?.Recipient);
        AddIfGiven(request, "Access-Reason", access?.Reason);
        return await _http.SendAsync(request);
    }

    private static void AddIfGiven(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.Add(name, value);
        }
    }
}

/// <summary>What a request says of the access.</summary>
/// <param name="AsAt">An instant; see <see cref="Day"/>.</param>
/// <param name="Stage">CONTACT, S17 or S47.</param>
/// <param name="Purpose">Else the user's own.</param>
/// <param name="BreakGlass">A grant's id.</param>
/// <param name="Recipient">An agency that the answer is passed on to.</param>
/// <param name="Reason">Why.</param>
public sealed record Access(
    string? AsAt = null,
    string? Stage = null,
    string? Purpose = null,
    string? BreakGlass = null,
    string? Recipient = null,
    string? Reason = null)
{
    /// <summary>An instant of the demonstration: a day and a London time (summer time throughout).</summary>
    public static string Day(int day, string time = "18:00") =>
        new DateOnly(2025, 6, 2).AddDays(day).ToString("yyyy-MM-dd", null) + "T" + time + ":00+01:00";

    /// <summary>As known on a day, at 18:00 or another time.</summary>
    public static Access On(int day, string time = "18:00") => new(AsAt: Day(day, time));
}

/// <summary>One hub for all tests that only read.</summary>
[CollectionDefinition(Name)]
public sealed class LocalHubTests : ICollectionFixture<LocalHubFixture>
{
    public const string Name = "local hub";
}
