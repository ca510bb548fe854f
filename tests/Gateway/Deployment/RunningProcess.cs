using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Aggregator.Gateway.Tests.Deployment;

/// <summary>A program of the repository in a process of its own.</summary>
internal sealed class RunningProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private RunningProcess(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => _errors.AppendLine(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts a built program by its project's name.</summary>
    public static RunningProcess Start(string project, string folder, params string[] arguments) =>
        StartIn(("Production", null), project, folder, arguments);

    /// <summary>Starts it in environments; null for one that is not set.</summary>
    public static RunningProcess StartIn(
        (string? AspNetCore, string? DotNet) environment, string project, string folder, params string[] arguments)
    {
        // The tests' own output names the configuration: artifacts/bin/PROJECT/CONFIGURATION.
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, project + ".dll");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments.Prepend(program))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment.AspNetCore;
        start.Environment["DOTNET_ENVIRONMENT"] = environment.DotNet;
        return new RunningProcess(Process.Start(start)!);
    }

    /// <summary>Waits for a line that begins in a way.</summary>
    public async Task<string> LineAsync(string beginning)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"it ended without saying `{beginning}`: {_errors}");
    }

    /// <summary>Waits until it has ended by itself; the output is what was not read yet.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var output = await _process.StandardOutput.ReadToEndAsync(patience.Token);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, output, _errors.ToString());
    }

    /// <summary>Asks it to stop, as a supervisor does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
