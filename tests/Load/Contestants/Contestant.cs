using System.Diagnostics;

namespace Aggregator.Load;

/// <summary>A gateway in a process of its own.</summary>
/// <param name="Name">As in the results.</param>
/// <param name="Start">Its command line, given the port it listens on.</param>
/// <param name="Folder">Where it runs.</param>
internal sealed record Contestant(string Name, Func<int, ProcessStartInfo> Start, string Folder)
{
    /// <summary>Environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Headers that each request carries.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The path that is asked.</summary>
    public string Path { get; init; } = "/graphql";

    /// <summary>A command line.</summary>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessStartInfo Command(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}
