using System.Net;
using Xunit;

namespace Aggregator.CaseView.Tests;

/// <summary>How the pages are served: the same files for everybody, under a strict policy, never stored.</summary>
public class ServingTests
{
    private static readonly CaseViewOptions Demonstrating = new()
    {
        Demonstration = new Demonstration("/tokens", [new("gp", "GP <1>", "DIRECT_CARE")], ["P1"]),
    };

    public static TheoryData<string> Files =>
        ["/", .. Repository.Pages.Keys.Where(name => name != "index.html").Select(name => "/pages/" + name)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_file_is_served_with_its_type_under_a_strict_policy_and_never_stored(string path)
    {
        await using var served = await ServedPages.StartAsync(new CaseViewOptions());

        using var response = await served.Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(TypeOf(path), response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-store", Header(response, "Cache-Control"));
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        Assert.Equal(CaseViewPages.ContentSecurityPolicy, Header(response, "Content-Security-Policy"));
    }

    [Theory]
    [InlineData("default-src 'none'")]
    [InlineData("script-src 'self'")]
    [InlineData("style-src 'self'")]
    [InlineData("connect-src 'self'")]
    [InlineData("frame-ancestors 'none'")]
    [InlineData("form-action 'none'")]
    [InlineData("base-uri 'none'")]
    [InlineData("require-trusted-types-for 'script'")]
    public void The_policy_allows_this_origin_and_nothing_inline(string directive)
    {
        Assert.Contains(directive, CaseViewPages.ContentSecurityPolicy.Split("; "));
        Assert.DoesNotContain("unsafe", CaseViewPages.ContentSecurityPolicy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/pages/index.html")]
    [InlineData("/pages/unknown.js")]
    [InlineData("/pages/..%2Findex.html")]
    public async Task Nothing_else_is_served(string path)
    {
        await using var served = await ServedPages.StartAsync(new CaseViewOptions());

        using var response = await served.Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Elsewhere_than_in_a_demonstration_no_tokens_and_no_users_are_offered()
    {
        await using var served = await ServedPages.StartAsync(new CaseViewOptions { GraphQLPath = "/api/graphql" });

        var page = await served.Http.GetStringAsync(new Uri("/", UriKind.Relative));

        Assert.Contains("data-graphql=\"/api/graphql\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("emonstration", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"user\"", page, StringComparison.Ordinal);
        Assert.Contains("id=\"token\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain('{', page);
    }

    [Fact]
    public async Task A_demonstration_says_that_it_is_one_and_offers_its_users_as_text()
    {
        await using var served = await ServedPages.StartAsync(Demonstrating);

        var page = await served.Http.GetStringAsync(new Uri("/", UriKind.Relative));

        Assert.Contains("<strong>Demonstration.</strong>", page, StringComparison.Ordinal);
        Assert.Contains("data-tokens=\"/tokens\"", page, StringComparison.Ordinal);
        Assert.Contains(
            "<option value=\"gp\" data-purpose=\"DIRECT_CARE\">GP &lt;1&gt;</option>", page, StringComparison.Ordinal);
        Assert.DoesNotContain('{', page);
    }

    private static string Header(HttpResponseMessage response, string name) =>
        string.Join(", ", response.Headers.GetValues(name));

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".css" => "text/css",
        ".js" => "text/javascript",
        ".svg" => "image/svg+xml",
        _ => "text/html",
    };
}
