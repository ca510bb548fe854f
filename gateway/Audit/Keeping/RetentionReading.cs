using System.Collections.Immutable;
using System.Text.Json;

namespace Aggregator.Audit;

/// <summary>Finds the payloads whose retention has ended: whole requests, never held ones, never findings.</summary>
internal sealed class RetentionReading
{
    private readonly Dictionary<string, Request> _requests = new(StringComparer.Ordinal);
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);

    /// <summary>Goes through a log.</summary>
    /// <param name="folder">The log's folder.</param>
    /// <param name="before">Requests that were answered before this.</param>
    /// <param name="alsoHeld">Pseudonyms of persons under a hold that is not in the log.</param>
    /// <returns>The places of their payloads, rising, and what stays.</returns>
    public static (ImmutableArray<long> Places, RetentionResult Result) Of(
        LogFolder folder, DateTimeOffset before, IReadOnlyCollection<string> alsoHeld)
    {
        var reading = new RetentionReading();
        var place = 0L;
        foreach (var entry in EntryReader.Read(folder))
        {
            if (!StoredEntry.IsDeleted(entry))
            {
                reading.Add(entry, place);
            }

            place++;
        }

        reading._held.UnionWith(alsoHeld);
        var old = reading._requests.Values.Where(request => request.At < before).ToList();
        var held = old.Where(request => request.Subjects.Overlaps(reading._held)).ToList();
        var open = old.Except(held).Where(request => !request.IsAnswered).ToList();
        var due = old.Except(held).Except(open).SelectMany(request => request.Places).Order().ToImmutableArray();
        return (due, new RetentionResult(due.Length, held.Sum(one => one.Places.Count), open.Count));
    }

    private void Add(byte[] entry, long place)
    {
        using var json = JsonDocument.Parse(entry);
        var root = json.RootElement;
        var id = root.GetProperty("id").GetString()!;
        switch (root.GetProperty("kind").GetString())
        {
            case "intent":
                var asked = RequestOf(id);
                asked.Add(place, root, root.GetProperty("subjects").EnumerateArray().Select(one => one.GetString()));
                break;
            case "outcome":
                var answered = RequestOf(id);
                answered.IsAnswered = true;
                answered.Add(place, root, root.GetProperty("subjects").EnumerateArray()
                    .Select(block => block.GetProperty("subject").GetString()));
                break;
            case "hold" when root.GetProperty("held").GetBoolean():
                _ = _held.Add(root.GetProperty("subject").GetString()!);
                break;
            case "hold":
                _ = _held.Remove(root.GetProperty("subject").GetString()!);
                break;
        }
    }

    private Request RequestOf(string id)
    {
        if (!_requests.TryGetValue(id, out var request))
        {
            _requests.Add(id, request = new Request());
        }

        return request;
    }

    private sealed class Request
    {
        public List<long> Places { get; } = [];

        public HashSet<string> Subjects { get; } = new(StringComparer.Ordinal);

        public DateTimeOffset At { get; private set; }

        public bool IsAnswered { get; set; }

        public void Add(long place, JsonElement entry, IEnumerable<string?> subjects)
        {
            Places.Add(place);
            At = entry.GetProperty("at").GetDateTimeOffset();
            Subjects.UnionWith(subjects.OfType<string>());
        }
    }
}
