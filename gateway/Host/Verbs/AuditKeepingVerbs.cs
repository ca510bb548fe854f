using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Aggregator.Agencies;
using Aggregator.Audit;
using Aggregator.Host.LocalHub;
using Aggregator.Host.Serving;

namespace Aggregator.Host.Verbs;

/// <summary><c>audit hold</c> and <c>audit retire</c>: what stays in a log, and what goes when its time has come.
/// </summary>
internal static class AuditKeepingVerbs
{
    private static readonly TimeSpan RegisterTimeout = TimeSpan.FromSeconds(30);

    public static Command Hold()
    {
        var log = new LogArguments();
        var subject = new Option<string>("--subject") { Description = "The person's id, as in `P1`.", Required = true };
        var pseudonyms = PseudonymKeyOption();
        var lift = new Option<bool>("--lift") { Description = "End the hold." };
        var command = new Command(
            "hold", "Put a person's entries under a hold, or end it. While it stands `audit retire` leaves them.")
        {
            log.Folder, log.Origin, log.Key, log.By, log.Reason, subject, pseudonyms, lift,
        };
        command.SetAction((parsed, _) => RunAsync(parsed, log, async (keeping, terminal) =>
        {
            var file = parsed.GetValue(pseudonyms)!;
            if (ReadPseudonyms(file) is not { } key)
            {
                return terminal.Refuse(NoPseudonyms(file));
            }

            var (person, isHeld) = (parsed.GetValue(subject)!, !parsed.GetValue(lift));
            var found = LogAccesses.Of(
                parsed.GetValue(log.Folder)!.FullName, new AccessFilter(Subject: key.Of(person))).Accesses.Length;
            await keeping.HoldAsync(
                key.Of(person), isHeld, parsed.GetValue(log.By)!, parsed.GetValue(log.Reason)!);
            terminal.Output.WriteLine(Reach(person, isHeld, found));
            return 0;
        }));
        return command;
    }

    /// <summary><c>audit retire</c>.</summary>
    /// <param name="clock">Says which day it is.</param>
    public static Command Retire(TimeProvider clock)
    {
        var log = new LogArguments();
        var before = new Option<DateOnly>("--before")
        {
            Description = "The first day that stays, as in 2019-01-01 (UTC).",
            Required = true,
        };
        var register = new Option<string>("--register")
        {
            Description = "Where the hub answers, as in http://127.0.0.1:5180: it says who is under a legal hold.",
            Required = true,
        };
        var callerKey = new Option<FileInfo>("--caller-key")
        {
            Description = "The key that the gateway vouches with to the hub (`caller-key.pem` in the data folder).",
            Required = true,
        };
        var pseudonyms = PseudonymKeyOption();
        var command = new Command(
            "retire",
            "Delete the payloads of requests before a day: their digests stay, so that the log still verifies. Held "
                + "entries, by the log or by the hub's register, and requests without an outcome stay whole.")
        {
            log.Folder, log.Origin, log.Key, log.By, log.Reason, before, register, callerKey, pseudonyms,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, log, async (keeping, terminal) =>
        {
            if (NotYet(parsed.GetValue(before), clock) is { } notYet)
            {
                return terminal.Refuse(notYet);
            }

            var file = parsed.GetValue(pseudonyms)!;
            if (ReadPseudonyms(file) is not { } key)
            {
                return terminal.Refuse(NoPseudonyms(file));
            }

            var (held, fault) = await HeldAsync(
                parsed.GetValue(register)!, parsed.GetValue(callerKey)!, cancellation);
            if (fault is not null)
            {
                return terminal.Refuse(fault);
            }

            var day = parsed.GetValue(before).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            var result = await keeping.RetireAsync(
                day, parsed.GetValue(log.By)!, parsed.GetValue(log.Reason)!, [.. held.Select(key.Of)]);
            terminal.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"deleted {result.Deleted} payloads; {result.Held} are held; {result.Open} requests have no outcome"));
            return 0;
        }));
        return command;
    }

    // A mistyped year must not delete all that there is.
    private static string? NotYet(DateOnly day, TimeProvider clock)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return day <= today ? null
            : $"`--before {day:yyyy-MM-dd}` is after today ({today:yyyy-MM-dd} UTC), so nothing is deleted: name the "
                + "first day that stays, today at the latest";
    }

    // A hold under another log's key, or on a mistyped id, holds nothing that is there: who asks for it must see that.
    private static string Reach(string person, bool isHeld, int found) => (isHeld, found) switch
    {
        (true, 0) => $"nothing in this log is about {person} under this key; held from now on. If there should be "
            + "something, check the id, and that the key is this log's",
        (false, 0) => $"nothing in this log is about {person} under this key; no longer held",
        _ => (isHeld ? "held: " : "no longer held: ") + AuditVerbs.Counted(found, "access", "accesses")
            + $" in this log {(found == 1 ? "is" : "are")} about {person}",
    };

    private static Option<FileInfo> PseudonymKeyOption() => new("--pseudonym-key")
    {
        Description = "The key under which the log names people (`pseudonym-key` in the data folder).",
        Required = true,
    };

    private static Pseudonyms? ReadPseudonyms(FileInfo file) =>
        file.Exists ? PseudonymKey.Parse(File.ReadAllText(file.FullName)) : null;

    private static string NoPseudonyms(FileInfo file) => $"{file.FullName}: no pseudonym key can be read here";

    // Fail closed: as long as the register does not say who is held, everybody is.
    private static async Task<(ImmutableArray<string> Held, string? Fault)> HeldAsync(
        string hub, FileInfo callerKey, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(hub, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return ([], $"`--register {hub}`: name where the hub answers, as in http://127.0.0.1:5180");
        }

        using var key = ECDsa.Create();
        using var signer = AuditVerbs.TryReadKey(callerKey, key) ? TrySignerWith(key) : null;
        if (signer is null)
        {
            return ([], $"{callerKey.FullName}: no private key in PEM form can be read here");
        }

        var questions = new Uri(new Uri(hub.TrimEnd('/') + "/"), "register/decisions");
        using var register = new HubRegister(
            new AgencyEndpoint { Url = questions, AttemptTimeout = RegisterTimeout },
            CallerContexts.OfGateway(signer, TimeProvider.System));
        return await register.HeldAsync(cancellation) is { } held
            ? (held, null)
            : ([], $"{hub}: the hub's register does not say who is under a legal hold, so nothing is retired: start "
                + "the hub, and name a key that it takes contexts from");
    }

    private static CallerContextSigner? TrySignerWith(ECDsa key)
    {
        try
        {
            return GatewayKeyFolder.SignerWith(key);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, LogArguments log, Func<LogKeeping, Terminal, Task<int>> work)
    {
        var terminal = Terminal.Of(parsed);
        using var key = ECDsa.Create();
        if (log.Refusal(parsed, key) is { } refusal)
        {
            return terminal.Refuse(refusal);
        }

        try
        {
            await using var keeping = new LogKeeping(
                new AccessLogOptions(parsed.GetValue(log.Folder)!.FullName, parsed.GetValue(log.Origin)!),
                key,
                TimeProvider.System);
            return await work(keeping, terminal);
        }
        catch (AuditUnavailableException fault)
        {
            return terminal.Refuse(fault.Message);
        }
    }
}
