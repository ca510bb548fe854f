using System.CommandLine;
using Aggregator.Host.Composing;

namespace Aggregator.Host.Verbs;

/// <summary><c>compose</c>: subgraph schemas to a supergraph.</summary>
internal static class ComposeVerb
{
    public static Command Make()
    {
        var config = new Option<FileInfo>("--config")
        {
            Description = "The composition file (supergraph.yaml).",
            Required = true,
        };
        var output = new Option<FileInfo?>("--output") { Description = "Where it goes; else it is printed." };
        var check = new Option<bool>("--check") { Description = "Write nothing; fail when the file is not fresh." };
        var command = new Command("compose", "Compose subgraph schemas into a supergraph.") { config, output, check };
        command.SetAction((parsed, cancellation) => RunAsync(
            Terminal.Of(parsed),
            parsed.GetValue(config)!,
            parsed.GetValue(output),
            parsed.GetValue(check),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, FileInfo config, FileInfo? output, bool isCheck, CancellationToken cancellation)
    {
        var (result, faults) = await SupergraphComposition.ComposeAsync(config.FullName, cancellation);
        _ = terminal.Refuse(faults
            .Concat(result?.Errors.Select(error => "error " + error) ?? [])
            .Concat(result?.Hints.Select(hint => "hint " + hint) ?? []));
        return result?.SupergraphSdl is { } supergraph
            ? terminal.Give(
                supergraph, output, isCheck, $"run `compose --config {config.Name} --output {output?.Name}`")
            : terminal.Refuse("nothing was composed");
    }
}
