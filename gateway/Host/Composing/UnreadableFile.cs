using System.Text.RegularExpressions;

namespace Aggregator.Host.Composing;

/// <summary>Why a file cannot be read, for who named it.</summary>
internal static partial class UnreadableFile
{
    /// <summary>What is wrong with the file and what to do.</summary>
    /// <param name="path">The file as it was looked for.</param>
    /// <param name="fault">What reading it threw.</param>
    public static string Say(string path, Exception fault) => fault switch
    {
        UnauthorizedAccessException when Directory.Exists(path) => $"{path}: is a folder: name a file in it",
        UnauthorizedAccessException => $"{path}: may not be read: give this user the right to",
        FileNotFoundException or DirectoryNotFoundException => $"{path}: there is no such file",
        _ => $"{path}: cannot be read: {fault.Message}",
    };

    /// <summary>The same where only what was thrown says which file it is.</summary>
    /// <param name="fault">What using the file threw.</param>
    public static string Say(Exception fault) => Quoted().Match(fault.Message) is { Success: true } path
        ? Say(path.Groups[1].Value, fault)
        : fault.Message;

    [GeneratedRegex("'([^']*[/\\\\][^']*)'")]
    private static partial Regex Quoted();
}
