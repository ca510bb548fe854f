using System.Text.Json;
using Aggregator.Audit;
using Aggregator.Host.LocalHub;

namespace Aggregator.Host.Verbs;

/// <summary>The configuration of a gateway, as a file.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Configuration">What it says. The environment outweighs it: AGGREGATOR_Identity__ClientId and the like.
/// </param>
internal sealed record ConfigurationFile(string Path, IConfiguration Configuration)
{
    /// <summary>What relative paths in it start from.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Reads a file and does something with it; what stands in the way is said.</summary>
    /// <param name="terminal">Told why it cannot be done.</param>
    /// <param name="file">The file.</param>
    /// <param name="work">What is done.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> UseAsync(
        Terminal terminal, FileInfo file, Func<Terminal, ConfigurationFile, Task<int>> work)
    {
        if (!file.Exists)
        {
            return terminal.Refuse($"{file.FullName}: there is no such file");
        }

        try
        {
            var configuration = new ConfigurationBuilder()
                .AddJsonFile(file.FullName, optional: false, reloadOnChange: false)
                .AddEnvironmentVariables("AGGREGATOR_")
                .Build();
            return await work(terminal, new ConfigurationFile(file.FullName, configuration));
        }
        catch (InvalidDataException fault)
        {
            return terminal.Refuse(fault.GetBaseException() is JsonException { LineNumber: { } line }
                ? $"{file.FullName}:{line + 1}: is not valid JSON"
                : $"{file.FullName}: {fault.GetBaseException().Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException
            or UnservableException or AuditUnavailableException)
        {
            return terminal.Refuse($"cannot start: {fault.Message}");
        }
    }

    /// <summary>Says what is wrong with it; the exit code of that.</summary>
    public int Refuse(Terminal terminal, IEnumerable<string> faults) =>
        terminal.Refuse(faults.Select(fault => $"{Path}: {fault}"));
}
