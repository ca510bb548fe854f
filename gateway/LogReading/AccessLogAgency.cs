using System.Collections.Immutable;
using Aggregator.Audit;
using Aggregator.Kit;

namespace Aggregator.LogReading;

/// <summary>A log to read.</summary>
/// <param name="Origin">Its name, as registered in the hub.</param>
/// <param name="Folder">Its folder.</param>
public sealed record LogSource(string Origin, string Folder);

/// <summary>
/// The access logs as one more agency of the gateway: so that reading them is decided by policy and logged like reading
/// anything else, with no way round. Whose entries a caller gets is its row filter.
/// </summary>
/// <param name="logs">The logs of all instances.</param>
/// <param name="pseudonyms">The key under which they name people.</param>
public sealed class AccessLogAgency(IReadOnlyList<LogSource> logs, Pseudonyms pseudonyms) : Agency
{
    /// <summary>The subgraph's name.</summary>
    public const string SubgraphName = "access-log";

    private const int MostAtOnce = 500;
    private static readonly ImmutableArray<string> SeeAll = ["AUDITOR", "DPO"];
    private static readonly ImmutableArray<string> SeeTeam = ["DECISION_MAKER"];

    // What the hub works out by itself is nobody's work in the team, and rests on everybody there is.
    private const string Rules = "HUB_RULES";

    /// <inheritdoc/>
    public override string Name => SubgraphName;

    /// <inheritdoc/>
    public override int DefaultPort => 5190;

    /// <inheritdoc/>
    public override IReadOnlyList<AgencySource> Sources { get; } =
    [
        new(
            "HUB",
            "Access logs",
            new AgencyContact("Information governance", "01632 960181", "weekdays 09:00-17:00"),
            new SourceCoverage(null, "the partnership's area", "everybody whose data was asked for", "no values")),
    ];

    /// <inheritdoc/>
    public override void Resolve(FieldResolvers fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        _ = fields
            .AddAsync("Query.accesses", call => Task.FromResult<object?>(
                Read(call, pseudonyms.Of(call.Argument<string>("subject") ?? ""))))
            .AddAsync("Query.accessLog", call => Task.FromResult<object?>(Read(call, subject: null)));
    }

    private object Read(FieldCall call, string? subject)
    {
        var first = call.Argument<int?>("first") ?? 0;
        if (first is < 1 or > MostAtOnce)
        {
            throw new AgencyException(AgencyErrors.BadArgument, $"`first` is not a number from 1 to {MostAtOnce}");
        }

        var before = Before(call.Argument<string>("before"));
        var (caller, seesAll) = (call.Request.Caller, SeeAll.Contains(call.Request.Caller.Role));

        // Of whom a record is that an answer gave, it may have kept back: so does the log that its reader reads.
        var read = logs.Select(log => ReadLog.Of(log, caller.RequestId, toldOnly: !seesAll)).ToList();
        var rows = RowsFor(caller, read) with { Subject = subject };
        var found = read
            .SelectMany(log => log.Accesses.Select(access => (log.Origin, Access: access)))
            // What whoever passes an answer on has asked and read is theirs, by their own row.
            .Where(each => caller.OnwardTo is null && Wants(rows, each.Access) && each.Access.At < before)
            .OrderByDescending(each => each.Access.At)
            .ThenBy(each => each.Access.AuditId, StringComparer.Ordinal)
            .ThenBy(each => each.Access.Subject, StringComparer.Ordinal)
            .Take(first + 1)
            .ToList();

        // Invariant: of whom no row is shown no request under way is counted either.
        int Unanswered(ReadLog log) => caller.OnwardTo is null ? log.Unanswered.Count(each => IsOf(rows, each)) : 0;
        return new
        {
            nodes = found.Take(first).Select(each => Node(
                each.Origin, seesAll ? each.Access : WithoutHidden(each.Access))),
            hasMore = found.Count > first,
            logs = read.Select(log => new { log.Origin, log.State, Unanswered = Unanswered(log) }),
        };
    }

    // Who asks is not in the caller context: agencies need no name for callers. The request's own intent, which is in
    // the log before anybody is asked, says it.
    private static AccessFilter RowsFor(CallerContext caller, List<ReadLog> read)
    {
        if (SeeAll.Contains(caller.Role))
        {
            return new AccessFilter();
        }

        if (SeeTeam.Contains(caller.Role))
        {
            return new AccessFilter(Agency: caller.Organisation);
        }

        return new AccessFilter(Caller: read.Select(log => log.Caller).FirstOrDefault(known => known is not null)
            ?? throw new AgencyException(
                AgencyErrors.AgencyFailed, "the request's own entry is in none of the logs, so nobody's are shown"));
    }

    private static bool Wants(AccessFilter rows, RecordedAccess access) =>
        (rows.Subject is null || rows.Subject == access.Subject) && IsOf(rows, access.Caller);

    private static bool IsOf(AccessFilter rows, AccessCaller? asked) =>
        (rows.Caller is null || rows.Caller == asked?.Subject)
        && (rows.Agency is null
            // Whoever oversees an agency is no member of it, though their token may name it.
            || (rows.Agency == asked?.Agency && asked.Role != Rules && !SeeAll.Contains(asked.Role)));

    private static DateTimeOffset Before(string? text) =>
        text is null ? DateTimeOffset.MaxValue
        : LondonTime.TryInstant(text, out var instant) ? instant
        : throw new AgencyException(AgencyErrors.BadArgument, "`before` is not an instant");

    // What is hidden from somebody read as nothing, and so it does in the log that they read.
    private static RecordedAccess WithoutHidden(RecordedAccess access)
    {
        var hidden = access.Withheld.Where(IsHidden).Select(each => each.Coordinate);
        return access with
        {
            Delivered = [.. access.Delivered.Union(hidden).Order(StringComparer.Ordinal)],
            // Nobody there is in full, and somebody hidden is not given: beside another form that would tell.
            Forms = access.Forms?.RemoveAll(form => form.Effect == "CLEAR"),
            Withheld = [.. access.Withheld.Where(each => !IsHidden(each))],
        };

        static bool IsHidden(WithheldCoordinate withheld) => withheld.Effect == "HIDE";
    }

    private static object Node(string origin, RecordedAccess access) => new
    {
        access.AuditId,
        Origin = origin,
        access.At,
        Answered = access.IsAnswered,
        access.Refused,
        access.Subject,
        Caller = access.Caller?.Subject,
        access.Caller?.Role,
        access.Caller?.Agency,
        access.Caller?.Purpose,
        access.Caller?.Stage,
        access.Caller?.Basis,
        access.Caller?.Reason,
        access.Caller?.BreakGlass,
        access.Caller?.OnwardTo,
        access.Policy,
        AsAt = LondonTime.TryInstant(access.AsAt, out var asAt) ? asAt : (DateTimeOffset?)null,
        access.Delivered,
        Forms = access.Forms?.Select(each => new { each.Coordinate, each.Effect }),
        access.ReliedOn,
        Withheld = access.Withheld.Select(each => new { each.Coordinate, each.Effect, each.Rule }),
    };
}
