using System.Text.Json;

namespace Aggregator.Audit;

/// <summary>Goes through a log's entries and keeps the accesses that a filter lets through.</summary>
/// <param name="filter">Which.</param>
internal sealed class AccessReading(AccessFilter filter)
{
    private readonly Dictionary<string, JsonElement> _intents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _lists = new(StringComparer.Ordinal);
    private readonly List<RecordedAccess> _accesses = [];
    private readonly List<long> _unreadable = [];

    /// <summary>What was found so far.</summary>
    public LogAccesses Found() => new(
        [.. _accesses, .. _intents.SelectMany(open => Unanswered(open.Key, open.Value))],
        [.. _intents.Where(open => IsWanted(open.Value)).Select(open => new OpenRequest(
            open.Key,
            open.Value.TryGetProperty("request", out var request) ? request.GetString() ?? "" : "",
            CallerOf(open.Value.GetProperty("caller"))))],
        [.. _unreadable]);

    /// <summary>Reads an entry.</summary>
    /// <param name="entry">Its line.</param>
    /// <param name="place">Its place in the log, from 0.</param>
    public void Add(byte[] entry, long place)
    {
        try
        {
            using var json = JsonDocument.Parse(entry);
            Add(json.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or IndexOutOfRangeException)
        {
            _unreadable.Add(place);
        }
    }

    private void Add(JsonElement entry)
    {
        switch (Text(entry, "kind"))
        {
            case "intent":
                _intents[Text(entry, "id")] = entry.Clone();
                break;
            case "coordinates":
                _lists[Text(entry, "id")] = entry.GetProperty("list").Clone();
                break;
            case "outcome":
                AddOutcome(Text(entry, "id"), entry);
                break;
            case "hold" or "retention" or "deleted":
                break;
            default:
                throw new FormatException();
        }
    }

    private void AddOutcome(string id, JsonElement outcome)
    {
        var intent = _intents.TryGetValue(id, out var asked) ? asked : (JsonElement?)null;
        var caller = intent is { } known ? CallerOf(known.GetProperty("caller")) : null;
        foreach (var block in outcome.GetProperty("subjects").EnumerateArray())
        {
            if (!filter.Wants(Text(block, "subject"), caller))
            {
                continue;
            }

            var list = _lists[Text(block, "coordinates")];
            _accesses.Add(new RecordedAccess(
                id,
                outcome.GetProperty("at").GetDateTimeOffset(),
                Text(block, "subject"),
                caller,
                intent is { } policy ? Text(policy, "policy") : "",
                intent is { } asAt ? Text(asAt, "asAt") : "",
                [.. list.GetProperty("delivered").EnumerateArray().Select(one => one.GetString()!)],
                [.. list.GetProperty("withheld").EnumerateArray().Select(one => new WithheldCoordinate(
                    one[0].GetString()!, one[1].GetString()!, one[2].GetString()!))]));
        }

        _ = _intents.Remove(id);
    }

    private bool IsWanted(JsonElement intent) =>
        filter.Subject is not null || filter.Wants("", CallerOf(intent.GetProperty("caller")));

    // Asked, and nothing says what was shown: the persons that the request named.
    private IEnumerable<RecordedAccess> Unanswered(string id, JsonElement intent)
    {
        var caller = CallerOf(intent.GetProperty("caller"));
        return intent.GetProperty("subjects").EnumerateArray()
            .Select(subject => subject.GetString() ?? "")
            .Where(subject => filter.Wants(subject, caller))
            .Select(subject => new RecordedAccess(
                id,
                intent.GetProperty("at").GetDateTimeOffset(),
                subject,
                caller,
                Text(intent, "policy"),
                Text(intent, "asAt"),
                [],
                [])
            {
                IsAnswered = false,
            });
    }

    private static AccessCaller CallerOf(JsonElement caller) => new(
        Text(caller, "subject"),
        Text(caller, "role"),
        Text(caller, "agency"),
        Text(caller, "purpose"),
        Text(caller, "stage"),
        caller.GetProperty("reason").GetString(),
        caller.GetProperty("breakGlass").GetString())
    {
        Basis = caller.TryGetProperty("basis", out var basis) ? basis.GetString() ?? "" : "",
        OnwardTo = caller.TryGetProperty("onwardTo", out var onward) ? onward.GetString() : null,
    };

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString() ?? "";
}
