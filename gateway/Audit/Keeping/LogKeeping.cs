using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Aggregator.Audit;

/// <summary>What a retention run did.</summary>
/// <param name="Deleted">How many payloads were deleted.</param>
/// <param name="Held">How many were old enough and stay because somebody they are about is under a hold.</param>
/// <param name="Open">How many were old enough and stay because they are findings: asked, without an outcome.</param>
public sealed record RetentionResult(int Deleted, int Held, int Open);

/// <summary>
/// What the keeper of a log does with it while no instance appends: holds and retention. Everything is an entry of the
/// log itself.
/// </summary>
public sealed class LogKeeping : IAsyncDisposable
{
    private readonly AccessLogOptions _options;
    private readonly EntryStore _store;
    private readonly EntryText _text;

    /// <summary>Opens a log to keep it.</summary>
    /// <param name="options">Where it is, and its origin.</param>
    /// <param name="key">The instance's signing key.</param>
    /// <param name="time">The clock that entries carry.</param>
    /// <exception cref="AuditUnavailableException">An instance appends to it, or signed entries are gone.</exception>
    public LogKeeping(AccessLogOptions options, ECDsa key, TimeProvider time)
    {
        _options = options;
        _store = new EntryStore(options, key, new SegmentDisk(), _ => { });
        _text = new EntryText(time);
    }

    /// <summary>Puts a person's entries under a hold, or ends it. Held payloads are never deleted.</summary>
    /// <param name="subject">The person's pseudonym.</param>
    /// <param name="isHeld">False ends the hold.</param>
    /// <param name="by">Who decided; a role or office, never a private name.</param>
    /// <param name="reason">Why.</param>
    public async Task HoldAsync(string subject, bool isHeld, string by, string reason) =>
        _ = await _store.AppendAsync(
            _text.Line("hold", EntryText.NewId(), json =>
            {
                json.WriteString("subject", subject);
                json.WriteBoolean("held", isHeld);
                json.WriteString("by", by);
                json.WriteString("reason", reason);
            }),
            CancellationToken.None);

    /// <summary>
    /// Deletes the payloads of requests before an instant. Their digests stay, so that the tree still verifies; that
    /// it happened, and to which entries, is in the log before the first payload goes.
    /// </summary>
    /// <param name="before">Payloads of requests that were answered before this.</param>
    /// <param name="by">Who decided.</param>
    /// <param name="reason">Why: the retention rule.</param>
    /// <param name="held">Pseudonyms of persons under a hold that is kept elsewhere, beside those that the log itself
    /// holds.</param>
    public async Task<RetentionResult> RetireAsync(
        DateTimeOffset before, string by, string reason, IReadOnlyCollection<string> held)
    {
        var due = RetentionReading.Of(new LogFolder(_options.Folder), before, held);
        if (due.Places.IsEmpty)
        {
            return due.Result;
        }

        _ = await _store.AppendAsync(
            _text.Line("retention", EntryText.NewId(), json =>
            {
                json.WriteString("before", before);
                json.WriteString("by", by);
                json.WriteString("reason", reason);
                json.WriteStartArray("deleted");
                foreach (var (first, last) in Ranges(due.Places))
                {
                    json.WriteStartArray();
                    json.WriteNumberValue(first);
                    json.WriteNumberValue(last);
                    json.WriteEndArray();
                }

                json.WriteEndArray();
            }),
            CancellationToken.None);
        PayloadDeletion.Delete(new LogFolder(_options.Folder), due.Places);
        _store.ForgetSegment();
        return due.Result;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static IEnumerable<(long First, long Last)> Ranges(ImmutableArray<long> places)
    {
        var first = places[0];
        for (var i = 1; i <= places.Length; i++)
        {
            if (i == places.Length || places[i] != places[i - 1] + 1)
            {
                yield return (first, places[i - 1]);
                first = i < places.Length ? places[i] : first;
            }
        }
    }
}
