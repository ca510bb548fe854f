using System.CommandLine;

namespace Aggregator.Host.Verbs;

/// <summary>Where a verb writes.</summary>
/// <param name="Output">What was asked for.</param>
/// <param name="Error">What is wrong, one a line.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error)
{
    /// <summary>Where the caller of a verb wants its texts.</summary>
    public static Terminal Of(ParseResult parsed) =>
        new(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);

    /// <summary>Says why nothing was done; the exit code of that.</summary>
    public int Refuse(IEnumerable<string> messages)
    {
        foreach (var message in messages)
        {
            Error.WriteLine(message);
        }

        return 1;
    }

    /// <summary>Says why nothing was done; the exit code of that.</summary>
    public int Refuse(string message) => Refuse([message]);

    /// <summary>Prints a generated text, writes it to a file, or checks that the file is fresh.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file; null to print.</param>
    /// <param name="isCheck">True to write nothing and fail when the file is not the text.</param>
    /// <param name="cure">What makes it fresh: a verb.</param>
    public int Give(string text, FileInfo? file, bool isCheck, string cure)
    {
        if (file is null)
        {
            if (isCheck)
            {
                return Refuse("`--check` compares a file: name it with `--output`");
            }

            Output.Write(text);
            return 0;
        }

        if (isCheck)
        {
            return file.Exists && File.ReadAllText(file.FullName).ReplaceLineEndings("\n") == text
                ? 0
                : Refuse($"{file.FullName}: not fresh: {cure}");
        }

        if (file.Directory is { Exists: false } folder)
        {
            return Refuse($"{folder.FullName}: there is no such folder");
        }

        try
        {
            File.WriteAllText(file.FullName, text);
            return 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Refuse($"{file.FullName}: cannot be written: name another file with `--output`");
        }
    }
}
