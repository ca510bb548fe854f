using System.CommandLine;

namespace Aggregator.Load;

/// <summary>The servers that a run starts as processes of their own.</summary>
internal static class ServerVerbs
{
    public static Command Upstream()
    {
        var port = Port();
        var workload = new Option<string>("--workload") { Required = true };
        var command = new Command("upstream", "Serve the subgraphs of a workload.") { port, workload };
        command.SetAction((parsed, _) =>
        {
            var answers = Workload.Of(parsed.GetValue(workload)!);
            return new ReplayServer((_, body, _) => Task.FromResult(answers.Origin(body)))
                .RunAsync(parsed.GetValue(port));
        });
        return command;
    }

    public static Command Floor()
    {
        var port = Port();
        var upstream = new Option<Uri>("--upstream")
        {
            Required = true,
            CustomParser = result => new Uri(result.Tokens[0].Value),
        };
        var script = new Option<string>("--script") { Required = true };
        var http2 = new Option<bool>("--http2");
        var command = new Command("floor", "Serve the least that a gateway has to do.")
        {
            port, upstream, script, http2,
        };
        command.SetAction((parsed, _) => Load.Floor.RunAsync(
            parsed.GetValue(port), parsed.GetValue(upstream)!, parsed.GetValue(script)!, parsed.GetValue(http2)));
        return command;
    }

    public static Option<int> Port() => new("--port") { Required = true };
}
