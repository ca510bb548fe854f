using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Aggregator.Host.Tests;

/// <summary>The gateway in plain mode, as `serve --open` runs it.</summary>
internal sealed partial class ServedSupergraph : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client = new();
    private readonly Heard _output = new();
    private readonly Task _serving;
    private Uri? _url;

    private ServedSupergraph(string supergraph, string[] options, StringWriter error) =>
        _serving = Aggregator.Host.Verbs.CommandLine.Make()
            .Parse(["serve", "--open", "--supergraph", supergraph, "--port", "0", .. options])
            .InvokeAsync(new InvocationConfiguration { Output = _output, Error = error }, _stop.Token);

    public Uri Url => _url!;

    public static async Task<ServedSupergraph> StartAsync(string supergraph, params string[] options)
    {
        using var error = new StringWriter();
        var served = new ServedSupergraph(supergraph, options, error);
        _ = await Task.WhenAny(served._serving, served._output.Line);
        Assert.Equal("", error.ToString());
        served._url = new Uri(Address().Match(await served._output.Line).Value);
        return served;
    }

    public async Task<JsonElement> AskAsync(string query)
    {
        using var response = await _client.PostAsJsonAsync(_url, new { query });
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _client.Dispose();
        await _output.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>The first line that a verb prints.</summary>
    private sealed class Heard : StringWriter
    {
        private readonly TaskCompletionSource<string> _line = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Line => _line.Task;

        public override void WriteLine(string? value) => _line.TrySetResult(value ?? "");
    }

    [GeneratedRegex(@"http://\S+/graphql")]
    private static partial Regex Address();
}
