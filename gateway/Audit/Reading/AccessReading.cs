using System.Collections.Immutable;
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
        var blocks = outcome.GetProperty("subjects").EnumerateArray()
            .Where(block => !filter.ToldOnly || IsTold(block))
            .GroupBy(block => Text(block, "subject"), StringComparer.Ordinal);
        foreach (var person in blocks)
        {
            _ = shown.Add(person.Key);
            if (filter.Wants(person.Key, answered.Caller))
            {
                _accesses.Add(answered with
                {
                    Subject = person.Key,
                    ReliedOn = Joined(person.SelectMany(ReliedOn)),
                    Delivered = Joined(person.SelectMany(Delivered)),
                    Forms = Forms(person),
                    Withheld = [.. person.SelectMany(Withheld).Distinct()],
                });
            }
        }

        if (intent is { } asked)
        {
            // Nothing was shown of them, but agencies may have been asked about whom the request named.
            var refused = outcome.TryGetProperty("refused", out var code) ? code.GetString() : null;
            _accesses.AddRange(OfNamed(asked, answered with { Refused = refused }, shown));
        }

        _ = _intents.Remove(id);
    }

    // What is about nobody tells of nobody.
    private static bool IsTold(JsonElement block) =>
        Text(block, "subject").Length == 0 || (block.TryGetProperty("told", out var told) && told.GetBoolean());

    private static IEnumerable<string> ReliedOn(JsonElement block) =>
        block.TryGetProperty("reliedOn", out var reliedOn) ? Texts(reliedOn) : [];

    private IEnumerable<string> Delivered(JsonElement block) => Texts(ListOf(block).GetProperty("delivered"));

    // A coordinate that has no form in a list is in full there; beside another form that has to be said.
    private ImmutableArray<GivenForm>? Forms(IEnumerable<JsonElement> person)
    {
        var lists = person.Select(ListOf).ToList();
        if (!lists.TrueForAll(list => list.TryGetProperty("forms", out _)))
        {
            return null;
        }

        var forms = lists.ConvertAll(list => list.GetProperty("forms").EnumerateArray()
            .Select(one => new GivenForm(one[0].GetString()!, one[1].GetString()!)).ToHashSet());
        var coarser = forms.SelectMany(list => list).Select(form => form.Coordinate).ToHashSet(StringComparer.Ordinal);
        var inFull = lists.Zip(forms).SelectMany(list => Texts(list.First.GetProperty("delivered"))
            .Where(given => coarser.Contains(given) && !list.Second.Any(form => form.Coordinate == given))
            .Select(given => new GivenForm(given, "CLEAR")));
        return
        [
            .. forms.SelectMany(list => list).Concat(inFull).Distinct()
                .OrderBy(form => form.Coordinate, StringComparer.Ordinal)
                .ThenBy(form => form.Effect, StringComparer.Ordinal),
        ];
    }

    private IEnumerable<WithheldCoordinate> Withheld(JsonElement block) => ListOf(block).GetProperty("withheld")
        .EnumerateArray()
        .Select(one => new WithheldCoordinate(one[0].GetString()!, one[1].GetString()!, one[2].GetString()!));

    private JsonElement ListOf(JsonElement block) => _lists[Text(block, "coordinates")];

    private static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(one => one.GetString()!);

    // A person whose data is told and other data is not has a block for each.
    private static ImmutableArray<string> Joined(IEnumerable<string> texts) =>
        [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

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
