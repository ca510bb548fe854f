using Aggregator.Host.LocalHub;
using Spectre.Console;

namespace Aggregator.Host.Verbs;

/// <summary>Starts a local hub for a verb, and leaves nothing behind that was not asked for.</summary>
internal static class LocalHubRun
{
    /// <summary>The most families a population may have: their ids have six digits.</summary>
    public const int MaxFamilies = 999_999;

    // Which environment it is: the first that is set counts, as in ASP.NET Core.
    private static readonly string[] EnvironmentNames = ["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"];

    /// <summary>Starts it, lets the verb work with it, and stops it.</summary>
    /// <param name="options">How it runs, but for the folder.</param>
    /// <param name="data">Where data is kept; null for a temporary folder.</param>
    /// <param name="work">What the verb does; given the hub and its folder.</param>
    /// <param name="error">Told why it cannot start.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        LocalHubOptions options,
        DirectoryInfo? data,
        Func<LocalHubHost, string, Task> work,
        TextWriter error,
        CancellationToken cancellation)
    {
        var (now, fault) = options.Clock is null ? (options.Now, null) : ClockText.Read(options.Clock);
        if ((Refusal(options) ?? fault) is { } refusal)
        {
            await error.WriteLineAsync(refusal);
            return 1;
        }

        var folder = data?.FullName ?? Directory.CreateTempSubdirectory("aggregator-hub-").FullName;
        try
        {
            AnsiConsole.MarkupLine("[bold]Aggregator[/]: starting the agencies and the gateway");
            await using var hub = await PopulationBars.StartAsync(
                options with { DataFolder = folder, Now = now }, cancellation);
            await work(hub, folder);
            return 0;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return 1;
        }
        catch (UnservableException unservable)
        {
            await error.WriteLineAsync(unservable.Message);
            return 1;
        }
        catch (IOException unreadable)
        {
            await error.WriteLineAsync($"cannot start: {unreadable.Message}");
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

    private static string? Refusal(LocalHubOptions options)
    {
        // Demonstration tokens are for trying out; elsewhere a real provider gives them.
        // On a machine where nothing is named it is tried out.
        var named = EnvironmentNames.FirstOrDefault(name => Environment.GetEnvironmentVariable(name) is not null);
        if (named is not null && Environment.GetEnvironmentVariable(named) is var environment and not "Development")
        {
            return "the local hub gives out demonstration tokens and runs only in Development, and "
                + $"`{named}` says `{environment}`";
        }

        if (options.Population is < 0 or > MaxFamilies)
        {
            return $"`--population {options.Population}`: name a number of families from 0 to {MaxFamilies}";
        }

        var known = LocalAgencies.All.Select(agency => agency.Name).ToList();
        return options.Down.Except(known).ToList() is [var first, ..]
            ? $"`--down {first}`: there is no such agency; name one of {string.Join(", ", known)}"
            : null;
    }
}
