using System.CommandLine;
using Aggregator.Host.LocalHub;
using Aggregator.Host.Serving;

namespace Aggregator.Host.Verbs;

/// <summary><c>keys</c>: the keys of a gateway, and the public ones that agencies need.</summary>
internal static class KeysVerb
{
    public static Command Make()
    {
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "The folder for the keys: `Data` of the gateway's configuration.",
            Required = true,
        };
        var command = new Command(
            "keys", "Make the keys of a gateway where they are missing, and say which file agencies verify it with.")
        {
            data,
        };
        command.SetAction(parsed =>
        {
            var terminal = Terminal.Of(parsed);
            try
            {
                using var keys = GatewayKeyFolder.Open(parsed.GetValue(data)!);
                terminal.Output.WriteLine(keys.JwksFile);
                return 0;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or UnservableException)
            {
                return terminal.Refuse(fault.Message);
            }
        });
        return command;
    }
}
