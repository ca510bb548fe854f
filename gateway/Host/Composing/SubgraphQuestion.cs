using System.Net;
using System.Net.Mime;
using System.Text.Json;

namespace Aggregator.Host.Composing;

/// <summary>A subgraph's SDL, or why it has none for us, with what to change.</summary>
/// <param name="Sdl">The SDL.</param>
/// <param name="Fault">Why there is none.</param>
internal readonly record struct SubgraphAnswer(string? Sdl, string? Fault)
{
    /// <summary>There is no SDL.</summary>
    /// <param name="fault">Why, and what to change.</param>
    public static SubgraphAnswer No(string fault) => new(null, fault);
}

/// <summary>Asks running subgraphs for their SDL, as Federation has them give it.</summary>
/// <param name="patience">How long each may take.</param>
internal sealed class SubgraphQuestion(TimeSpan patience) : IDisposable
{
    private const int MostMegabytes = 16;

    // A redirected POST would arrive as a GET; following it would hide that the address is wrong.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = patience,
        MaxResponseContentBufferSize = MostMegabytes * 1024 * 1024,
    };

    public void Dispose() => _http.Dispose();

    /// <summary>Asks one.</summary>
    /// <param name="url">Its GraphQL endpoint.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<SubgraphAnswer> AskAsync(Uri url, CancellationToken cancellation)
    {
        try
        {
            using var response = await _http.PostAsJsonAsync(
                url, new Dictionary<string, string> { ["query"] = "{ _service { sdl } }" }, cancellation);
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            return Refused(response) is { } fault ? SubgraphAnswer.No(fault) : Read(body);
        }
        catch (HttpRequestException fault)
        {
            return SubgraphAnswer.No(Unreached(fault));
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return SubgraphAnswer.No(
                $"it did not answer within {patience.TotalSeconds:0.#} s: ask it when it is up, or give `schema.file`");
        }
    }

    private static string Unreached(HttpRequestException fault) => fault.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "no such host: correct `schema.subgraph_url`",
        HttpRequestError.ConnectionError => "nobody takes connections there: start it, or give `schema.file`",
        HttpRequestError.SecureConnectionError =>
            "no secure connection: its certificate must be valid for that name, or the address is http",
        HttpRequestError.ConfigurationLimitExceeded =>
            $"its answer is larger than {MostMegabytes} MB: give `schema.file`",
        _ => "its answer broke off or is no HTTP: see its log",
    };

    private static string? Refused(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var type = response.Content.Headers.ContentType?.MediaType;
        return response switch
        {
            { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } =>
                $"it answered {status}: it does not give its schema to everybody; give `schema.file`",
            { Headers.Location: { } elsewhere } when status is >= 300 and < 400 =>
                $"it redirects to {elsewhere}: give that address",
            { IsSuccessStatusCode: true } when IsJson(type) => null,
            // GraphQL over HTTP has servers answer 4xx with errors in JSON, which say more than the status.
            { StatusCode: HttpStatusCode.BadRequest } when IsJson(type) => null,
            { IsSuccessStatusCode: true } =>
                $"it answered {type ?? "without a content type"}, not JSON: give the address of its GraphQL endpoint",
            _ => $"it answered {status}: give the address of its GraphQL endpoint",
        };
    }

    private static bool IsJson(string? type) =>
        type is MediaTypeNames.Application.Json or "application/graphql-response+json";

    private static SubgraphAnswer Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return Child(Child(Child(json.RootElement, "data"), "_service"), "sdl") switch
            {
                { ValueKind: JsonValueKind.String } sdl when sdl.GetString() is { Length: > 0 } text => new(text, null),
                _ => SubgraphAnswer.No(
                    "its answer has no `data._service.sdl`: turn on its library's support of Apollo Federation, "
                    + "or give `schema.file`"),
            };
        }
        catch (JsonException)
        {
            return SubgraphAnswer.No("its answer is not valid JSON: give the address of its GraphQL endpoint");
        }
    }

    private static JsonElement? Child(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var child)
            ? child
            : null;
}
