using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aggregator.CaseView;

/// <summary>
/// Serves the analyst's pages: a few files of this assembly, the same for everybody. They hold no data and no secret;
/// what they show, the browser asks of <c>/graphql</c> with the caller's own token.
/// </summary>
public static class CaseViewPages
{
    /// <summary>What the browser is allowed: this origin's own files and requests, nothing inline, no frames.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        + "trusted-types 'none'";

    private static readonly (string Name, string ContentType)[] Kinds =
    [
        (".html", "text/html; charset=utf-8"),
        (".css", "text/css; charset=utf-8"),
        (".js", "text/javascript; charset=utf-8"),
        (".svg", "image/svg+xml"),
    ];

    /// <summary>Serves the page at <c>/</c> and its files below <c>/pages/</c>.</summary>
    /// <param name="routes">The host's routes.</param>
    /// <param name="options">How.</param>
    public static void MapCaseView(this IEndpointRouteBuilder routes, CaseViewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var files = EmbeddedPages.Names.ToDictionary(name => name, EmbeddedPages.Read, StringComparer.Ordinal);
        var page = Encoding.UTF8.GetBytes(StartPage.Fill(Encoding.UTF8.GetString(files[StartPage.File]), options));
        _ = files.Remove(StartPage.File);
        _ = routes.MapGet("/", http => WriteAsync(http, StartPage.File, page));
        _ = routes.MapGet("/pages/{file}", (HttpContext http, string file) =>
            files.TryGetValue(file, out var content) ? WriteAsync(http, file, content) : NotFoundAsync(http));
    }

    private static async Task WriteAsync(HttpContext http, string file, byte[] content)
    {
        Secure(http.Response.Headers);
        http.Response.ContentType = Kinds.First(kind => file.EndsWith(kind.Name, StringComparison.Ordinal)).ContentType;
        http.Response.ContentLength = content.Length;
        await http.Response.BodyWriter.WriteAsync(content, http.RequestAborted);
    }

    private static Task NotFoundAsync(HttpContext http)
    {
        Secure(http.Response.Headers);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static void Secure(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), clipboard-read=()";
    }
}
