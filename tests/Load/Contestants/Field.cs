using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Aggregator.Load;

/// <summary>Everyone who is measured against the same subgraphs.</summary>
/// <param name="workload">What is asked.</param>
/// <param name="upstream">The subgraphs over HTTP/1.1; the next port speaks HTTP/2.</param>
/// <param name="folder">A scratch folder with the supergraph in it.</param>
/// <param name="options">The command line.</param>
internal sealed class Field(Workload workload, Uri upstream, string folder, LoadOptions options)
{
    /// <summary>Everyone, in the order of the results.</summary>
    public static readonly string[] Names =
        ["empty", "floor", "aggregator", "floor-h2c", "aggregator-h2c", "grafbase", "hive-rust", "apollo"];

    private string Supergraph => Path.Combine(folder, "supergraph.graphql");

    /// <summary>How a contestant is started; null with a reason when it is not there.</summary>
    /// <param name="name">
    /// Of <see cref="Names"/>; then, to compare builds and settings, <c>@PATH</c> for another build of the gateway or
    /// of the bare servers, and <c>+NAME=VALUE</c> for environment variables.
    /// </param>
    public (Contestant? Contestant, string? Reason) Of(string name)
    {
        var parts = name.Split('+');
        var at = parts[0].Split('@');
        var field = at.Length == 1
            ? this
            : new Field(workload, upstream, folder, options with
            {
                Gateway = Path.GetFullPath(at[1]),
                Bare = Path.GetFullPath(at[1]),
            });
        var (contestant, reason) = field.Plain(at[0]);
        return (contestant is null || (at.Length == 1 && parts.Length == 1)
            ? contestant
            : contestant with
            {
                Name = name,
                Environment = parts.Skip(1).Select(part => part.Split('=', 2))
                    .ToDictionary(each => each[0], each => each[1]),
            }, reason);
    }

    private (Contestant? Contestant, string? Reason) Plain(string name) => name switch
    {
        "empty" or "floor" => (Bare(name, name, upstream, isHttp2: false), null),
        "floor-h2c" => (Bare(name, "floor", Http2, isHttp2: true), null),
        "aggregator" => (Ours(name, []), null),
        "aggregator-h2c" => (Ours(name, ["--subgraphs-http2"], WriteHttp2()), null),
        "grafbase" => Grafbase(),
        "hive-rust" => Node(name, "hive-gateway", port =>
        [
            "node_modules/@graphql-hive/gateway/dist/bin.js", "supergraph", Supergraph,
            "--host", "127.0.0.1", "--port", Text(port), "--config-path", "hive.config.mjs", "--fork", "1",
        ]),
        "apollo" => Node(name, "apollo", port => ["apollo.mjs", Supergraph, Text(port)]),
        _ => throw new ArgumentException($"no contestant `{name}`: one of {string.Join(", ", Names)}", nameof(name)),
    };

    private Uri Http2 => new UriBuilder(upstream) { Port = upstream.Port + 1 }.Uri;

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private Contestant Bare(string name, string script, Uri subgraphs, bool isHttp2) => new(
        name,
        port => Built(
            options.Bare, "floor", "--port", Text(port),
            "--upstream", subgraphs.ToString(),
            "--script", Path.Combine(folder, script + ".json"), "--http2", isHttp2 ? "true" : "false"),
        folder);

    private Contestant Ours(string name, string[] more, string? supergraph = null) => new(
        name,
        port => Built(
            options.Gateway,
            ["serve", "--open", "--supergraph", supergraph ?? Supergraph, "--port", Text(port), .. more]),
        folder);

    // An assembly needs the runtime; a program published whole brings it along.
    private static ProcessStartInfo Built(string path, params string[] arguments) =>
        path.EndsWith(".dll", StringComparison.Ordinal)
            ? Contestant.Command("dotnet", [path, .. arguments])
            : Contestant.Command(path, arguments);

    private string WriteHttp2()
    {
        var file = Path.Combine(folder, "supergraph-http2.graphql");
        File.WriteAllText(file, workload.Supergraph(Http2));
        return file;
    }

    private (Contestant? Contestant, string? Reason) Grafbase()
    {
        const string package = "node_modules/@grafbase/cli-x86_64-unknown-linux-musl/grafbase";
        var program = Path.Combine(options.Peers, package);
        if (!File.Exists(program))
        {
            return (null, $"{package} is not installed");
        }

        var config = workload.Subgraphs.Select(each =>
        {
            var schema = Path.Combine(folder, each.Name + ".graphql");
            File.WriteAllText(schema, each.Sdl);
            return $"[subgraphs.{each.Name}]\nurl = \"{new Uri(upstream, each.Name)}\"\nschema_path = \"{schema}\"\n";
        });
        File.WriteAllText(
            Path.Combine(folder, "grafbase.toml"),
            "[graph]\nintrospection = true\n" + string.Concat(config));
        return (new Contestant(
            "grafbase",
            port => Contestant.Command(
                program, "dev", "-c", Path.Combine(folder, "grafbase.toml"), "--port", Text(port)),
            folder), null);
    }

    private (Contestant? Contestant, string? Reason) Node(string name, string what, Func<int, string[]> arguments) =>
        Directory.Exists(Path.Combine(options.Peers, "node_modules"))
            ? (new Contestant(name, port => Contestant.Command("node", arguments(port)), options.Peers)
            {
                Environment = new Dictionary<string, string>
                {
                    ["NODE_ENV"] = "production",
                    ["DO_NOT_TRACK"] = "1",
                    ["HIVE_TELEMETRY"] = "0",
                },
            }, null)
            : (null, $"{what} is not installed: npm install in eng/load");

    /// <summary>Writes what the bare servers are told to do.</summary>
    /// <param name="requests">What our gateway sends for the operation.</param>
    /// <param name="answerBytes">How long its answer is.</param>
    public async Task WriteScriptsAsync(List<RecordedRequest> requests, int answerBytes)
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder, "floor.json"), JsonSerializer.Serialize(new Floor.Script(requests, answerBytes)));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "empty.json"), JsonSerializer.Serialize(new Floor.Script([], answerBytes)));
    }
}
