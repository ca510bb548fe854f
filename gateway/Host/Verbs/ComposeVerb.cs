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
        var output = new Option<FileInfo?>("--output") { Description = "Where the supergraph goes; else it is printed." };
        var check = new Option<bool>("--check") { Description = "Write nothing; fail when the output file is not fresh." };
        var command = new Command("compose", "Compose subgraph schemas into a supergraph.") { config, output, check };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(config)!, parsed.GetValue(output), parsed.GetValue(check), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo config, FileInfo? output, bool isCheck, CancellationToken cancellation)
    {
        var (result, faults) = await SupergraphComposition.ComposeAsync(config.FullName, cancellation);
        foreach (var text in faults.Concat(result?.Errors.Select(error => "error " + error) ?? [])
            .Concat(result?.Hints.Select(hint => "hint " + hint) ?? []))
        {
            await Console.Error.WriteLineAsync(text);
        }

        if (result?.SupergraphSdl is not { } supergraph)
        {
            await Console.Error.WriteLineAsync("nothing was composed");
            return 1;
        }

        if (output is null)
        {
            Console.Write(supergraph);
        }
        else if (!isCheck)
        {
            await File.WriteAllTextAsync(output.FullName, supergraph, cancellation);
        }
        else if (!output.Exists || await File.ReadAllTextAsync(output.FullName, cancellation) != supergraph)
        {
            await Console.Error.WriteLineAsync($"{output.FullName} is not what the subgraphs compose to: compose it anew");
            return 1;
        }

        return 0;
    }
}
