using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aggregator.Agencies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Aggregator.Gateway.Tests.CaseView;

/// <summary>What is wrong with an agency's answers.</summary>
public enum AgencyFault
{
    /// <summary>It takes the question and does not answer.</summary>
    Silent,

    /// <summary>It begins its answer in time and never ends it.</summary>
    EndlesslySlow,

    /// <summary>A page for people, said to be well.</summary>
    Html,

    /// <summary>JSON that breaks off.</summary>
    BrokenJson,

    /// <summary>JSON that is no GraphQL answer.</summary>
    OtherJson,

    /// <summary>Its real answer, with a number for every text and a text for every number.</summary>
    WrongTypes,
}

/// <summary>A local hub with one agency behind something that spoils its answers. The agency itself is well.</summary>
internal sealed class FaultyHub : LocalHubFixture, IAsyncDisposable
{
    private readonly string _agency;
    private readonly AgencyFault _fault;
    private readonly HttpClient _http = new();
    private readonly CancellationTokenSource _end = new();
    private readonly WebApplication _proxy;
    private Uri? _real;

    private FaultyHub(string agency, AgencyFault fault)
    {
        (_agency, _fault) = (agency, fault);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        _proxy = builder.Build();
        _proxy.Run(AnswerAsync);
    }

    public static async Task<FaultyHub> StartAsync(string agency, AgencyFault fault)
    {
        var hub = new FaultyHub(agency, fault);
        await hub._proxy.StartAsync();
        await hub.InitializeAsync();
        return hub;
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await _end.CancelAsync();
        await DisposeAsync();
        await _proxy.DisposeAsync();
        _http.Dispose();
        _end.Dispose();
        Dispose();
    }

    private protected override AgencyEndpoint Reach(string agency, AgencyEndpoint usual)
    {
        if (agency != _agency)
        {
            return base.Reach(agency, usual);
        }

        _real = usual.Url;
        return usual with { Url = new Uri(new Uri(_proxy.Urls.Single()), usual.Url.AbsolutePath) };
    }

    private async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = _fault == AgencyFault.Html ? "text/html" : "application/json";
        switch (_fault)
        {
            case AgencyFault.Silent:
                await WaitAsync(context);
                break;
            case AgencyFault.EndlesslySlow:
                await context.Response.WriteAsync("""{"data":""");
                await context.Response.Body.FlushAsync();
                await WaitAsync(context);
                break;
            case AgencyFault.Html:
                await context.Response.WriteAsync("<html><body>Down for maintenance. Ash Marlow</body></html>");
                break;
            case AgencyFault.BrokenJson:
                await context.Response.WriteAsync("""{"data":{"_entities":[{"__typename":"Person","id":"P1""");
                break;
            case AgencyFault.OtherJson:
                await context.Response.WriteAsync("""{"data":["Ash Marlow"],"errors":"none"}""");
                break;
            default:
                await context.Response.WriteAsync(Spoilt(await RealAsync(context)).ToJsonString());
                break;
        }
    }

    private async Task WaitAsync(HttpContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, context.RequestAborted);
        await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<JsonNode> RealAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _real)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StreamContent(context.Request.Body),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        request.Headers.Add("Aggregator-Caller", context.Request.Headers["Aggregator-Caller"].ToString());
        using var answer = await _http.SendAsync(request, context.RequestAborted);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(context.RequestAborted))!;
    }

    // Objects and lists stay where they are, so that only what is in them is of the wrong type.
    private static JsonNode Spoilt(JsonNode node) => node switch
    {
        JsonObject parts => new JsonObject(parts.Select(part => KeyValuePair.Create(
            part.Key,
            part.Key == "__typename" ? part.Value?.DeepClone() : part.Value is null ? null : Spoilt(part.Value)))),
        JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Spoilt(item))]),
        _ => node.GetValueKind() == JsonValueKind.String ? 7 : "seven",
    };
}
