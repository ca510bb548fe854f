using System.Text.Json;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Host.Tests;

public sealed class ServeVerbTests : IDisposable
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

    [Fact]
    public async Task What_plain_mode_cannot_enforce_is_not_served_open()
    {
        var guarded = Verb.File(
            "tests", "Composition", "cases", "access", "authenticated-scopes-policy", "expected.graphql");

        var ran = await Verb.RunAsync("serve", "--open", "--supergraph", guarded);

        Assert.Equal(1, ran.Code);
        Assert.Contains("which `--open` could not enforce; leave out `--open`", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_supergraph_without_labels_is_served_open_only()
    {
        var ran = await Verb.RunAsync("serve", "--supergraph", Supergraph);

        Assert.Equal(1, ran.Code);
        Assert.Contains("or serve it with `--open`", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_mode_listens_on_loopback_only()
    {
        await using var gateway = await ServedSupergraph.StartAsync(Supergraph);

        Assert.Equal("127.0.0.1", gateway.Url.Host);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_with_the_option_that_names_another()
    {
        await using var gateway = await ServedSupergraph.StartAsync(Supergraph);
        var port = gateway.Url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var ran = await Verb.RunAsync("serve", "--open", "--supergraph", Supergraph, "--port", port);

        Assert.Equal(1, ran.Code);
        Assert.StartsWith($"cannot listen on port {port}: ", ran.Error, StringComparison.Ordinal);
        Assert.EndsWith("name another with `--port`\n", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hub_takes_its_port_before_it_starts_an_agency()
    {
        using var taken = LoopbackPort.Take(0);
        var port = taken.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var ran = await Verb.RunAsync("hub", "--port", port);

        Assert.Equal(1, ran.Code);
        Assert.StartsWith($"cannot start: cannot listen on port {port}: ", ran.Error, StringComparison.Ordinal);
        Assert.EndsWith("name another with `--port`\n", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve", "70000")]
    [InlineData("serve", "-1")]
    [InlineData("hub", "65536")]
    public async Task What_is_no_port_is_refused_before_anything_starts(string verb, string port)
    {
        var ran = await Verb.RunAsync(verb, "--port", port);

        Assert.Equal(1, ran.Code);
        Assert.Contains("`--port` is no port: give a number from 1 to 65535", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"operations": {"maxDepht": 3}}""", "options.json:1: `$.operations.maxDepht` is no option")]
    [InlineData("""{"operations": {"maxDepth": 0}}""", "options.json: `MaxDepth` is 0: give a number from 1 to 60")]
    [InlineData("""{"execution": {"maxFetches": 0}}""", "`MaxFetches` is 0: give a number from 1 to 100000")]
    [InlineData("""{"answerWithin": "00:00:00"}""", "`AnswerWithin` is not longer than nothing")]
    [InlineData("[]", "options.json:1: `$` is no option, or its value does not fit")]
    [InlineData("{", "options.json:1: is not valid JSON")]
    [InlineData("{\n  \"operations\": {,}\n}", "options.json:2: is not valid JSON")]
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
        await using var gateway = await ServedSupergraph.StartAsync(Supergraph, options);
        return (await gateway.AskAsync(first), await gateway.AskAsync(second));
    }
}
