using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Aggregator.Host.Tests;

public sealed partial class ServeVerbTests : IDisposable
{
    private static readonly string Supergraph =
        Verb.File("tests", "Composition", "cases", "contexts", "set-and-used", "expected.graphql");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Limits_of_a_file_hold_and_the_plan_is_shown_when_the_file_says_so()
    {
        var file = _folder.With("options.json", """{"operations": {"maxAliases": 2}, "showsPlans": true}""");

        var (shown, refused) = await ServedAsync(
            ["--options", file], "{ a: __typename }", "{ a: __typename b: __typename c: __typename }");

        Assert.Equal("query", shown.GetProperty("extensions").GetProperty("plan").GetProperty("kind").GetString());
        Assert.Equal(
            "the operation has more than 2 aliases",
            refused.GetProperty("errors")[0].GetProperty("message").GetString());
    }

    [Fact]
    public async Task Without_the_file_nobody_sees_a_plan()
    {
        var (answer, _) = await ServedAsync([], "{ __typename }", "{ __typename }");

        Assert.False(answer.TryGetProperty("extensions", out _));
    }

    [Theory]
    [InlineData("""{"operations": {"maxDepht": 3}}""", "options.json:1: `$.operations.maxDepht` is no option")]
    [InlineData("""{"operations": {"maxDepth": 0}}""", "options.json: `MaxDepth` is 0: give a number from 1 to 60")]
    [InlineData("""{"execution": {"maxFetches": 0}}""", "`MaxFetches` is 0: give a number from 1 to 100000")]
    [InlineData("""{"answerWithin": "00:00:00"}""", "`AnswerWithin` is not longer than nothing")]
    [InlineData("{", "options.json:1: `$` is no option, or its value does not fit")]
    public async Task A_wrong_option_is_refused_with_its_name(string text, string message)
    {
        var ran = await Verb.RunAsync(
            "serve", "--open", "--supergraph", Supergraph, "--options", _folder.With("options.json", text));

        Assert.Equal(1, ran.Code);
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
    }

    private static async Task<(JsonElement First, JsonElement Second)> ServedAsync(
        string[] options, string first, string second)
    {
        using var stop = new CancellationTokenSource();
        using var output = new Heard();
        using var error = new StringWriter();
        var serving = Aggregator.Host.Verbs.CommandLine.Make()
            .Parse(["serve", "--open", "--supergraph", Supergraph, "--port", "0", .. options])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, stop.Token);
        _ = await Task.WhenAny(serving, output.Line);
        Assert.Equal("", error.ToString());
        using var client = new HttpClient();
        var url = new Uri(Address().Match(await output.Line).Value);
        var answers = (await AskAsync(client, url, first), await AskAsync(client, url, second));
        await stop.CancelAsync();
        _ = await serving;
        return answers;
    }

    private static async Task<JsonElement> AskAsync(HttpClient client, Uri url, string query)
    {
        using var response = await client.PostAsJsonAsync(url, new { query });
        return await response.Content.ReadFromJsonAsync<JsonElement>();
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
