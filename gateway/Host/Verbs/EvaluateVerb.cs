using System.CommandLine;
using Aggregator.Engine;
using Aggregator.Host.LocalHub;
using Spectre.Console;

namespace Aggregator.Host.Verbs;

/// <summary><c>evaluate</c>: what the rules make of a whole population, in numbers.</summary>
internal static class EvaluateVerb
{
    private const int Patience = 6;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(50);

    public static Command Make()
    {
        var data = new Option<DirectoryInfo?>("--data")
        {
            Description = "Where databases and the access log are kept; else a temporary folder.",
        };
        var population = new Option<int>("--population")
        {
            Description = "Generated families to load beside the demonstration, 0 to 999999.",
            DefaultValueFactory = _ => 1_000,
        };
        var command = new Command(
            "evaluate",
            "Run the demonstration with a generated population, evaluate the rules for every child as the hub's worker "
                + "does (by asking the gateway, logged), print how many alerts stand by rule, and stop.")
        {
            data, population,
        };
        command.SetAction((parsed, cancellation) => LocalHubRun.RunAsync(
            new LocalHubOptions
            {
                DataFolder = "",
                Population = parsed.GetValue(population),
                // Nobody waits for a single answer: a busy machine is given time instead of an answer without a source.
                Engine = new EngineOptions { AnswerWithin = AnswerWithin },
                Reach = (_, endpoint) => endpoint with { AttemptTimeout = AnswerWithin, TotalTimeout = AnswerWithin },
                RulesPatience = Patience,
            },
            parsed.GetValue(data),
            (hub, _) => EvaluateAsync(
                hub, parsed.GetValue(population), parsed.InvocationConfiguration.Output, cancellation),
            parsed.InvocationConfiguration.Error,
            cancellation));
        return command;
    }

    /// <summary>The lines of a report: numbers and rules, nobody's id.</summary>
    internal static IEnumerable<string> Lines(EvaluationReport report) =>
    [
        $"evaluated {report.Evaluated:N0} children in {report.Elapsed.TotalSeconds:N1} s, {report.Rate:N1} a second, "
            + $"{report.Cost:N1} ms of processor time each",
        .. report.Failed == 0 ? Enumerable.Empty<string>() : [$"without an answer: {report.Failed:N0} children"],
        .. report.Incomplete == 0
            ? Enumerable.Empty<string>()
            : [$"without all sources: {report.Incomplete:N0} children"],
        .. report.Alerts.Select(each => $"{each.Value,9:N0}  {each.Key}"),
    ];

    private static async Task EvaluateAsync(
        LocalHubHost hub, int families, TextWriter output, CancellationToken cancellation)
    {
        var report = await AnsiConsole.Progress().StartAsync(context =>
        {
            var bar = context.AddTask("children");
            return new PopulationEvaluation(hub, families).RunAsync(
                (done, all) =>
                {
                    bar.MaxValue = all;
                    bar.Value = Math.Max(bar.Value, done);
                },
                cancellation);
        });
        foreach (var line in Lines(report))
        {
            await output.WriteLineAsync(line);
        }
    }
}
