using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Aggregator.Audit;
using Aggregator.Host.LocalHub;

namespace Aggregator.Host.Verbs;

/// <summary><c>audit verify</c>, <c>audit prove</c> and <c>audit accesses</c>: what an access log shows.</summary>
internal static class AuditVerbs
{
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Makes the verb.</summary>
    /// <param name="clock">Says which day it is; null for the system's.</param>
    public static Command Make(TimeProvider? clock = null) => new(
        "audit", "Verify an access log, prove an entry, list who was shown a person's data, hold and retire entries.")
    {
        Verify(), Prove(), Accesses(), AuditKeepingVerbs.Hold(), AuditKeepingVerbs.Retire(clock ?? TimeProvider.System),
    };

    internal static Argument<DirectoryInfo> FolderArgument() => new("folder")
    {
        Description = "The log's folder, which holds `entries` and `checkpoint`.",
    };

    private static Command Verify()
    {
        var folder = FolderArgument();
        var key = new Option<FileInfo>("--key")
        {
            Description = "The instance's public key, PEM (`log-key.pub.pem` beside the log).",
            Required = true,
        };
        var against = new Option<FileInfo?>("--against")
        {
            Description = "A checkpoint that somebody else kept: finds truncation, rollback and forks.",
        };
        var command = new Command("verify", "Check that nothing in a log was changed, inserted, moved or removed.")
        {
            folder, key, against,
        };
        command.SetAction(parsed => Verify(
            Terminal.Of(parsed), parsed.GetValue(folder)!, parsed.GetValue(key)!, parsed.GetValue(against)));
        return command;
    }

    private static Command Prove()
    {
        var folder = FolderArgument();
        var entry = new Option<long>("--entry") { Description = "The entry's place, from 0.", Required = true };
        var command = new Command("prove", "Print an entry with the proof that it is under the signed checkpoint.")
        {
            folder, entry,
        };
        command.SetAction(parsed => Prove(Terminal.Of(parsed), parsed.GetValue(folder)!, parsed.GetValue(entry)));
        return command;
    }

    private static Command Accesses()
    {
        var folders = new Argument<DirectoryInfo[]>("folder")
        {
            Description = "The folders of the logs of all instances.",
            Arity = ArgumentArity.OneOrMore,
        };
        var subject = new Option<string>("--subject") { Description = "The person's id, as in `P1`.", Required = true };
        var key = new Option<FileInfo>("--pseudonym-key")
        {
            Description = "The key under which the logs name people (`pseudonym-key` in the data folder).",
            Required = true,
        };
        var command = new Command("accesses", "List who was shown what of one person's data, over all logs given.")
        {
            folders, subject, key,
        };
        command.SetAction(parsed => Accesses(
            Terminal.Of(parsed), parsed.GetValue(folders)!, parsed.GetValue(subject)!, parsed.GetValue(key)!));
        return command;
    }

    private static int Verify(Terminal terminal, DirectoryInfo folder, FileInfo keyFile, FileInfo? againstFile)
    {
        using var key = ECDsa.Create();
        if (NoLog(folder) is { } noLog)
        {
            return terminal.Refuse(noLog);
        }

        if (!TryReadKey(keyFile, key))
        {
            return terminal.Refuse($"{keyFile.FullName}: no public key in PEM form can be read here");
        }

        var against = againstFile is { Exists: true } ? Checkpoint.Parse(File.ReadAllText(againstFile.FullName)) : null;
        if (againstFile is not null && against is null)
        {
            return terminal.Refuse($"{againstFile.FullName}: no checkpoint can be read here");
        }

        var findings = LogVerifier.Verify(folder.FullName, key, against);
        if (!findings.Faults.IsEmpty)
        {
            return terminal.Refuse(findings.Faults.Append(Line($"the log of {findings.Size} entries does not verify")));
        }

        terminal.Output.WriteLine(Line($"entries   {findings.Size}"));
        terminal.Output.WriteLine($"root      {findings.Root}");
        foreach (var note in Notes(findings))
        {
            terminal.Output.WriteLine(note);
        }

        terminal.Output.WriteLine(findings.IsProvenComplete
            ? Line($"proven complete up to the outside checkpoint over {against!.Size} entries")
            : "self-consistent, not proven complete: give `--against` a checkpoint that somebody else kept");
        return 0;
    }

    private static IEnumerable<string> Notes(LogFindings findings)
    {
        if (findings.Unsigned > 0)
        {
            yield return Line($"note      the last {findings.Unsigned} entries are under no signed checkpoint yet");
        }

        if (findings.Deleted > 0)
        {
            yield return Line($"note      {findings.Deleted} payloads were deleted when their retention ended");
        }

        if (!findings.OpenIntents.IsEmpty)
        {
            yield return Line($"note      {findings.OpenIntents.Length} requests have no outcome: ")
                + "agencies may have been asked, and nothing says what was shown: "
                + string.Join(", ", findings.OpenIntents);
        }
    }

    private static int Prove(Terminal terminal, DirectoryInfo folder, long index)
    {
        if (NoLog(folder) is { } noLog)
        {
            return terminal.Refuse(noLog);
        }

        var (proof, fault) = LogProof.Of(folder.FullName, index);
        if (proof is null)
        {
            return terminal.Refuse($"{folder.FullName}: {fault}");
        }

        terminal.Output.WriteLine(proof.Entry);
        terminal.Output.WriteLine();
        terminal.Output.Write(proof);
        return 0;
    }

    private static int Accesses(Terminal terminal, DirectoryInfo[] folders, string subject, FileInfo keyFile)
    {
        if (folders.Select(NoLog).OfType<string>().ToList() is { Count: > 0 } missing)
        {
            return terminal.Refuse(missing);
        }

        if (!keyFile.Exists || PseudonymKey.Parse(File.ReadAllText(keyFile.FullName)) is not { } pseudonyms)
        {
            return terminal.Refuse(
                $"{keyFile.FullName}: no pseudonym key can be read here (`ID:BASE64`, 32 bytes or more)");
        }

        var logs = folders
            .Select(folder => (folder, Found: LogAccesses.Of(
                folder.FullName, new AccessFilter(Subject: pseudonyms.Of(subject)))))
            .ToList();
        foreach (var (folder, access) in logs
            .SelectMany(log => log.Found.Accesses.Select(access => (log.folder, access)))
            .OrderBy(at => at.access.At))
        {
            Print(terminal.Output, folder, access);
        }

        var found = logs.Sum(log => log.Found.Accesses.Length);
        terminal.Output.WriteLine(
            $"{Counted(found, "access", "accesses")} in {Counted(folders.Length, "log", "logs")}");
        if (found == 0)
        {
            terminal.Output.WriteLine($"note: nothing in these logs is about {subject} under this key. This is not to "
                + "say that nobody looked: the key may be another log's");
        }

        foreach (var (folder, log) in logs.Where(log => !log.Found.OpenRequests.IsEmpty))
        {
            terminal.Output.WriteLine(
                Line($"note: {folder.Name}: {log.OpenRequests.Length} requests have no outcome: ")
                + "nothing says whom they were about");
        }

        return logs.Exists(log => !log.Found.Unreadable.IsEmpty)
            ? terminal.Refuse(logs.Where(log => !log.Found.Unreadable.IsEmpty).Select(log =>
                $"{log.folder.FullName}: entries {string.Join(", ", log.Found.Unreadable)} cannot be read, "
                + "so the list may lack some: verify the log"))
            : 0;
    }

    private static void Print(TextWriter output, DirectoryInfo folder, RecordedAccess access)
    {
        var who = access.Caller is { } caller
            ? $"{caller.Role} of {caller.Agency} for {caller.Purpose} at {caller.Stage}, as at {access.AsAt}"
            : "the request is not in the log: verify it";
        output.WriteLine(
            $"{access.At.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture)}  {who}");
        output.WriteLine($"  request   {access.AuditId} in {folder.Name}, policy {access.Policy}");
        output.WriteLine($"  caller    {access.Caller?.Subject}");
        output.WriteLine($"  basis     {access.Caller?.Basis}");
        if (access.Caller is { BreakGlass: { } glass })
        {
            output.WriteLine($"  glass     {glass}");
        }

        if (access.Caller is { Reason: { Length: > 0 } reason })
        {
            output.WriteLine($"  reason    {reason}");
        }

        if (access.Caller is { OnwardTo: { } recipient })
        {
            output.WriteLine($"  passed on to {recipient}");
        }

        if (!access.IsAnswered)
        {
            output.WriteLine("  finding   agencies may have been asked, and nothing says what was shown");
            return;
        }

        if (access.Refused is { } refused)
        {
            output.WriteLine($"  refused   {refused}: nothing was shown; agencies may have been asked before");
            return;
        }

        output.WriteLine($"  given     {List(access.Delivered.Select(one => WithForms(one, access.Forms)))}");
        if (access is { Forms: null, Delivered.IsEmpty: false })
        {
            output.WriteLine("  note      this entry is from before the log said what was given in full, what as a "
                + "category and what masked");
        }

        if (!access.ReliedOn.IsEmpty)
        {
            output.WriteLine($"  relied on {List(access.ReliedOn)}");
        }

        var withheld = access.Withheld.Select(one => $"{one.Coordinate} ({one.Effect}, {one.Rule})");
        output.WriteLine($"  withheld  {List(withheld)}");
    }

    // What stands alone was given in full.
    private static string WithForms(string coordinate, ImmutableArray<GivenForm>? known)
    {
        var forms = (known ?? []).Where(form => form.Coordinate == coordinate).Select(form => form.Effect).ToList();
        return forms.Count == 0 ? coordinate : $"{coordinate} ({string.Join(", ", forms)})";
    }

    private static string List(IEnumerable<string> texts) =>
        string.Join(", ", texts) is { Length: > 0 } list ? list : "nothing";

    /// <summary>Why there is no log in a folder; null when there is one.</summary>
    /// <exception cref="IOException">The folder cannot be looked into, so nobody can tell.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not look into it.</exception>
    internal static string? NoLog(DirectoryInfo folder)
    {
        var entries = Path.Combine(folder.FullName, "entries");
        if (!IsThere(entries) || !Directory.Exists(entries))
        {
            return $"{folder.FullName}: no access log here: name the folder that holds `entries` and `checkpoint`";
        }

        // A log may have no segment yet. One that may not be seen must not look like that.
        _ = IsThere(Path.Combine(entries, "000000.jsonl"));
        return null;
    }

    private static bool IsThere(string path)
    {
        try
        {
            _ = File.GetAttributes(path);
            return true;
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    internal static bool TryReadKey(FileInfo file, ECDsa key)
    {
        try
        {
            key.ImportFromPem(File.ReadAllText(file.FullName));
            return true;
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    /// <summary>A number of things: <c>1 log</c>, <c>2 logs</c>.</summary>
    internal static string Counted(int count, string one, string many) =>
        Line($"{count} {(count == 1 ? one : many)}");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
