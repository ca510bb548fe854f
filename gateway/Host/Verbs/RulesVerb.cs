using System.CommandLine;
using Aggregator.Host.LocalHub;
using Aggregator.Host.Serving;
using Aggregator.Hub;
using Aggregator.Hub.Worker;
using Aggregator.Kit;

namespace Aggregator.Host.Verbs;

/// <summary><c>rules</c>: the hub's rules beside a gateway that runs alone; one of them for a hub.</summary>
internal static class RulesVerb
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public static Command Make()
    {
        var config = new Option<FileInfo>("--config")
        {
            Description = "The gateway's configuration, with a section `Rules` (docs/deployment.md).",
            Required = true,
        };
        var command = new Command(
            "rules",
            "Follow what agencies record, evaluate the children concerned through the gateway, and keep in the hub's "
                + "register which alerts stand and who belongs to a case.")
        {
            config,
        };
        command.SetAction((parsed, cancellation) =>
            ConfigurationFile.UseAsync(Terminal.Of(parsed), parsed.GetValue(config)!, (terminal, file) =>
                RunAsync(terminal, file, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, ConfigurationFile file, CancellationToken cancellation)
    {
        var (gateway, faults) = GatewaySettings.Read(file.Configuration, file.Folder);
        var (rules, more) = RulesSettings.Read(file.Configuration, file.Folder);
        if (gateway is null || rules is null)
        {
            return file.Refuse(terminal, [.. faults, .. more]);
        }

        using var keys = GatewayKeyFolder.Open(gateway.Data);
        await using var hub = await AgencyHost.StartAsync(
            new HubAgency(),
            new AgencyOptions { Database = rules.Database, GatewayKeys = keys.Signer.Jwks() },
            cancellation);
        using var http = new HttpClient { Timeout = Timeout };
        var sign = CallerContexts.OfRules(keys.Signer, TimeProvider.System);
        var worker = new RuleWorker(hub, http, rules.Options(gateway, sign, Rounds(terminal.Output)));
        terminal.Output.WriteLine("following what changes");
        await LocalRules.FollowAsync(worker, terminal.Error.WriteLine, cancellation);
        return 0;
    }

    // A round that did what the one before did is not said again.
    private static Action<RoundReport> Rounds(TextWriter output)
    {
        var last = "";
        return round =>
        {
            var said = $"evaluated {round.Evaluated}, failed {round.Failed}"
                + (round.SilentFeeds.Count == 0 ? "" : "; no answer from " + string.Join(", ", round.SilentFeeds));
            if (said != last)
            {
                output.WriteLine(said);
                output.Flush();
            }

            last = said;
        };
    }
}
