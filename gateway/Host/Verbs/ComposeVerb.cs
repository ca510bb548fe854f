using System.CommandLine;
using Aggregator.Host.Composing;
using Aggregator.Schema;

namespace Aggregator.Host.Verbs;

/// <summary><c>compose</c>: subgraph schemas to a supergraph.</summary>
internal static class ComposeVerb
{
    public static Command Make()
    {
        var config = new Option<FileInfo>("--config")
        {
            Description = "The composition file (supergraph.yaml): `federation_version`, and for each of `subgraphs` "
                + "its `routing_url` and `schema.file` or `schema.subgraph_url`; `schema.labels` names a file of "
                + "labels to lay over a schema that has none.",
            Required = true,
        };
        var output = new Option<FileInfo?>("--output") { Description = "Where it goes; else it is printed." };
        var check = new Option<bool>("--check") { Description = "Write nothing; fail when the file is not fresh." };
        var policy = new Option<DirectoryInfo?>("--policy")
        {
            Description = "A policy's folder: what its standing decisions do not list does not compose.",
        };
        var command = new Command("compose", "Compose subgraph schemas into a supergraph.")
        {
            config, output, check, policy,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            Terminal.Of(parsed),
            parsed.GetValue(config)!,
            parsed.GetValue(policy),
            parsed.GetValue(output),
            parsed.GetValue(check),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal,
        FileInfo config,
        DirectoryInfo? policy,
        FileInfo? output,
        bool isCheck,
        CancellationToken cancellation)
    {
        var (result, faults) = await SupergraphComposition.ComposeAsync(
            config.FullName, SupergraphComposition.Patience, cancellation);
        _ = terminal.Refuse(faults
            .Concat(result?.Errors.Select(error => "error " + error) ?? [])
            .Concat(result?.Hints.Select(hint => "hint " + hint) ?? []));
        var undecided = result?.SupergraphSdl is { } sdl && policy is not null ? Undecided(sdl, policy) : [];
        if (undecided.Count > 0)
        {
            return terminal.Refuse(undecided.Append("nothing was composed: the policy has not decided on this"));
        }

        return result?.SupergraphSdl is { } supergraph
            ? terminal.Give(
                supergraph, output, isCheck, $"run `compose --config {config.Name} --output {output?.Name}`")
            : terminal.Refuse("nothing was composed");
    }

    private static List<string> Undecided(string sdl, DirectoryInfo policy)
    {
        var (table, faults) = PolicyFolder.Read(policy);
        return table is null
            ? [.. faults]
            : [.. PolicyWarnings.Undecided(SupergraphReader.Read(sdl).Supergraph!, table)];
    }
}
