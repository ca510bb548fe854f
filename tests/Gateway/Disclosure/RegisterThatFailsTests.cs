using System.Net;
using Aggregator.Agencies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Aggregator.Gateway.Tests.Disclosure;

/// <summary>A hub before whose register something stands that lets some questions fail.</summary>
public sealed class RegisterThatFails : LocalHubFixture
{
    private readonly WebApplication _way = WebApplication.CreateSlimBuilder().Build();
    private readonly HttpClient _http = new();
    private Uri _register = null!;

    private int _left;

    /// <summary>How questions fail.</summary>
    public HttpStatusCode Status { get; set; }

    /// <summary>How many of the next do; then they pass.</summary>
    public int Left
    {
        get => _left;
        set => _left = value;
    }

    private protected override AgencyEndpoint Reach(string agency, AgencyEndpoint usual)
    {
        if (!usual.Url.AbsolutePath.StartsWith("/register/", StringComparison.Ordinal))
        {
            return base.Reach(agency, usual);
        }

        _register = usual.Url;
        _way.Urls.Add("http://127.0.0.1:0");
        _way.MapPost("/register/{question}", PassAsync);
        _way.StartAsync().GetAwaiter().GetResult();
        return base.Reach(agency, usual) with
        {
            Url = new Uri(new Uri(_way.Urls.Single()), "/register/decisions"),
            UsesHttp2 = false,
        };
    }

    private async Task PassAsync(HttpContext http)
    {
        var isDecisions = http.Request.Path.Value!.EndsWith("/decisions", StringComparison.Ordinal);
        if (isDecisions && Interlocked.Decrement(ref _left) >= 0)
        {
            http.Response.StatusCode = (int)Status;
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_register, http.Request.Path.Value))
        {
            Content = new StreamContent(http.Request.Body),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("Aggregator-Caller", http.Request.Headers["Aggregator-Caller"].ToString());
        using var answer = await _http.SendAsync(request);
        http.Response.StatusCode = (int)answer.StatusCode;
        await answer.Content.CopyToAsync(http.Response.Body);
    }
}

/// <summary>What an answer says when the register fails over one question of it, or refuses one.</summary>
public sealed class RegisterThatFailsTests(RegisterThatFails hub) : IClassFixture<RegisterThatFails>
{
    private const string Query = """
        { child(id: "P1") { name incidents { nodes { id } } alerts { rule } chronology { nodes { id } } } }
        """;

    [Theory]
    [InlineData("decision-maker", HttpStatusCode.ServiceUnavailable)]
    [InlineData("analyst", HttpStatusCode.BadRequest)]
    [InlineData("health-visitor", HttpStatusCode.InternalServerError)]
    public async Task Answer_whose_first_question_failed_is_not_one_in_which_there_is_nothing(
        string user, HttpStatusCode status)
    {
        (hub.Status, hub.Left) = (status, 1);

        var answer = await hub.AskAsync(user, Query);

        Assert.True(hub.Left <= 0);
        var report = answer["extensions"]!["disclosure"]!;
        Assert.Equal("false", report["complete"]!.ToString());
        Assert.Equal("UNAVAILABLE", report["register"]!.ToString());
        Assert.Contains("Query.child OMIT REGISTER_UNAVAILABLE", answer.Withheld());
        Assert.Null(answer["data"]!["child"]);
    }

    [Fact]
    public async Task Glass_is_not_broken_without_a_hub_that_refuses_a_question_and_is_without_one_that_is_down()
    {
        var glass = new Access(BreakGlass: "offline:P3", Reason: "CHILD_MISSING");
        const string Asked = """{ person(id: "P3") { name } child(id: "P21") { name } }""";

        foreach (var status in new[] { HttpStatusCode.BadRequest, HttpStatusCode.InternalServerError })
        {
            (hub.Status, hub.Left) = (status, int.MaxValue);
            var refused = await hub.AskAsync("emergency", Asked, glass);
            Assert.Null(refused["data"]!["person"]);
            Assert.Contains("Query.person OMIT REGISTER_UNAVAILABLE", refused.Withheld());
        }

        hub.Left = 0;
        _ = await hub.UntilAsync("decision-maker", Asked, known => known.Texts("person.name").Length == 1);
        (hub.Status, hub.Left) = (HttpStatusCode.ServiceUnavailable, int.MaxValue);
        var down = await hub.AskAsync("emergency", Asked, glass);
        hub.Left = 0;

        Assert.Equal(["Sam Marlow"], down.Texts("person.name"));
    }
}
