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
        [.. _accesses, .. _intents.SelectMany(open =>
            OfNamed(open.Value, Asked(open.Key, open.Value) with { IsAnswered = false }, []))],
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
        var intent = _intents.TryGetValue(id, out var known) ? known : (JsonElement?)null;
        var answered = Asked(id, intent) with { At = outcome.GetProperty("at").GetDateTimeOffset() };
        var shown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var block in outcome.GetProperty("subjects").EnumerateArray())
        {
            _ = shown.Add(Text(block, "subject"));
            if (!filter.Wants(Text(block, "subject"), answered.Caller))
            {
                continue;
            }

            var list = _lists[Text(block, "coordinates")];
            _accesses.Add(answered with
            {
                Subject = Text(block, "subject"),
                ReliedOn = block.TryGetProperty("reliedOn", out var reliedOn)
                    ? [.. reliedOn.EnumerateArray().Select(one => one.GetString()!)]
                    : [],
                Delivered = [.. list.GetProperty("delivered").EnumerateArray().Select(one => one.GetString()!)],
                Withheld = [.. list.GetProperty("withheld").EnumerateArray().Select(one => new WithheldCoordinate(
                    one[0].GetString()!, one[1].GetString()!, one[2].GetString()!))],
            });
        }

        if (intent is { } asked)
        {
            // Nothing was shown of them, but agencies were asked about whom the request named.
            var refused = outcome.TryGetProperty("refused", out var code) ? code.GetString() : null;
            _accesses.AddRange(OfNamed(asked, answered with { Refused = refused }, shown));
        }

        _ = _intents.Remove(id);
    }

    private bool IsWanted(JsonElement intent) =>
        filter.Subject is not null || filter.Wants("", CallerOf(intent.GetProperty("caller")));

    // One access for each person that the request named and that is not among the shown; one about nobody where it
    // named nobody and nothing was shown.
    private IEnumerable<RecordedAccess> OfNamed(JsonElement intent, RecordedAccess access, HashSet<string> shown)
    {
        var named = intent.GetProperty("subjects").EnumerateArray().Select(subject => subject.GetString() ?? "");
        return (shown.Count > 0 ? named : named.DefaultIfEmpty(""))
            .Where(subject => !shown.Contains(subject) && filter.Wants(subject, access.Caller))
            .Select(subject => access with { Subject = subject });
    }

    // What an intent says, before it is known what became of it.
    private static RecordedAccess Asked(string id, JsonElement? intent) => new(
        id,
        intent?.GetProperty("at").GetDateTimeOffset() ?? DateTimeOffset.MinValue,
        "",
        intent is { } caller ? CallerOf(caller.GetProperty("caller")) : null,
        intent is { } policy ? Text(policy, "policy") : "",
        intent is { } asAt ? Text(asAt, "asAt") : "",
        [],
        []);

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
