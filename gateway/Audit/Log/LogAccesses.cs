using System.Collections.Immutable;
using System.Text.Json;

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
        var reading = new Reading(subject);
        var place = 0L;
        foreach (var entry in EntryReader.Read(new LogFolder(folder)))
        {
            reading.Add(entry, place++);
        }

        return reading.Found();
    }

    private sealed class Reading(string subject)
    {
        private readonly Dictionary<string, JsonElement> _intents = new(StringComparer.Ordinal);
        private readonly Dictionary<string, JsonElement> _lists = new(StringComparer.Ordinal);
        private readonly List<RecordedAccess> _accesses = [];
        private readonly List<long> _unreadable = [];

        public LogAccesses Found() => new([.. _accesses], _intents.Count, [.. _unreadable]);

        public void Add(byte[] entry, long place)
        {
            try
            {
                using var json = JsonDocument.Parse(entry);
                Add(json.RootElement);
            }
            catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException
                or FormatException)
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
}
