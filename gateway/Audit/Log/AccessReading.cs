using System.Text.Json;

namespace Aggregator.Audit;

/// <summary>Goes through a log's entries and keeps the accesses to one person.</summary>
/// <param name="subject">The person's pseudonym.</param>
internal sealed class AccessReading(string subject)
{
    private readonly Dictionary<string, JsonElement> _intents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _lists = new(StringComparer.Ordinal);
    private readonly List<RecordedAccess> _accesses = [];
    private readonly List<long> _unreadable = [];

    /// <summary>What was found so far.</summary>
    public LogAccesses Found() => new([.. _accesses], _intents.Count, [.. _unreadable]);

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
        var id = Text(entry, "id");
        switch (Text(entry, "kind"))
        {
            case "intent":
                _intents[id] = entry.Clone();
                break;
            case "coordinates":
                _lists[id] = entry.GetProperty("list").Clone();
                break;
            default:
                AddOutcome(id, entry);
                break;
        }
    }

    private void AddOutcome(string id, JsonElement outcome)
    {
        var blocks = outcome.GetProperty("subjects").EnumerateArray()
            .Where(block => Text(block, "subject") == subject);
        foreach (var block in blocks)
        {
            var list = _lists[Text(block, "coordinates")];
            var intent = _intents.TryGetValue(id, out var asked) ? asked : (JsonElement?)null;
            _accesses.Add(new RecordedAccess(
                id,
                outcome.GetProperty("at").GetDateTimeOffset(),
                intent is { } known ? CallerOf(known.GetProperty("caller")) : null,
                intent is { } policy ? Text(policy, "policy") : "",
                intent is { } asAt ? Text(asAt, "asAt") : "",
                [.. list.GetProperty("delivered").EnumerateArray().Select(one => one.GetString()!)],
                [.. list.GetProperty("withheld").EnumerateArray().Select(one => new WithheldCoordinate(
                    one[0].GetString()!, one[1].GetString()!, one[2].GetString()!))]));
        }

        _ = _intents.Remove(id);
    }

    private static AccessCaller CallerOf(JsonElement caller) => new(
        Text(caller, "subject"),
        Text(caller, "role"),
        Text(caller, "agency"),
        Text(caller, "purpose"),
        Text(caller, "stage"),
        caller.GetProperty("reason").GetString(),
        caller.GetProperty("breakGlass").GetString());

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString() ?? "";
}
