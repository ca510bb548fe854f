using System.CommandLine;
using System.Security.Cryptography;
using Aggregator.Audit;

namespace Aggregator.Host.Verbs;

/// <summary>What every verb that writes into a log is told.</summary>
internal sealed class LogArguments
{
    public Argument<DirectoryInfo> Folder { get; } = AuditVerbs.FolderArgument();

    public Option<string> Origin { get; } = new("--origin")
    {
        Description = "The log's origin, as its checkpoint names it.",
        Required = true,
    };

    public Option<FileInfo> Key { get; } = new("--key")
    {
        Description = "The instance's private key, PEM (`log-key.pem`): stop the instance first.",
        Required = true,
    };

    public Option<string> By { get; } = new("--by")
    {
        Description = "The office that decided; it is written into the log.",
        Required = true,
    };

    public Option<string> Reason { get; } = new("--reason")
    {
        Description = "Why; it is written into the log.",
        Required = true,
    };

    /// <summary>
    /// Why the log is not to be written into; null when it may be. What another key signs, or under another name, makes
    /// a log that does not verify any more, so both are compared with the log's own checkpoint before it is opened.
    /// </summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="key">Gets the instance's key.</param>
    public string? Refusal(ParseResult parsed, ECDsa key)
    {
        var folder = parsed.GetValue(Folder)!;
        if (AuditVerbs.NoLog(folder) is { } noLog)
        {
            return noLog;
        }

        foreach (var option in new[] { By, Reason })
        {
            if (string.IsNullOrWhiteSpace(parsed.GetValue(option)))
            {
                return $"`{option.Name}` is empty: it is written into the log";
            }
        }

        var file = parsed.GetValue(Key)!;
        return !AuditVerbs.TryReadKey(file, key) ? $"{file.FullName}: no key in PEM form can be read here"
            : !IsPrivate(key) ? $"{file.FullName}: name the instance's private key, which signs checkpoints"
            : Foreign(folder, parsed.GetValue(Origin)!, file, key);
    }

    private static string? Foreign(DirectoryInfo folder, string origin, FileInfo file, ECDsa key)
    {
        var path = Path.Combine(folder.FullName, "checkpoint");
        var checkpoint = File.Exists(path) ? Checkpoint.Parse(File.ReadAllText(path)) : null;
        return checkpoint is null
                ? $"{path}: no checkpoint can be read here, so nothing says whose log this is: restore it, from a "
                    + "backup or from an agency that keeps it (`/log-checkpoints/ORIGIN`)"
            : checkpoint.Origin != origin
                ? $"`--origin {origin}`: the log is `{checkpoint.Origin}`, not `{origin}`"
            : checkpoint.IsSignedBy(key) ? null
            : $"{file.FullName}: this key did not sign this log: name the instance's own `log-key.pem`";
    }

    private static bool IsPrivate(ECDsa key)
    {
        try
        {
            _ = key.ExportPkcs8PrivateKey();
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
