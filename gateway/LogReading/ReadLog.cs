using System.Collections.Immutable;
using Aggregator.Audit;

namespace Aggregator.LogReading;

/// <summary>How far a log could be read.</summary>
internal enum LogState
{
    /// <summary>Every entry.</summary>
    Read,

    /// <summary>Some entries cannot be read.</summary>
    Damaged,

    /// <summary>It is not there.</summary>
    NotReached,
}

/// <summary>What one log holds.</summary>
/// <param name="Origin">Its name.</param>
/// <param name="State">How far it could be read.</param>
/// <param name="Unanswered">Who made the requests without a recorded outcome, but for the one that asks.</param>
/// <param name="Caller">Who made the request that asks, as a pseudonym; null when it went through another log.</param>
/// <param name="Accesses">What it holds.</param>
internal sealed record ReadLog(
    string Origin,
    LogState State,
    ImmutableArray<AccessCaller> Unanswered,
    string? Caller,
    ImmutableArray<RecordedAccess> Accesses)
{
    /// <summary>Reads one.</summary>
    /// <param name="log">Which.</param>
    /// <param name="requestId">The request that asks; its own intent is left out.</param>
    /// <param name="toldOnly">True for no more than what answers said of whom it is.</param>
    public static ReadLog Of(LogSource log, string requestId, bool toldOnly)
    {
        if (!Directory.Exists(Path.Combine(log.Folder, "entries")))
        {
            return NotReached(log);
        }

        try
        {
            var found = LogAccesses.Of(log.Folder, new AccessFilter { ToldOnly = toldOnly });
            var own = found.OpenRequests.FirstOrDefault(each => each.RequestId == requestId);
            return new ReadLog(
                log.Origin,
                found.Unreadable.IsEmpty ? LogState.Read : LogState.Damaged,
                [.. found.OpenRequests.Where(each => each != own).Select(each => each.Caller)],
                own?.Caller.Subject,
                [.. found.Accesses.Where(access => access.IsAnswered || access.AuditId != own?.AuditId)]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return NotReached(log);
        }
    }

    private static ReadLog NotReached(LogSource log) => new(log.Origin, LogState.NotReached, [], null, []);
}
