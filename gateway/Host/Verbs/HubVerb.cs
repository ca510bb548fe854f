using System.CommandLine;
using Aggregator.Host.LocalHub;

namespace Aggregator.Host.Verbs;

/// <summary><c>hub</c>: the whole demonstration in one process.</summary>
internal static class HubVerb
{
    public static Command Make()
    {
        var port = new Option<int>("--port")
        {
            Description = "The gateway's port on loopback, 1 to 65535; 0 takes a free one.",
            DefaultValueFactory = _ => 5080,
        };
        var data = new Option<DirectoryInfo?>("--data")
        {
            Description = "Where databases and the access log are kept; else a temporary folder.",
        };
        var down = new Option<string[]>("--down")
        {
            Description = "Agencies to leave out, to see what an absent source looks like (urgent-care …).",
            DefaultValueFactory = _ => [],
        };
        var population = new Option<int>("--population")
        {
            Description = "Generated families to load beside the demonstration, 0 to 999999.",
            DefaultValueFactory = _ => 0,
        };
        var command = new Command(
            "hub", "Run the gateway and all agencies with the demonstration case, at day 49, 18:00.")
        {
            port, data, down, population,
        };
        command.SetAction((parsed, cancellation) => LocalHubRun.RunAsync(
            new LocalHubOptions
            {
                Port = parsed.GetValue(port),
                DataFolder = "",
                Down = parsed.GetValue(down)!.ToHashSet(),
                Population = parsed.GetValue(population),
                FollowsChanges = true,
            },
            parsed.GetValue(data),
            async (hub, folder) =>
            {
                Welcome.Print(hub, folder);
                await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
            },
            parsed.InvocationConfiguration.Error,
            cancellation));
        return command;
    }
}
