using System.Net;
using System.Net.Http.Json;
using Aggregator.Kit;
using Aggregator.Police;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

/// <summary>An agency keeps the last checkpoint of the gateway's access log, and finds when it goes back.</summary>
public sealed class LogCheckpointTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Start);
    private readonly TestGateway _gateway = new();
    private readonly HttpClient _http = new();
    private TestDatabase _database = null!;
    private AgencyHost _agency = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync("police");
        _agency = await StartAsync();
    }

    public void Dispose()
    {
        _http.Dispose();
        _gateway.Dispose();
    }

    public async Task DisposeAsync()
    {
        await _agency.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task The_last_checkpoint_is_kept_and_given_to_whoever_verifies()
    {
        Assert.Equal(HttpStatusCode.OK, await ShowAsync(Checkpoint(4, "root-a")));
        Assert.Equal(HttpStatusCode.OK, await ShowAsync(Checkpoint(9, "root-b")));

        Assert.Equal(Checkpoint(9, "root-b"), await KeptAsync());
    }

    [Fact]
    public async Task A_request_that_was_overtaken_does_not_put_the_checkpoint_back()
    {
        _ = await ShowAsync(Checkpoint(9, "root-b"));

        Assert.Equal(HttpStatusCode.OK, await ShowAsync(Checkpoint(4, "root-a"), afterSeconds: 1));
        Assert.Equal(Checkpoint(9, "root-b"), await KeptAsync());
    }

    [Fact]
    public async Task A_log_that_went_back_is_given_nothing_any_more()
    {
        _ = await ShowAsync(Checkpoint(9, "root-b"));

        Assert.Equal(HttpStatusCode.Forbidden, await ShowAsync(Checkpoint(4, "root-a"), afterSeconds: 45));
        Assert.Equal(HttpStatusCode.Forbidden, await ShowAsync(Checkpoint(12, "root-c"), afterSeconds: 46));
        Assert.Equal(Checkpoint(9, "root-b"), await KeptAsync());
        Assert.Contains("wentBackAt", await TextAsync("log-checkpoints"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_log_of_the_same_size_and_name_is_given_nothing()
    {
        _ = await ShowAsync(Checkpoint(9, "root-b"));

        Assert.Equal(HttpStatusCode.Forbidden, await ShowAsync(Checkpoint(9, "root-of-a-fork")));
    }

    [Fact]
    public async Task What_is_kept_outlives_a_restart()
    {
        _ = await ShowAsync(Checkpoint(9, "root-b"));
        await _agency.DisposeAsync();
        _agency = await StartAsync();

        Assert.Equal(HttpStatusCode.Forbidden, await ShowAsync(Checkpoint(9, "root-of-a-fork"), afterSeconds: 1));
        Assert.Equal(Checkpoint(9, "root-b"), await KeptAsync());
    }

    [Fact]
    public async Task Each_log_has_its_own_checkpoint()
    {
        _ = await ShowAsync(Checkpoint(9, "root-b"));

        Assert.Equal(HttpStatusCode.OK, await ShowAsync(Checkpoint(2, "root-x", "gateway-2"), afterSeconds: 45));
        Assert.Equal(Checkpoint(2, "root-x", "gateway-2"), await KeptAsync("gateway-2"));
        Assert.Equal(Checkpoint(9, "root-b"), await KeptAsync());
    }

    [Fact]
    public async Task What_is_no_checkpoint_is_refused() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await ShowAsync("not a checkpoint"));

    private static string Checkpoint(long size, string root, string origin = "gateway-1") =>
        $"{origin}\n{size}\n{root}\n\n— {origin} c2lnbmF0dXJl\n";

    private Task<AgencyHost> StartAsync() => AgencyHost.StartAsync(new PoliceAgency(), new AgencyOptions
    {
        Database = _database.ConnectionString,
        GatewayKeys = _gateway.Jwks,
        TokenClock = _clock,
    });

    private async Task<HttpStatusCode> ShowAsync(string checkpoint, int afterSeconds = 0)
    {
        _clock.SetUtcNow(Start.AddSeconds(afterSeconds));
        var claims = TestGateway.Claims(RunningAgency.Day("D+1"), issued: _clock.GetUtcNow());
        claims["log"] = checkpoint;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_agency.Http1, "graphql"))
        {
            Content = JsonContent.Create(new { query = "{ _service { sdl } }" }),
        };
        request.Headers.Add("Aggregator-Caller", _gateway.Sign(claims));
        using var answer = await _http.SendAsync(request);
        return answer.StatusCode;
    }

    private Task<string> KeptAsync(string origin = "gateway-1") => TextAsync("log-checkpoints/" + origin);

    private async Task<string> TextAsync(string path) =>
        await _http.GetStringAsync(new Uri(_agency.Http1, path));
}
