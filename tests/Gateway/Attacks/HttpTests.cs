using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Attempts over HTTP against a running hub: methods, bodies, headers and tokens.</summary>
[Collection(LocalHubTests.Name)]
public sealed class HttpTests(LocalHubFixture hub) : IDisposable
{
    private const string Query = """{ child(id: "P1") { name incidents { nodes { id narrative } } } }""";

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_query_sent_with_get_is_refused()
    {
        using var request = Request("decision-maker", HttpMethod.Get, null);
        request.RequestUri = new Uri(hub.Hub.Gateway, "/graphql?query=" + Uri.EscapeDataString(Query));

        using var response = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("multipart/form-data; boundary=x", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/graphql", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-16", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json+odd", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_body_of_any_other_type_than_json_is_refused(string type, HttpStatusCode status)
    {
        using var request = Request("decision-maker", HttpMethod.Post, new ByteArrayContent(Body(Query)));
        request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        using var response = await _http.SendAsync(request);

        Assert.Equal(status, response.StatusCode);
        Assert.DoesNotContain("Marlow", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_is_refused_as_a_whole()
    {
        var body = "[" + string.Join(',', Enumerable.Repeat(Encoding.UTF8.GetString(Body(Query)), 3)) + "]";
        using var request = Request(
            "decision-maker", HttpMethod.Post, new StringContent(body, Encoding.UTF8, "application/json"));

        using var response = await _http.SendAsync(request);

        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("BAD_REQUEST", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Marlow", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_that_claim_a_role_or_a_context_change_nothing()
    {
        using var plain = await hub.SendAsync("health-visitor", Query);
        using var request = Request("health-visitor", HttpMethod.Post, Json(Query));
        foreach (var name in new[]
        {
            "X-Role", "X-Purpose", "X-Agency", "X-Forwarded-User", "Access-Role", "Access-Agency", "Caller-Context",
            "X-Caller-Context", "Aggregator-Caller-Context", "X-Debug", "Apollo-Query-Plan-Experimental",
        })
        {
            request.Headers.TryAddWithoutValidation(name, "DECISION_MAKER");
        }

        using var response = await _http.SendAsync(request);

        Assert.Equal(
            Comparable.Of(await plain.Content.ReadAsStringAsync()),
            Comparable.Of(await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Two_tokens_or_two_purposes_are_not_joined()
    {
        using var twoTokens = Request(null, HttpMethod.Post, Json(Query));
        foreach (var user in new[] { "health-visitor", "decision-maker" })
        {
            twoTokens.Headers.TryAddWithoutValidation(
                "Authorization", "Bearer " + hub.Hub.Issuer.TokenFor(DemonstrationUsers.Find(user)!));
        }

        using var twoPurposes = Request(null, HttpMethod.Post, Json(Query));
        twoPurposes.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer", hub.Hub.Issuer.TokenFor(DemonstrationUsers.Find("decision-maker")!));
        twoPurposes.Headers.TryAddWithoutValidation("Access-Purpose", "AUDIT");
        twoPurposes.Headers.TryAddWithoutValidation("Access-Purpose", "SAFEGUARD_ENQUIRY");

        using var first = await _http.SendAsync(twoTokens);
        using var second = await _http.SendAsync(twoPurposes);

        Assert.Equal(HttpStatusCode.Unauthorized, first.StatusCode);
        Assert.Contains("PURPOSE_", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_asks_not_to_be_logged_is_logged()
    {
        using var request = Request("health-visitor", HttpMethod.Post, new ByteArrayContent(
            JsonSerializer.SerializeToUtf8Bytes(new
            {
                query = Query,
                extensions = new { access = new { purpose = "SAFEGUARD_OWN_CASELOAD", audit = false }, noLog = true },
            })));
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var name in new[] { "X-No-Audit", "Access-Audit", "X-No-Log", "DNT" })
        {
            request.Headers.TryAddWithoutValidation(name, "1");
        }

        using var response = await _http.SendAsync(request);

        var text = await response.Content.ReadAsStringAsync();
        var id = System.Text.Json.Nodes.JsonNode.Parse(text)!["extensions"]!["disclosure"]!["auditId"]!.ToString();
        using var log = new FileStream(
            Path.Combine(hub.DataFolder, "access-log", "entries", "000000.jsonl"), FileMode.Open, FileAccess.Read,
            FileShare.ReadWrite);
        using var reader = new StreamReader(log);
        Assert.Contains(
            $"\"kind\":\"outcome\",\"id\":\"{id}\"", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("Bearer not.a.token")]
    [InlineData("Basic ZGVjaXNpb24tbWFrZXI6eA==")]
    [InlineData("NONE")]
    [InlineData("UNSIGNED")]
    [InlineData("OTHER-KEY")]
    public async Task Without_a_token_that_this_issuer_signed_nothing_is_answered(string kind)
    {
        using var request = Request(null, HttpMethod.Post, Json(Query));
        var token = hub.Hub.Issuer.TokenFor(DemonstrationUsers.Find("decision-maker")!);
        var parts = token.Split('.');
        using var other = new LocalIssuer(hub.Hub.Gateway, TimeProvider.System);
        request.Headers.TryAddWithoutValidation("Authorization", kind switch
        {
            "NONE" => $"Bearer {Base64Url("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.",
            "UNSIGNED" => $"Bearer {parts[0]}.{parts[1]}.",
            "OTHER-KEY" => "Bearer " + other.TokenFor(DemonstrationUsers.Find("decision-maker")!),
            _ => kind,
        });

        using var response = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("\"data\"", text, StringComparison.Ordinal);
        Assert.Contains("UNAUTHENTICATED", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_are_not_to_be_stored_and_carry_no_header_that_tells_of_them()
    {
        using var response = await hub.SendAsync("health-visitor", Query);

        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal(
            ["Cache-Control", "Content-Length", "Content-Type", "Date", "Server"],
            response.Headers.Concat(response.Content.Headers).Select(header => header.Key)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_answer_is_not_compressed_whatever_the_caller_accepts()
    {
        using var request = Request("health-visitor", HttpMethod.Post, Json(Query));
        request.Headers.AcceptEncoding.ParseAdd("gzip, br");

        using var response = await _http.SendAsync(request);

        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    private HttpRequestMessage Request(string? user, HttpMethod method, HttpContent? content)
    {
        var request = new HttpRequestMessage(method, new Uri(hub.Hub.Gateway, "/graphql")) { Content = content };
        if (user is not null)
        {
            var known = DemonstrationUsers.Find(user)!;
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", hub.Hub.Issuer.TokenFor(known));
            request.Headers.Add("Access-Purpose", known.Purpose);
        }

        return request;
    }

    private static byte[] Body(string query) => JsonSerializer.SerializeToUtf8Bytes(new { query });

    private static ByteArrayContent Json(string query)
    {
        var content = new ByteArrayContent(Body(query));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static string Base64Url(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
