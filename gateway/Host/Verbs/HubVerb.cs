using System.CommandLine;
using Aggregator.Host.Configuring;
using Aggregator.Host.LocalHub;
using Aggregator.LogReading;

namespace Aggregator.Host.Verbs;

/// <summary><c>hub</c>: the whole demonstration in one process.</summary>
internal static class HubVerb
{
    public static Command Make()
    {
        var port = PortOption.Make("The gateway's port on loopback,", 5080);
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
        var logs = OtherLogs();
        var clock = new Option<string?>("--clock")
        {
            Description = "What the hub's clock shows at first: a day of the demonstration (`D+122`, `D+101 09:30`) or "
                + "an instant; else day 49, 18:00, and with `--data` where the clock of that folder has come to.",
        };
        var policy = new Option<DirectoryInfo?>("--policy")
        {
            Description = "The folder of the policy's files, which are followed; else the one that comes along.",
        };
        var redis = new Option<string?>("--redis")
        {
            Description = "Redis, as HOST:PORT: decisions are remembered while nothing changed, for all instances.",
        };
        var options = ServeVerb.OptionsOption();
        var command = new Command(
            "hub", "Run the gateway and all agencies with the demonstration case, at day 49, 18:00.")
        {
            port, data, down, population, clock, logs, policy, redis, options,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var (engine, wrong) = EngineOptionsFile.ReadOptional(parsed.GetValue(options));
            return engine is null ? Task.FromResult(Terminal.Of(parsed).Refuse(wrong)) : LocalHubRun.RunAsync(
                new LocalHubOptions
                {
                    Port = parsed.GetValue(port),
                    DataFolder = "",
                    Clock = parsed.GetValue(clock),
                    Down = parsed.GetValue(down)!.ToHashSet(),
                    Population = parsed.GetValue(population),
                    PolicyFolder = parsed.GetValue(policy)?.FullName,
                    Redis = parsed.GetValue(redis),
                    FollowsChanges = true,
                    OtherLogs = [.. parsed.GetValue(logs)!.Select(LogAt)],
                    Engine = engine with { PassSubgraphMessages = false },
                },
                parsed.GetValue(data),
                async (hub, folder) =>
                {
                    Welcome.Print(hub, folder);
                    await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
                },
                parsed.InvocationConfiguration.Error,
                cancellation);
        });
        return command;
    }

    private static Option<string[]> OtherLogs()
    {
        var logs = new Option<string[]>("--other-log")
        {
            Description = "A log of another instance to read beside the hub's own, as NAME=FOLDER; several.",
            DefaultValueFactory = _ => [],
        };
        logs.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.IndexOf('=') < 1) is { } wrong)
            {
                result.AddError($"`--other-log {wrong.Value}`: name a log and its folder, as NAME=FOLDER");
            }
        });
        return logs;
    }

    private static LogSource LogAt(string text)
    {
        var parts = text.Split('=', 2);
        return new LogSource(parts[0], Path.GetFullPath(parts[1]));
    }
}
