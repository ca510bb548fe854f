using System.CommandLine;
using Aggregator.Host.Cataloguing;

namespace Aggregator.Host.Verbs;

/// <summary><c>errors</c>: every code the project reports.</summary>
internal static class ErrorsVerb
{
    public static Command Make()
    {
        var output = new Option<FileInfo?>("--output") { Description = "Where it goes; else it is printed." };
        var check = new Option<bool>("--check") { Description = "Write nothing; fail when the file is not fresh." };
        var command = new Command("errors", "Write the catalogue of every error and its cure.") { output, check };
        command.SetAction(parsed => Terminal.Of(parsed).Give(
            ErrorCatalogue.Markdown(),
            parsed.GetValue(output),
            parsed.GetValue(check),
            $"run `errors --output {parsed.GetValue(output)?.Name}`"));
        return command;
    }
}
