using System.Collections.Immutable;

namespace Aggregator.Audit;

/// <summary>One access to data about a person, as the log holds it.</summary>
/// <param name="AuditId">The request's audit id.</param>
/// <param name="At">When the answer was recorded.</param>
/// <param name="Caller">Who asked; null when the intent is missing or cannot be read.</param>
/// <param name="Policy">The policy that decided; empty when the intent is missing.</param>
/// <param name="AsAt">The instant that was asked about; empty when the intent is missing.</param>
/// <param name="Delivered">Coordinates given, in whatever form.</param>
/// <param name="Withheld">Coordinates withheld and why.</param>
public sealed record RecordedAccess(
    string AuditId,
    DateTimeOffset At,
    AccessCaller? Caller,
    string Policy,
    string AsAt,
    ImmutableArray<string> Delivered,
    ImmutableArray<WithheldCoordinate> Withheld);

/// <summary>What a log says of one person.</summary>
/// <param name="Accesses">The accesses, in the log's order.</param>
/// <param name="Unanswered">Requests without a recorded outcome: nothing says whom they were about.</param>
/// <param name="Unreadable">Places of entries that cannot be read, from 0: the log was damaged.</param>
public sealed record LogAccesses(
    ImmutableArray<RecordedAccess> Accesses, int Unanswered, ImmutableArray<long> Unreadable)
{
    /// <summary>Finds every access to data about one person. It does not verify the log.</summary>
    /// <param name="folder">The log's folder.</param>
    /// <param name="subject">The person's pseudonym.</param>
    public static LogAccesses Of(string folder, string subject)
    {
        var reading = new AccessReading(subject);
        var place = 0L;
        foreach (var entry in EntryReader.Read(new LogFolder(folder)))
        {
            reading.Add(entry, place++);
        }

        return reading.Found();
    }
}
