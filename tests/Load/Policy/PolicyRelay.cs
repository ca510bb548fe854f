using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;

namespace Aggregator.Load;

/// <summary><c>relay</c>: stands between gateways and real agencies.</summary>
internal static class PolicyRelay
{
    /// <summary>The relay's option to replay nothing.</summary>
    public const string ForwardAlways = "--always";

    /// <summary>Forwards what it has not seen, with its headers, and replays it from then on.</summary>
    public static Command Make()
    {
        var port = ServerVerbs.Port();
        var always = new Option<bool>(ForwardAlways) { Description = "Replay nothing." };
        var command = new Command("relay", "Replay the answers of real agencies.") { port, always };
        command.SetAction(async (parsed, _) =>
        {
            using var forwarder = new Forwarder();
            await new ReplayServer(forwarder.AskAsync, !parsed.GetValue(always)).RunAsync(parsed.GetValue(port));
        });
        return command;
    }

    private sealed class Forwarder : IDisposable
    {
        private const string CallerHeader = "Aggregator-Caller";

        private readonly HttpClient _http = new()
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        private volatile string? _caller;

        public void Dispose() => _http.Dispose();

        public async Task<byte[]> AskAsync(string path, ReadOnlyMemory<byte> body, IHeaderDictionary headers)
        {
            // Plain mode says nothing of a caller, but the agencies insist: it borrows the last one's context.
            var slash = path.IndexOf('/', StringComparison.Ordinal);
            var own = headers[CallerHeader].ToString();
            if (own.Length > 0)
            {
                _caller = own;
            }

            using var message = new HttpRequestMessage(
                HttpMethod.Post, new Uri($"http://127.0.0.1:{path[..slash]}{path[slash..]}"))
            {
                Content = new ReadOnlyMemoryContent(body),
                Version = _http.DefaultRequestVersion,
                VersionPolicy = _http.DefaultVersionPolicy,
            };
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            _ = message.Headers.TryAddWithoutValidation(CallerHeader, own.Length > 0 ? own : _caller);
            using var response = await _http.SendAsync(message);
            _ = response.EnsureSuccessStatusCode();
            return await response.Content.ReadAsByteArrayAsync();
        }
    }
}
