using System.CommandLine;
using Aggregator.Host.LocalHub;
using Spectre.Console;

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
        var command = new Command(
            "hub", "Run the gateway and all agencies with the demonstration case, at day 49, 18:00.")
        {
            port, data, down,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(port), parsed.GetValue(data), [.. parsed.GetValue(down)!], cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        int port, DirectoryInfo? data, HashSet<string> down, CancellationToken cancellation)
    {
        if (Refusal(down) is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal);
            return 1;
        }

        var folder = data?.FullName ?? Directory.CreateTempSubdirectory("aggregator-hub-").FullName;
        try
        {
            AnsiConsole.MarkupLine("[bold]Aggregator[/]: starting the agencies and the gateway");
            await using var hub = await LocalHubHost.StartAsync(
                new LocalHubOptions { Port = port, DataFolder = folder, Down = down },
                part => AnsiConsole.MarkupLine($"  [green]ready[/]  {Markup.Escape(part)}"),
                cancellation);
            Welcome.Print(hub, folder);
            await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
            return 0;
        }
        catch (UnservableException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
        catch (IOException fault)
        {
            await Console.Error.WriteLineAsync($"cannot start: {fault.Message}");
            return 1;
        }
        finally
        {
            if (data is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static string? Refusal(HashSet<string> down)
    {
        // Demonstration tokens are for trying out; elsewhere a real provider gives them.
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? "Development";
        if (environment != "Development")
        {
            return "the local hub gives out demonstration tokens and runs only with ASPNETCORE_ENVIRONMENT=Development";
        }

        var known = LocalAgencies.All.Select(agency => agency.Name).ToList();
        return down.Except(known).ToList() is [var first, ..]
            ? $"`--down {first}`: there is no such agency; name one of {string.Join(", ", known)}"
            : null;
    }
}
