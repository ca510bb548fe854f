using Xunit;

namespace Aggregator.Host.Tests;

public sealed class RulesVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_that_is_not_set_is_named_with_the_file_and_nothing_is_followed()
    {
        var config = _folder.With("gateway.json", """{ "Rules": { "TokenFile": "nowhere" } }""");

        var ran = await Verb.RunAsync("rules", "--config", config);

        Assert.Equal(1, ran.Code);
        Assert.Contains($"{config}: `Supergraph` is not set", ran.Error, StringComparison.Ordinal);
        Assert.Contains($"{config}: `Rules:Gateway`: give an `http`", ran.Error, StringComparison.Ordinal);
        Assert.Contains($"{config}: `Rules:Database` is not set", ran.Error, StringComparison.Ordinal);
        Assert.Contains("nowhere: there is no such file", ran.Error, StringComparison.Ordinal);
        Assert.Empty(ran.Output);
    }

    [Fact]
    public async Task File_that_is_not_there_is_named()
    {
        var ran = await Verb.RunAsync("rules", "--config", "/nowhere/gateway.json");

        Assert.Equal((1, "/nowhere/gateway.json: there is no such file\n"), (ran.Code, ran.Error));
    }
}
