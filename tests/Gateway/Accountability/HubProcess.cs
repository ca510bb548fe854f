using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Aggregator.Host.LocalHub;

namespace Aggregator.Gateway.Tests.Accountability;

/// <summary>The hub as a process of its own, which can be killed and given limits.</summary>
internal sealed partial class HubProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private Uri? _graphql;
    private string? _tokens;

    private HubProcess(Process process) => _process = process;

    /// <summary>Starts it.</summary>
    /// <param name="folder">Its data folder.</param>
    /// <param name="maxFileKilobytes">The largest file it can write; null for no limit.</param>
    public static async Task<HubProcess> StartAsync(string folder, int? maxFileKilobytes = null)
    {
        var host = Path.Combine(AppContext.BaseDirectory, "Aggregator.Host.dll");
        var limit = maxFileKilobytes is { } most ? $"trap '' XFSZ; ulimit -f {most}; " : "";
        var start = new ProcessStartInfo("/bin/bash")
        {
            ArgumentList = { "-c", $"{limit}exec dotnet '{host}' hub --port 0 --data '{folder}'" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The runtime's own memory is a file too, and large.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        var hub = new HubProcess(Process.Start(start)!);
        await hub.WaitAsync();
        return hub;
    }

    /// <summary>Asks as a demonstration user; null when the process went away before the answer had come.</summary>
    public async Task<string?> AskAsync(string user, string query)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _graphql);
            request.Content = new StringContent(
                JsonSerializer.Serialize(new { query }), Encoding.UTF8, "application/json");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(user));
            request.Headers.Add("Access-Purpose", DemonstrationUsers.Find(user)!.Purpose);
            using var answer = await _http.SendAsync(request);
            return await answer.Content.ReadAsStringAsync();
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        _http.Dispose();
        await Task.CompletedTask;
    }

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    private async Task<string> TokenAsync(string user)
    {
        lock (_known)
        {
            if (_known.TryGetValue(user, out var known))
            {
                return known;
            }
        }

        var text = await _http.GetStringAsync(new Uri($"{_tokens}?user={user}"));
        var token = text.StartsWith('{') ? JsonDocument.Parse(text).RootElement.EnumerateObject()
            .First(field => field.Name is "access_token" or "token").Value.GetString()! : text.Trim();
        lock (_known)
        {
            return _known[user] = token;
        }
    }

    private async Task WaitAsync()
    {
        using var late = new CancellationTokenSource(StartWithin);
        var said = new StringBuilder();
        while (_graphql is null)
        {
            var line = await _process.StandardOutput.ReadLineAsync(late.Token)
                ?? throw new InvalidOperationException(
                    "the hub did not start: " + said + await _process.StandardError.ReadToEndAsync(late.Token));
            _ = said.AppendLine(line);
            if (Address().Match(line) is { Success: true } address)
            {
                _graphql = new Uri(address.Groups[1].Value);
            }
        }

        while (_tokens is null)
        {
            var line = await _process.StandardOutput.ReadLineAsync(late.Token) ?? "";
            _tokens = Tokens().Match(line) is { Success: true } tokens ? tokens.Groups[1].Value : null;
        }

        // Whatever else it says must not fill the pipe.
        _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    [GeneratedRegex(@"^GraphQL\s+(\S+)")]
    private static partial Regex Address();

    [GeneratedRegex(@"^Tokens\s+([^?\s]+)\?")]
    private static partial Regex Tokens();
}
