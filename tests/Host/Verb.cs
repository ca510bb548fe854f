using System.CommandLine;
using System.Text.RegularExpressions;

namespace Aggregator.Host.Tests;

/// <summary>Runs verbs as the command line does, with their texts caught.</summary>
internal static partial class Verb
{
    public static string Repository { get; } = RepositoryRoot.Folder;

    public static async Task<Ran> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await Aggregator.Host.Verbs.CommandLine.RunAsync(
            arguments, new InvocationConfiguration { Output = output, Error = error });
        return new Ran(code, WithoutPolicyHash(output.ToString()), error.ToString());
    }

    /// <summary>A path of the repository.</summary>
    public static string File(params string[] parts) => Path.Combine([Repository, .. parts]);

    /// <summary>The policy's hash changes with every edit of it; what it says is what is compared.</summary>
    private static string WithoutPolicyHash(string text) => PolicyHash().Replace(text, "+HASH");

    [GeneratedRegex(@"\+[0-9a-f]{12}\b")]
    private static partial Regex PolicyHash();
}

/// <summary>What a verb did.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Error">What it said is wrong.</param>
internal sealed record Ran(int Code, string Output, string Error);

/// <summary>A folder of one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Name { get; } = Directory.CreateTempSubdirectory("aggregator-verbs-").FullName;

    public string File(string name) => Path.Combine(Name, name);

    /// <summary>A file with this text.</summary>
    public string With(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Name, recursive: true);
}
