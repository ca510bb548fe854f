using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Aggregator.Load;

/// <summary>
/// The least that any gateway on this platform has to do: take the request, send the same requests to the same
/// subgraphs in the same waves, and write a fixed answer of the same size. It reads no JSON.
/// </summary>
internal static class Floor
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>What the floor is told to do.</summary>
    /// <param name="Requests">What to send.</param>
    /// <param name="AnswerBytes">How long the answer is.</param>
    internal sealed record Script(List<RecordedRequest> Requests, int AnswerBytes);

    /// <summary>Serves until it is stopped.</summary>
    /// <param name="port">The port on loopback.</param>
    /// <param name="upstream">Where the subgraphs are.</param>
    /// <param name="file">A <see cref="Script"/>.</param>
    /// <param name="isHttp2">True to speak HTTP/2 to the subgraphs.</param>
    public static async Task RunAsync(int port, Uri upstream, string file, bool isHttp2)
    {
        var script = JsonSerializer.Deserialize<Script>(await File.ReadAllTextAsync(file))!;
        var waves = script.Requests.GroupBy(each => each.Wave).OrderBy(wave => wave.Key)
            .Select(wave => wave.Select(each =>
                (new Uri(upstream, each.Subgraph), Encoding.UTF8.GetBytes(each.Body))).ToArray())
            .ToArray();
        var answer = new byte[script.AnswerBytes];
        Array.Fill(answer, (byte)' ');
        using var handler = new SocketsHttpHandler { UseCookies = false, UseProxy = false };
        using var http = new HttpMessageInvoker(handler);
        var app = BareServer.Build(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        app.Run(async context =>
        {
            _ = await BareServer.ReadAsync(context.Request);
            foreach (var wave in waves)
            {
                await Task.WhenAll(wave.Select(each => SendAsync(http, each.Item1, each.Item2, isHttp2)));
            }

            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Length;
            await context.Response.BodyWriter.WriteAsync(answer);
        });
        await app.RunAsync();
    }

    private static async Task SendAsync(HttpMessageInvoker http, Uri url, byte[] body, bool isHttp2)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(body),
            Version = isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = isHttp2 ? HttpVersionPolicy.RequestVersionExact : HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Content.Headers.ContentType = Json;
        using var response = await http.SendAsync(message, CancellationToken.None);
        using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = ArrayPool<byte>.Shared.Rent((int)(response.Content.Headers.ContentLength ?? 8192) + 1);
        var length = 0;
        for (var read = -1; read != 0; length += read)
        {
            read = await stream.ReadAsync(buffer.AsMemory(length));
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }
}
