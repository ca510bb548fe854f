using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Aggregator.Audit;

/// <summary>
/// The access log on disk. Lists of coordinates are stored once, as entries of their own, and named by their hash.
/// </summary>
public sealed class FileAccessLog : IAccessLog, IAsyncDisposable
{
    // What is known to be in the log; beyond it a list may be stored again.
    private const int MaxKnownLists = 100_000;
    private static readonly byte[] ListMark = Encoding.UTF8.GetBytes("""{"kind":"coordinates","id":""" + "\"");

    private readonly EntryStore _store;
    private readonly EntryText _text;
    private readonly ConcurrentDictionary<string, Task> _coordinateLists = new(StringComparer.Ordinal);

    /// <summary>Opens the log, replaying what is there.</summary>
    /// <param name="options">Where and how it is kept.</param>
    /// <param name="key">The instance's signing key, P-256; it stays the caller's.</param>
    /// <param name="time">The system's clock: entries carry it, whatever the hub's clock says.</param>
    /// <exception cref="AuditUnavailableException">It cannot be appended to, or signed entries are gone.</exception>
    public FileAccessLog(AccessLogOptions options, ECDsa key, TimeProvider time)
        : this(options, key, time, new SegmentDisk())
    {
    }

    internal FileAccessLog(AccessLogOptions options, ECDsa key, TimeProvider time, ISegmentDisk disk)
    {
        _store = new EntryStore(options, key, disk, Know);
        _text = new EntryText(time);
    }

    /// <summary>
    /// The last signed statement of the log's size and root, over every entry that was acknowledged: what agencies are
    /// shown and keep.
    /// </summary>
    public Checkpoint Latest => _store.Latest;

    /// <inheritdoc/>
    public async ValueTask<AccessIntent> AppendIntentAsync(IntentEntry intent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(intent);
        var id = EntryText.NewId();
        var line = _text.Line("intent", id, json =>
        {
            json.WriteString("request", intent.RequestId);
            EntryText.WriteCaller(json, intent.Caller);
            json.WriteString("policy", intent.PolicyVersion);
            json.WriteString("operation", intent.Operation);
            json.WriteString("asAt", intent.AsAt);
            EntryText.WriteTexts(json, "agencies", intent.Agencies);
            EntryText.WriteTexts(json, "subjects", intent.Subjects);
        });
        _ = await _store.AppendAsync(line, cancellationToken);
        return new AccessIntent(id);
    }

    /// <inheritdoc/>
    public async ValueTask<AuditReceipt> AppendOutcomeAsync(
        AccessIntent intent, OutcomeEntry outcome, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(intent);
        ArgumentNullException.ThrowIfNull(outcome);
        var lists = new string[outcome.Subjects.Length];
        for (var i = 0; i < lists.Length; i++)
        {
            lists[i] = await CoordinateListAsync(outcome.Subjects[i].Coordinates, cancellationToken);
        }

        var line = _text.Line("outcome", intent.AuditId, json =>
        {
            if (outcome.Refused is { } code)
            {
                json.WriteString("refused", code);
            }

            json.WriteStartArray("subjects");
            for (var i = 0; i < lists.Length; i++)
            {
                json.WriteStartObject();
                json.WriteString("subject", outcome.Subjects[i].Subject);
                json.WriteString("coordinates", lists[i]);
                if (outcome.Subjects[i].IsTold)
                {
                    json.WriteBoolean("told", true);
                }

                if (!outcome.Subjects[i].ReliedOn.IsEmpty)
                {
                    EntryText.WriteTexts(json, "reliedOn", outcome.Subjects[i].ReliedOn);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        _ = await _store.AppendAsync(line, cancellationToken);
        return new AuditReceipt(intent.AuditId);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _store.DisposeAsync();

    // Invariant: a list is durable before the first entry that names it. The same few lists come again and again.
    private async Task<string> CoordinateListAsync(CoordinateList list, CancellationToken cancellationToken)
    {
        var hash = list.Hash;
        if (_coordinateLists.Count >= MaxKnownLists)
        {
            _coordinateLists.Clear();
        }

        var durable = _coordinateLists.GetOrAdd(hash, _ => _store.AppendAsync(
            _text.Line("coordinates", hash, json =>
            {
                json.WritePropertyName("list");
                json.WriteRawValue(list.Content);
            }),
            CancellationToken.None));
        try
        {
            await durable.WaitAsync(cancellationToken);
        }
        catch (AuditUnavailableException)
        {
            _ = _coordinateLists.TryRemove(new KeyValuePair<string, Task>(hash, durable));
            throw;
        }

        return hash;
    }

    private void Know(byte[] entry)
    {
        var hash = entry.AsSpan();
        if (hash.StartsWith(ListMark) && hash[ListMark.Length..].IndexOf((byte)'"') is > 0 and var length
            && _coordinateLists.Count < MaxKnownLists)
        {
            _coordinateLists[Encoding.UTF8.GetString(hash.Slice(ListMark.Length, length))] = Task.CompletedTask;
        }
    }
}
