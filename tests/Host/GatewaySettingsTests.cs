using System.Diagnostics;
using System.Text.Json.Nodes;
using Aggregator.Host.LocalHub;
using Aggregator.Host.Serving;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Aggregator.Host.Tests;

/// <summary>What the configuration of a labelled gateway is checked for before anything is served.</summary>
public sealed class GatewaySettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_configuration_as_documented_holds() => Assert.Empty(Faults([]));

    [Theory]
    [InlineData("Orign", "Origin")]
    [InlineData("Polcy", "Policy")]
    [InlineData("Limits:Foo", "SubjectsPerRequest")]
    [InlineData("Claims:Sub", "Subject")]
    [InlineData("Streams:Max", "MaxConnections")]
    [InlineData("Register:Uri", "Url")]
    [InlineData("Rules:Token", "TokenFile")]
    [InlineData("Agencies:police:Uri", "UsesHttp2")]
    public void A_setting_that_there_is_not_is_refused_with_those_that_there_are(string name, string known)
    {
        var fault = Assert.Single(Faults(new() { [name] = "1" }));

        Assert.StartsWith($"`{name}`: there is no such setting; there are ", fault, StringComparison.Ordinal);
        Assert.Contains(known, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Logging:LogLevel:Any")]
    [InlineData("Kestrel:Limits:MaxConcurrentConnections")]
    [InlineData("AllowedHosts")]
    [InlineData("Identity:TokenValidationParameters:ClockSkew")]
    [InlineData("limits:subjectsperhour")]
    [InlineData("$schema")]
    public void What_the_framework_reads_is_its_own_and_letters_may_be_small(string name) =>
        Assert.Empty(Faults(new() { [name] = "1" }));

    [Fact]
    public void Variables_that_a_platform_sets_beside_the_gateways_own_are_left_alone()
    {
        const string Variable = "AGGREGATOR_SERVICE_HOST";
        Environment.SetEnvironmentVariable(Variable, "10.0.0.1");
        try
        {
            var configuration = new ConfigurationBuilder()
                .AddInMemoryCollection(Settings())
                .AddEnvironmentVariables("AGGREGATOR_")
                .Build();

            Assert.Empty(GatewaySettings.Read(configuration, _folder.Name).Faults);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    [Theory]
    [InlineData("nowhere", false)]
    [InlineData("127.0.0.1:6379", true)]
    [InlineData("redis.example,password=secret", true)]
    [InlineData("redis.example:6379,unknownOption=1", false)]
    public void Redis_is_a_host_and_port_or_a_configuration_string(string redis, bool isAddress) =>
        Assert.Equal(isAddress, Faults(new() { ["Redis"] = redis }) is []);

    [Theory]
    [InlineData("amr", false)]
    [InlineData("amr=", false)]
    [InlineData("=mfa", false)]
    [InlineData(" amr=mfa", false)]
    [InlineData("amr= mfa", false)]
    [InlineData("amr=mfa", true)]
    [InlineData("acrs=c1", true)]
    [InlineData("acr=urn:a=b", true)]
    [InlineData("", true)]
    [InlineData(" ", true)]
    public void Second_factor_is_a_claim_with_its_value_or_blank(string claim, bool isOne)
    {
        var faults = Faults(new() { ["Claims:SecondFactor"] = claim });

        Assert.Equal(isOne, faults is []);
        Assert.All(faults, fault => Assert.Contains("is not `name=value`", fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_configuration_that_is_no_json_is_refused_with_its_line()
    {
        var file = _folder.With("gateway.json", "{\n  \"Urls\": ,\n}");

        var ran = await Verb.RunAsync("serve", "--config", file);

        Assert.Equal((1, $"{file}:2: is not valid JSON\n"), (ran.Code, ran.Error));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_in_one_line_with_the_setting_that_names_another()
    {
        using var taken = LoopbackPort.Take(0);
        var settings = Settings();
        settings["Urls"] = $"http://127.0.0.1:{taken.Address.Port}";
        settings["Register:Url"] = "http://127.0.0.1:9/register/decisions";
        var json = new JsonObject(settings.Select(one => KeyValuePair.Create<string, JsonNode?>(one.Key, one.Value)));
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Aggregator.Host.dll"), "serve", "--config",
                _folder.With("gateway.json", json.ToJsonString()),
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        using var gateway = Process.Start(start)!;
        var (output, error) = (gateway.StandardOutput.ReadToEndAsync(), gateway.StandardError.ReadToEndAsync());
        await gateway.WaitForExitAsync();

        Assert.Equal((1, ""), (gateway.ExitCode, await output));
        var lines = (await error).TrimEnd().Split('\n');
        Assert.StartsWith("access log not registered: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(
            $"cannot start: cannot listen at {settings["Urls"]}: ", Assert.Single(lines[1..]),
            StringComparison.Ordinal);
        Assert.EndsWith("name another address in `Urls`", lines[1], StringComparison.Ordinal);
    }

    private IReadOnlyList<string> Faults(Dictionary<string, string?> beside) => GatewaySettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(Settings().Concat(beside)).Build(), _folder.Name).Faults;

    private Dictionary<string, string?> Settings()
    {
        var schema = Path.Combine(AppContext.BaseDirectory, "schema");
        return new()
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["Supergraph"] = Path.Combine(schema, "supergraph.graphql"),
            ["Policy"] = Path.Combine(schema, "policy"),
            ["Data"] = _folder.File("data"),
            ["Origin"] = "gateway-1",
            ["Identity:Authority"] = "http://127.0.0.1:9/v2.0",
            ["Identity:ClientId"] = "aggregator",
            ["Identity:TokenValidationParameters:ValidIssuer"] = "issuer",
        };
    }
}
