using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Transport.Tests.Http;

/// <summary>GraphQL over HTTP: what is taken, and in which form it is answered.</summary>
public sealed class NegotiationTests : IAsyncLifetime
{
    private const string Hello = """{"query": "{ hello }"}""";

    private RunningGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await RunningGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("application/graphql-response+json", "application/graphql-response+json")]
    [InlineData("application/json;q=0.5, application/graphql-response+json", "application/graphql-response+json")]
    [InlineData("*/*", "application/json")]
    [InlineData("text/html, application/*;q=0.1", "application/json")]
    public async Task Answer_comes_in_the_media_type_that_is_preferred(string accept, string expected)
    {
        using var answer = await _gateway.PostAsync(Hello, accept);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(expected + "; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("""{"data":{"hello":"world"}}""", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("{ hello", RunningGateway.Json, HttpStatusCode.OK)]
    [InlineData("{ hello", RunningGateway.GraphQLResponse, HttpStatusCode.BadRequest)]
    [InlineData("{ unknown }", RunningGateway.Json, HttpStatusCode.OK)]
    [InlineData("{ unknown }", RunningGateway.GraphQLResponse, HttpStatusCode.BadRequest)]
    [InlineData("query ($to: String!) { hello(to: $to) }", RunningGateway.GraphQLResponse, HttpStatusCode.BadRequest)]
    public async Task Operation_that_was_not_executed_has_no_data_and_a_status_by_media_type(
        string query, string accept, HttpStatusCode expected)
    {
        using var answer = await _gateway.PostAsync(new JsonObject { ["query"] = query }.ToJsonString(), accept);

        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
        Assert.Equal(expected, answer.StatusCode);
        Assert.False(body.ContainsKey("data"));
        Assert.NotEmpty(body["errors"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"query": "{ hello }", "operationName": null}""", true)]
    [InlineData("""{"query": "query Q { hello }", "operationName": "Q"}""", true)]
    [InlineData("""{"query": "{ hello }", "operationName": ""}""", false)]
    [InlineData("""{"query": "query Q { hello }", "operationName": ""}""", false)]
    public async Task An_empty_name_is_the_name_of_no_operation(string body, bool isAnswered)
    {
        // The document without a name is known when it comes with one.
        using var known = await _gateway.PostAsync(Hello);
        using var answer = await _gateway.PostAsync(body, RunningGateway.GraphQLResponse);

        Assert.Equal(isAnswered ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData(Hello, "application/xml", "application/json", 406)]
    [InlineData(Hello, "application/json", "text/plain", 415)]
    [InlineData(Hello, "application/json", null, 415)]
    [InlineData(Hello, "application/json", "application/json; charset=utf-16", 415)]
    [InlineData("query=%7B+hello+%7D", "application/json", "application/x-www-form-urlencoded", 415)]
    [InlineData("--x--", "application/json", "multipart/form-data; boundary=x", 415)]
    [InlineData("[" + Hello + "]", "application/json", "application/json", 400)]
    [InlineData("{ not json", "application/json", "application/json", 400)]
    [InlineData("{}", "application/json", "application/json", 400)]
    [InlineData("""{"query": 1}""", "application/json", "application/json", 400)]
    [InlineData("""{"query": "{ hello }", "variables": []}""", "application/json", "application/json", 400)]
    [InlineData("""{"query": "{ hello }", "extensions": "no"}""", "application/json", "application/json", 400)]
    public async Task What_is_not_graphql_over_http_is_refused_with_its_status_and_a_code(
        string body, string accept, string? contentType, int expected)
    {
        using var answer = await _gateway.PostAsync(body, accept, contentType);

        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]![0]!;
        Assert.Equal(expected, (int)answer.StatusCode);
        Assert.NotEmpty(error["message"]!.ToString());
        Assert.NotEmpty(error["extensions"]!["code"]!.ToString());
    }

    [Theory]
    [InlineData("[1]", "`extensions.access` must be an object or null")]
    [InlineData("\"x\"", "`extensions.access` must be an object or null")]
    [InlineData("""{"breakGlass": 7}""", "`extensions.access.breakGlass` must be a string or null")]
    [InlineData("""{"breakGlass": ["HUB-B-1"]}""", "`extensions.access.breakGlass` must be a string or null")]
    [InlineData("""{"breakGlass": {"id": "HUB-B-1"}}""", "`extensions.access.breakGlass` must be a string or null")]
    [InlineData("""{"purpose": "AUDIT", "recipient": false}""",
        "`extensions.access.recipient` must be a string or null")]
    [InlineData("null", null)]
    [InlineData("""{"breakGlass": null, "reason": "asked"}""", null)]
    public async Task What_is_said_of_the_access_is_text_or_refused(string access, string? fault)
    {
        using var answer = await _gateway.PostAsync(
            $$$"""{"query": "{ hello }", "extensions": {"access": {{{access}}}}}""", RunningGateway.Json);

        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]?[0];
        Assert.Equal(fault is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(fault, (string?)error?["message"]);
    }

    [Fact]
    public async Task Body_over_the_limit_is_refused_before_it_is_read()
    {
        using var answer = await _gateway.PostAsync("{\"query\": \"" + new string(' ', 70_000) + "{ hello }\"}");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("?query=%7B%20hello%20%7D", 200)]
    [InlineData("?query=%7B%20hello%20%7D&operationName=", 200)]
    [InlineData("?query=mutation%20%7B%20say%20%7D", 405)]
    [InlineData("", 400)]
    public async Task Get_reads_and_never_changes(string query, int expected)
    {
        using var answer = await _gateway.Http.GetAsync(new Uri("/graphql" + query, UriKind.Relative));

        Assert.Equal(expected, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("PUT", true, "GET, POST")]
    [InlineData("DELETE", false, "POST")]
    [InlineData("GET", false, "POST")]
    public async Task Method_that_is_not_served_is_answered_with_those_that_are(
        string method, bool allowsGet, string allowed)
    {
        await using var gateway = await RunningGateway.StartAsync(allowsGet);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/graphql?query=%7Bhello%7D");
        using var answer = await gateway.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("Authorization", "Bearer a", "Bearer b")]
    [InlineData("Access-Purpose", "ONE", "OTHER")]
    public async Task Header_that_says_who_or_why_comes_once_or_not_at_all(string name, string first, string second)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql");
        request.Content = new StringContent(Hello, System.Text.Encoding.UTF8, "application/json");
        _ = request.Headers.TryAddWithoutValidation(name, [first, second]);
        using var answer = await SendRawAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Subscription_that_asks_for_one_answer_is_told_what_to_accept()
    {
        using var answer = await _gateway.PostAsync("""{"query": "subscription { said }"}""");

        Assert.Contains("STREAM_REQUIRED", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, _gateway.Agency.Open);
    }

    // HttpClient joins values with a comma unless they are sent as two lines.
    private Task<HttpResponseMessage> SendRawAsync(HttpRequestMessage request) => TwoLines.SendAsync(
        _gateway.Http.BaseAddress!, request);
}
