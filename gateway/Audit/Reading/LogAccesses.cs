using System.Collections.Immutable;

namespace Aggregator.Audit;

/// <summary>One access to data about a person, as the log holds it.</summary>
/// <param name="AuditId">The request's audit id.</param>
/// <param name="At">When the answer was recorded; when it was asked, for a request without an outcome.</param>
/// <param name="Subject">The person, as a pseudonym; empty for data about no person.</param>
/// <param name="Caller">Who asked; null when the intent is missing or cannot be read.</param>
/// <param name="Policy">The policy that decided; empty when the intent is missing.</param>
/// <param name="AsAt">The instant that was asked about; empty when the intent is missing.</param>
/// <param name="Delivered">Coordinates given, in whatever form.</param>
/// <param name="Withheld">Coordinates withheld and why.</param>
public sealed record RecordedAccess(
    string AuditId,
    DateTimeOffset At,
    string Subject,
    AccessCaller? Caller,
    string Policy,
    string AsAt,
    ImmutableArray<string> Delivered,
    ImmutableArray<WithheldCoordinate> Withheld)
{
    /// <summary>False when agencies may have been asked and nothing says what was shown. Default true.</summary>
    public bool IsAnswered { get; init; } = true;

    /// <summary>The recorded decisions to share that stood in for agreement. Default none.</summary>
    public ImmutableArray<string> ReliedOn { get; init; } = [];

    /// <summary>Of what was given, what was not given in full, or not everywhere; null for entries from before the log
    /// said so. Default none.</summary>
    public ImmutableArray<GivenForm>? Forms { get; init; } = [];

    /// <summary>The code by which the answer was refused: nothing was shown. Default null: it was not.</summary>
    public string? Refused { get; init; }
}

/// <summary>Which accesses to find. Everything that is given must hold; null is everything.</summary>
/// <param name="Subject">The person's pseudonym.</param>
/// <param name="Caller">The pseudonym of who asked.</param>
/// <param name="Agency">The agency code of who asked.</param>
public sealed record AccessFilter(string? Subject = null, string? Caller = null, string? Agency = null)
{
    /// <summary>True for no more than what answers said of whom it is. Old entries do not say whether they did: nothing
    /// of theirs is found then. Default false.</summary>
    public bool ToldOnly { get; init; }

    internal bool Wants(string subject, AccessCaller? caller) =>
        (Subject is null || Subject == subject)
        && (Caller is null || Caller == caller?.Subject)
        && (Agency is null || Agency == caller?.Agency);
}

/// <summary>A request without a recorded outcome: nothing says what was shown, or of whom.</summary>
/// <param name="AuditId">Its audit id.</param>
/// <param name="RequestId">Its id, as agencies get it; empty in old entries.</param>
/// <param name="Caller">Who asked.</param>
public sealed record OpenRequest(string AuditId, string RequestId, AccessCaller Caller);

/// <summary>What a log says of some accesses.</summary>
/// <param name="Accesses">The accesses, in the log's order; those without an outcome come last.</param>
/// <param name="OpenRequests">Requests without a recorded outcome that may be about whom the filter names.</param>
/// <param name="Unreadable">Places of entries that cannot be read, from 0: the log was damaged.</param>
public sealed record LogAccesses(
    ImmutableArray<RecordedAccess> Accesses,
    ImmutableArray<OpenRequest> OpenRequests,
    ImmutableArray<long> Unreadable)
{
    /// <summary>Finds accesses. It does not verify the log.</summary>
    /// <param name="folder">The log's folder.</param>
    /// <param name="filter">Which.</param>
    public static LogAccesses Of(string folder, AccessFilter filter)
    {
        var reading = new AccessReading(filter);
        var place = 0L;
        foreach (var entry in EntryReader.Read(new LogFolder(folder)))
        {
            reading.Add(entry, place++);
        }

        return reading.Found();
    }
}
