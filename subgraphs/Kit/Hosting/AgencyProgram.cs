using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Aggregator.Kit;

/// <summary>
/// An agency as a program of its own: its command line, and what stands in the way of its start, each in one line that
/// names the setting and what to do. Where in the program that was helps nobody who can give another value.
/// </summary>
/// <param name="agency">The agency.</param>
/// <param name="output">Where it says what it does.</param>
/// <param name="error">Where it says what is wrong.</param>
internal sealed class AgencyProgram(Agency agency, TextWriter output, TextWriter error)
{
    private const int Refused = 1;

    private static readonly string[] Help = ["--help", "-h", "-?"];

    /// <summary>Runs it until it is stopped.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellation)
    {
        if (args.Any(Help.Contains))
        {
            await output.WriteAsync(HelpText()).ConfigureAwait(false);
            return 0;
        }

        var (options, faults) = AgencySettings.Read(agency, args);
        if (options is null)
        {
            return await RefuseAsync(faults).ConfigureAwait(false);
        }

        if (await DatabaseFaultAsync(options, cancellation).ConfigureAwait(false) is { } fault)
        {
            return await RefuseAsync([fault]).ConfigureAwait(false);
        }

        try
        {
            await using var host = await StartAsync(options, cancellation).ConfigureAwait(false);
            await SayAsync(options, host).ConfigureAwait(false);
            await host.WaitForShutdownAsync(cancellation).ConfigureAwait(false);
            return 0;
        }
        catch (AgencyException refused)
        {
            return await RefuseAsync([$"`Seed`: {refused.Message}"]).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException refused)
        {
            return await RefuseAsync([$"`Seed:Folder`: {refused.Message}"]).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is IOException or SocketException)
        {
            return await RefuseAsync([ListenFault(options, refused)]).ConfigureAwait(false);
        }
    }

    private Task<AgencyHost> StartAsync(AgencyOptions options, CancellationToken cancellation)
    {
        var progress = new Progress<PopulationProgress>(progress => output.WriteLine(
            $"{progress.Agency}: {progress.Entries:N0} entries, {progress.EntriesPerSecond:N0} a second"));
        // Why it does not start is said once, in words.
        return AgencyHost.StartAsync(
            agency,
            options with { PopulationProgress = progress },
            logging => logging.AddSimpleConsole()
                .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None),
            cancellation);
    }

    private async Task SayAsync(AgencyOptions options, AgencyHost host)
    {
        await output.WriteLineAsync($"{agency.Name}: HTTP/1.1 {host.Http1} · HTTP/2 {host.Http2}")
            .ConfigureAwait(false);
        if (options.GatewayKeys is null)
        {
            await output
                .WriteLineAsync(
                    "no gateway keys: every request is refused; set `Gateway:Keys` to the gateway's JWKS")
                .ConfigureAwait(false);
        }
    }

    private static async Task<string?> DatabaseFaultAsync(AgencyOptions options, CancellationToken cancellation)
    {
        try
        {
            await new AgencyDatabases(options.Database, []).MigrateAsync(cancellation).ConfigureAwait(false);
            return null;
        }
        catch (Exception fault) when (fault is ArgumentException
            || fault.GetBaseException() is DbException or SocketException or TimeoutException or IOException
                or UnauthorizedAccessException)
        {
            // The value itself may hold a password.
            var why = (fault as ArgumentException ?? fault.GetBaseException()).Message.TrimEnd('.');
            return $"`Database` cannot be used: {why}; give a file in a folder that this user may write to, or a "
                + "connection string of SQLite or PostgreSQL (`Host=…`)";
        }
    }

    private static string ListenFault(AgencyOptions options, Exception fault)
    {
        var isSecond = fault.Message.Contains($":{options.Http2Port}:", StringComparison.Ordinal);
        var (name, port) = isSecond
            ? ("Listen:Http2", options.Http2Port)
            : ("Listen:Http1", options.Http1Port);
        return $"`{name}`: cannot listen on port {port}: {fault.GetBaseException().Message}; give another port";
    }

    private async Task<int> RefuseAsync(IEnumerable<string> faults)
    {
        foreach (var fault in faults)
        {
            await error.WriteLineAsync(fault.ReplaceLineEndings(" ")).ConfigureAwait(false);
        }

        return Refused;
    }

    private string HelpText()
    {
        var project = agency.GetType().Assembly.GetName().Name!.Split('.')[^1];
        var sources = string.Join(", ", agency.Sources.Select(source => $"{source.Name} ({source.Code})"));
        var settings = AgencySettings.Of(agency);
        var width = settings.Max(setting => setting.Name.Length);
        var lines = settings.Select(setting =>
            $"  --{setting.Name.PadRight(width)}  {setting.What} [default: {setting.Usual}]\n");
        return $"""
            The agency subgraph `{agency.Name}`: {sources}.
            It answers only requests that carry the gateway's signed caller context.

            Usage:
              dotnet run --project subgraphs/{project} -- [--SETTING VALUE]...

            Settings, also from the environment with `:` written `__`:
            {string.Concat(lines)}
            Example:
              dotnet run --project subgraphs/{project} -- --Database /var/lib/{agency.Name}.db --Seed true

            More: docs/subgraphs.md

            """.ReplaceLineEndings("\n");
    }
}
