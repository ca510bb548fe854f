using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aggregator.Audit;

/// <summary>
/// The access log on disk. An entry is one line of JSON with a random salt, so that its digest gives nothing away;
/// lists of coordinates are stored once, as entries of their own, and named by their hash.
/// </summary>
public sealed class FileAccessLog : IAccessLog, IAsyncDisposable
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly EntryStore _store;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, Task> _coordinateLists = new(StringComparer.Ordinal);

    /// <summary>Opens the log, replaying what is there.</summary>
    /// <param name="options">Where and how it is kept.</param>
    /// <param name="key">The instance's signing key, P-256; it stays the caller's.</param>
    /// <param name="time">The system's clock: entries carry it, whatever the hub's clock says.</param>
    public FileAccessLog(AccessLogOptions options, ECDsa key, TimeProvider time)
    {
        _store = new EntryStore(options, key);
        _time = time;
    }

    /// <inheritdoc/>
    public async ValueTask<AccessIntent> AppendIntentAsync(IntentEntry intent, CancellationToken cancellationToken)
    {
        var id = NewId();
        var line = Line("intent", id, json =>
        {
            WriteCaller(json, intent.Caller);
            json.WriteString("policy", intent.PolicyVersion);
            json.WriteString("operation", intent.Operation);
            json.WriteString("asAt", intent.AsAt);
            WriteTexts(json, "agencies", intent.Agencies);
            WriteTexts(json, "subjects", intent.Subjects);
        });
        _ = await _store.AppendAsync(line, cancellationToken);
        return new AccessIntent(id);
    }

    /// <inheritdoc/>
    public async ValueTask<AuditReceipt> AppendOutcomeAsync(
        AccessIntent intent, OutcomeEntry outcome, CancellationToken cancellationToken)
    {
        var lists = new string[outcome.Subjects.Length];
        for (var i = 0; i < lists.Length; i++)
        {
            lists[i] = await CoordinateListAsync(outcome.Subjects[i], cancellationToken);
        }

        var line = Line("outcome", intent.AuditId, json =>
        {
            json.WriteStartArray("subjects");
            for (var i = 0; i < lists.Length; i++)
            {
                json.WriteStartObject();
                json.WriteString("subject", outcome.Subjects[i].Subject);
                json.WriteString("coordinates", lists[i]);
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
    private async Task<string> CoordinateListAsync(SubjectAccess access, CancellationToken cancellationToken)
    {
        var content = ContentOf(access);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        var durable = _coordinateLists.GetOrAdd(hash, _ => _store.AppendAsync(
            Line("coordinates", hash, json =>
            {
                json.WritePropertyName("list");
                json.WriteRawValue(content);
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

    private static byte[] ContentOf(SubjectAccess access)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        WriteTexts(json, "delivered", access.Delivered);
        json.WriteStartArray("withheld");
        foreach (var withheld in access.Withheld)
        {
            json.WriteStartArray();
            json.WriteStringValue(withheld.Coordinate);
            json.WriteStringValue(withheld.Effect);
            json.WriteStringValue(withheld.Rule);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private ReadOnlyMemory<byte> Line(string kind, string id, Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        json.WriteString("kind", kind);
        json.WriteString("id", id);
        json.WriteString("at", _time.GetUtcNow());
        json.WriteBase64String("salt", RandomNumberGenerator.GetBytes(16));
        content(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteCaller(Utf8JsonWriter json, AccessCaller caller)
    {
        json.WriteStartObject("caller");
        json.WriteString("subject", caller.Subject);
        json.WriteString("role", caller.Role);
        json.WriteString("agency", caller.Agency);
        json.WriteString("purpose", caller.Purpose);
        json.WriteString("stage", caller.Stage);
        json.WriteString("reason", caller.Reason);
        json.WriteString("breakGlass", caller.BreakGlass);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}

/// <summary>Makes the pseudonyms under which the log names people: a keyed hash that only the key's holder can match.
/// </summary>
/// <param name="key">The key, 32 bytes or more.</param>
/// <param name="keyId">The key's id, which stands in every pseudonym.</param>
public sealed class Pseudonyms(byte[] key, string keyId)
{
    /// <summary>The pseudonym of an id: the same for the same id and key.</summary>
    /// <param name="id">A person's or caller's id.</param>
    public string Of(string id)
    {
        Span<byte> hash = stackalloc byte[32];
        _ = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(id), hash);
        return keyId + ":" + Convert.ToHexStringLower(hash[..16]);
    }
}
