using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Aggregator.Load;

/// <summary>
/// Every subgraph in one process: the first time a request is seen it is answered by the origin, from then on with the
/// same bytes. So what is measured is the gateway, never a subgraph.
/// </summary>
/// <param name="origin">Answers a request to a subgraph: its path, body and headers.</param>
/// <param name="isRepeated">False when the origin answers every request anew.</param>
internal sealed class ReplayServer(
    Func<string, ReadOnlyMemory<byte>, IHeaderDictionary, Task<byte[]>> origin, bool isRepeated = true)
{
    private const int MostAnswers = 20_000;
    private static readonly TimeSpan SideBySide = TimeSpan.FromMilliseconds(300);

    private readonly ConcurrentDictionary<string, byte[]> _answers = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private volatile List<RecordedRequest>? _recording;
    private int _finishedWave;

    /// <summary>Serves until it is stopped: HTTP/1.1 on the port, HTTP/2 without TLS on the next one.</summary>
    /// <param name="port">The first of two ports on loopback.</param>
    public async Task RunAsync(int port)
    {
        var app = BareServer.Build(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port, each => each.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, port + 1, each => each.Protocols = HttpProtocols.Http2);
        });
        app.Run(http => http.Request.Path.Value == "/_record" ? RecordAsync(http) : AnswerAsync(http));
        await app.RunAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var body = await BareServer.ReadAsync(http.Request);
        var path = http.Request.Path.Value![1..];
        var wave = Begin(path, body);
        var key = path + ' ' + Encoding.UTF8.GetString(body);
        if (!_answers.TryGetValue(key, out var answer))
        {
            if (_answers.Count >= MostAnswers)
            {
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            }

            try
            {
                answer = await origin(path, body, http.Request.Headers);
                if (isRepeated)
                {
                    _answers[key] = answer;
                }
            }
            catch (HttpRequestException refused)
            {
                await Console.Error.WriteLineAsync($"{path}: {refused.Message}");
                http.Response.StatusCode = StatusCodes.Status502BadGateway;
                return;
            }
        }

        await EndAsync(wave);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = answer.Length;
        await http.Response.BodyWriter.WriteAsync(answer);
    }

    // POST begins a recording, GET ends it and gives it. A request belongs to the wave after the last that had ended.
    private async Task RecordAsync(HttpContext http)
    {
        List<RecordedRequest>? done;
        lock (_gate)
        {
            done = _recording;
            _recording = HttpMethods.IsPost(http.Request.Method) ? [] : null;
            _finishedWave = 0;
        }

        await http.Response.WriteAsync(JsonSerializer.Serialize(done ?? []));
    }

    private int Begin(string path, byte[] body)
    {
        lock (_gate)
        {
            _recording?.Add(new RecordedRequest(path, Encoding.UTF8.GetString(body), _finishedWave));
            return _finishedWave;
        }
    }

    // While recording, an answer waits until whatever is sent side by side with it has arrived.
    private async ValueTask EndAsync(int wave)
    {
        if (_recording is null)
        {
            return;
        }

        await Task.Delay(SideBySide);
        lock (_gate)
        {
            _finishedWave = Math.Max(_finishedWave, wave + 1);
        }
    }
}

/// <summary>A request that a gateway sent to a subgraph.</summary>
/// <param name="Subgraph">To whom.</param>
/// <param name="Body">What.</param>
/// <param name="Wave">How many rounds of answers it had waited for.</param>
internal sealed record RecordedRequest(string Subgraph, string Body, int Wave);
