using System.Diagnostics;
using Xunit;

namespace Aggregator.Host.Tests;

/// <summary>A subgraph of Apollo Server in a process of its own (`eng/differential/subgraphs`).</summary>
internal sealed class ItemsOfApolloServer : IAsyncDisposable
{
    private readonly Process _process;

    private ItemsOfApolloServer(Process process, string url)
    {
        _process = process;
        Url = url;
    }

    public string Url { get; }

    private static string Folder { get; } = Verb.File("eng", "differential", "subgraphs");

    /// <summary>Why it cannot run here; null where it can.</summary>
    public static string? Missing { get; } = Node is null ? "needs node and npm (eng/install-optional.sh)"
        : !Directory.Exists(Path.Combine(Folder, "node_modules", "@apollo", "server"))
            ? "needs `npm install --prefix eng/differential/subgraphs`, as eng/ci.sh runs it"
        : null;

    private static string? Node => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "node")).FirstOrDefault(File.Exists);

    public static async Task<ItemsOfApolloServer> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo(Node!)
        {
            ArgumentList = { Path.Combine(Folder, "apollo.mjs") },
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("http://127.0.0.1:", StringComparison.Ordinal))
            {
                return new ItemsOfApolloServer(process, line);
            }
        }

        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(patience.Token));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

/// <summary>Skipped, with the reason, where Apollo Server cannot run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ApolloServerFactAttribute : FactAttribute
{
    public ApolloServerFactAttribute() => Skip = ItemsOfApolloServer.Missing;
}
