using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Gateway.Tests;

/// <summary>However a client dresses a request, it opens no more, and labelled data has one way out.</summary>
[Collection(LocalHubTests.Name)]
public class TransportAttackTests(LocalHubFixture hub)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(60) };

    private const string Query = "{ child(id: \"P1\") { name incidents { nodes { id headline } } } }";
    private const string Body = "{\"query\": \"{ child(id: \\\"P1\\\") { name } }\"}";

    [Theory]
    [InlineData("GET", null, 405)]
    [InlineData("POST", "application/x-www-form-urlencoded", 415)]
    [InlineData("POST", "multipart/form-data; boundary=x", 415)]
    [InlineData("POST", "text/plain", 415)]
    [InlineData("BATCH", "application/json", 400)]
    public async Task Labelled_data_has_one_way_in(string method, string? contentType, int expected)
    {
        using var request = new HttpRequestMessage(
            method == "GET" ? HttpMethod.Get : HttpMethod.Post,
            new Uri(hub.Hub.Gateway, "/graphql?query=%7B__typename%7D"));
        if (contentType is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(method == "BATCH" ? $"[{Body}]" : Body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        using var answer = await SendAsync(request);

        Assert.Equal(expected, (int)answer.StatusCode);
        Assert.DoesNotContain("Ash", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_that_only_the_gateway_gives_change_nothing()
    {
        async Task<string> AskAsync(params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.Hub.Gateway, "/graphql"));
            request.Content = new StringContent(
                System.Text.Json.JsonSerializer.Serialize(new { query = Query }), Encoding.UTF8, "application/json");
            foreach (var (name, value) in headers)
            {
                request.Headers.Add(name, value);
            }

            using var answer = await SendAsync(request);
            return System.Text.Json.Nodes.JsonNode.Parse(
                await answer.Content.ReadAsStringAsync())!["data"]!.ToJsonString();
        }

        var plain = await AskAsync();
        var dressed = await AskAsync(
            ("X-Role", "DECISION_MAKER"), ("X-Purpose", "SAFEGUARD_ENQUIRY"), ("X-Agency", "HUB"),
            ("Aggregator-Caller", hub.Hub.Issuer.TokenFor(DemonstrationUsers.Find("decision-maker")!)));

        Assert.Equal(plain, dressed);
    }

    [Fact]
    public async Task Answer_with_labelled_data_is_stored_nowhere()
    {
        using var answer = await hub.SendAsync("health-visitor", Query);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Null(answer.Headers.ETag);
        Assert.Null(answer.Headers.Age);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        var user = DemonstrationUsers.Find("health-visitor")!;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", hub.Hub.Issuer.TokenFor(user));
        request.Headers.Add("Access-Purpose", user.Purpose);
        return await Http.SendAsync(request);
    }
}
