using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Aggregator.Police;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

public sealed class HttpTests(AgencyFixture<PoliceAgency> fixture) : IClassFixture<AgencyFixture<PoliceAgency>>
{
    private const string Good = """{"query":"{ sourceStatus { agency } }"}""";

    [Theory]
    [InlineData("application/json", "application/json", HttpStatusCode.OK)]
    [InlineData("*/*", "application/json", HttpStatusCode.OK)]
    [InlineData("application/graphql-response+json", "application/graphql-response+json", HttpStatusCode.OK)]
    [InlineData("text/html", "application/json", HttpStatusCode.NotAcceptable)]
    public async Task Answer_comes_in_the_media_type_asked_for(string accept, string type, HttpStatusCode status)
    {
        using var answer = await PostAsync(Good, accept: accept);

        Assert.Equal((status, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"query":""}""")]
    [InlineData("""{"query":5}""")]
    public async Task Body_that_is_no_request_is_refused(string body)
    {
        using var answer = await PostAsync(body);

        Assert.Equal((HttpStatusCode.BadRequest, "BAD_REQUEST"), (answer.StatusCode, await CodeAsync(answer)));
    }

    [Theory]
    [InlineData("{ nothing }")]
    [InlineData("{ sourceStatus { agency ")]
    public async Task Document_that_cannot_run_is_a_client_error_in_the_newer_media_type(string document)
    {
        var body = JsonSerializer.Serialize(new { query = document });
        using var newer = await PostAsync(body, accept: "application/graphql-response+json");
        using var older = await PostAsync(body);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (newer.StatusCode, older.StatusCode));
    }

    [Fact]
    public async Task Other_methods_and_media_types_are_refused()
    {
        using var get = new HttpRequestMessage(HttpMethod.Get, Url);
        using var gotten = await fixture.Running.SendAsync(get, fixture.Running.Token());
        using var text = await PostAsync(Good, contentType: "text/plain");

        Assert.Equal(
            (HttpStatusCode.MethodNotAllowed, "POST"), (gotten.StatusCode, gotten.Content.Headers.Allow.Single()));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, text.StatusCode);
    }

    [Fact]
    public async Task Document_over_the_limits_is_refused_at_once()
    {
        var deep = string.Concat(Enumerable.Repeat("{ a ", 30)) + string.Concat(Enumerable.Repeat("}", 30));
        var broad = "{ " + string.Concat(Enumerable.Repeat("sourceStatus { agency } ", 2_500)) + "}";
        var large = "{ " + new string('s', 70_000) + " }";
        foreach (var document in new[] { deep, broad, large })
        {
            using var answer = await PostAsync(JsonSerializer.Serialize(new { query = document }));
            Assert.Equal("DOCUMENT_TOO_LARGE", await CodeAsync(answer));
        }
    }

    [Fact]
    public async Task Body_over_a_mebibyte_is_refused()
    {
        using var answer = await PostAsync(JsonSerializer.Serialize(new { query = new string(' ', 1_100_000) }));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task More_than_a_thousand_entities_are_refused()
    {
        var answer = await fixture.Running.AskAsync(
            "query($r: [_Any!]!) { _entities(representations: $r) { __typename } }",
            new { r = Enumerable.Range(0, 1_001).Select(n => new { __typename = "Person", id = $"X{n}" }) });

        Assert.Equal(
            "TOO_MANY_ENTITIES",
            answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    private Uri Url => new(fixture.Running.Host.Http1, "graphql");

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>())
        .GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();

    private async Task<HttpResponseMessage> PostAsync(
        string body, string accept = "application/json", string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url)
        {
            Content = new StringContent(body, Encoding.UTF8, contentType),
        };
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        return await fixture.Running.SendAsync(request, fixture.Running.Token());
    }
}
