using System.Net;
using System.Net.Sockets;
using Aggregator.Kit;
using Aggregator.Police;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

/// <summary>An agency as a program: what stands in the way of its start is one line, never where that was.</summary>
public sealed class AgencyProgramTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("--help")]
    [InlineData("--Seed", "true", "-h")]
    public async Task Help_says_what_it_is_its_settings_with_defaults_and_an_example(params string[] args)
    {
        var (code, output, error) = await RunAsync(args);

        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("The agency subgraph `police`: Police (POL).\n", output, StringComparison.Ordinal);
        Assert.All(
            AgencySettings.Of(new PoliceAgency()),
            setting => Assert.Contains("--" + setting.Name, output, StringComparison.Ordinal));
        Assert.Contains("[default: 5110]", output, StringComparison.Ordinal);
        Assert.Contains("dotnet run --project subgraphs/Police -- --Database", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("`Seed`: `maybe` is neither `true` nor `false`", "--Seed", "maybe")]
    [InlineData("`Seed` is given without a value; write `--Seed VALUE`", "--Seed")]
    [InlineData("`Listen:Http1`: `70000` is not a whole number from 0 to 65535", "--Listen:Http1", "70000")]
    [InlineData("`Listen:Http2`: 5110 is the port of `Listen:Http1` too; give another", "--Listen:Http2=5110")]
    [InlineData("`Population`: `-1` is not a whole number", "--Population", "-1")]
    [InlineData("`Seed:Folder`: nowhere: there is no such folder", "--Seed:Folder", "nowhere")]
    [InlineData("`Gateway:Keys`: nowhere.json cannot be read; give a file", "--Gateway:Keys", "nowhere.json")]
    [InlineData("`Gateway:Keys`: the text is not valid JSON", "--Gateway:Keys", "{")]
    [InlineData("`Gateway:Keys`: the text holds no P-256 key with a `kid`", "--Gateway:Keys", """{"keys": [1]}""")]
    [InlineData("`Gateway:Keys`: the key `k` is no point of P-256", "--Gateway:Keys",
        """{"keys": [{"kty": "EC", "crv": "P-256", "kid": "k", "x": "AA", "y": "AA"}]}""")]
    [InlineData("`Recorder:Keys:custody` is no SHA-256 of a key", "--Recorder:Keys:custody", "secret")]
    [InlineData("`Sead`: there is no such setting; there are Database, Gateway:Keys", "--Sead", "true")]
    [InlineData("`Recorder:Keys`: there is no such setting", "--Recorder:Keys", "x")]
    [InlineData("`true` is no setting; write `--NAME VALUE`, and see `--help`", "true")]
    [InlineData("`Database` cannot be used: ", "--Database", "nowhere/police.db")]
    [InlineData("`Database` cannot be used: ", "--Database", "Colour=blue")]
    [InlineData("`Database` cannot be used: ", "--Database", "Host=127.0.0.1;Port=1;Password=hidden")]
    [InlineData("`Database` cannot be used: ", "--Database", "Host=127.0.0.1;Colour=blue;Password=hidden")]
    public async Task A_setting_that_cannot_be_used_is_one_line_that_names_it_and_the_cure(
        string said, params string[] args)
    {
        var (code, output, error) = await RunAsync(args);

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith(said, error, StringComparison.Ordinal);
        Assert.Equal(error.Length - 1, error.IndexOf('\n', StringComparison.Ordinal));
        Assert.DoesNotContain("hidden", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        var (code, _, error) = await RunAsync("--Seed", "maybe", "--Population", "many");

        Assert.Equal(1, code);
        Assert.Equal(2, error.Count(letter => letter == '\n'));
    }

    [Theory]
    [InlineData("Listen:Http1", "Listen:Http2")]
    [InlineData("Listen:Http2", "Listen:Http1")]
    public async Task A_port_that_is_taken_is_named_with_its_setting(string taken, string free)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (code, output, error) = await RunAsync(
            "--" + taken, $"{port}", "--" + free, "0", "--Database", Path.Combine(_folder.FullName, "police.db"));

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith($"`{taken}`: cannot listen on port {port}: ", error, StringComparison.Ordinal);
        Assert.EndsWith("; give another port\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seed_file_that_does_not_fit_is_named()
    {
        var file = Path.Combine(_folder.FullName, "own.yaml");
        await File.WriteAllTextAsync(file, "records:\n- Spaceship: POL-X1\n");

        var (code, _, error) = await RunAsync(
            "--Database", Path.Combine(_folder.FullName, "police.db"), "--Seed", "true", "--Seed:Folder",
            _folder.FullName);

        Assert.Equal(1, code);
        Assert.StartsWith("`Seed`: seed file `police/own.yaml`: ", error, StringComparison.Ordinal);
        Assert.Equal(error.Length - 1, error.IndexOf('\n', StringComparison.Ordinal));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        // Nothing here starts; what would is stopped.
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var code = await new AgencyProgram(new PoliceAgency(), output, error).RunAsync(args, stop.Token);
        return (code, output.ToString(), error.ToString());
    }
}
