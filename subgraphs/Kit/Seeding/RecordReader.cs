using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aggregator.Kit;

/// <summary>Identity links and records to write, in order.</summary>
internal sealed record RecordBatch(IReadOnlyList<LinkDraft> Links, IReadOnlyList<FactDraft> Facts);

/// <summary>
/// Reads records from a data file or the recorder. A link is {local, person, match, by, recorded}. A record is
/// {Kind: id, event, recorded, received, sortAt, agency, parent, subjects: {local: PART}, facts: […], …}: what is not
/// named here is a field of the kind. `facts` are coded facts of the record, with its times and subjects
/// unless their own are given.
/// </summary>
/// <param name="agency">The agency.</param>
/// <param name="contract">Its contract.</param>
/// <param name="binder">Checks content.</param>
/// <param name="moments">Reads times; null takes ISO instants only, and everything is recorded now.</param>
internal sealed class RecordReader(
    Agency agency, AgencyContract contract, ContentBinder binder, MomentReader? moments)
{
    private const string CodedFact = "SafeguardingFact";

    private static readonly HashSet<string> Envelope =
        ["event", "recorded", "received", "sortAt", "agency", "parent", "subjects", "facts"];

    public RecordBatch Read(JsonObject batch, DateTimeOffset? now)
    {
        var links = Items(batch, "links").Select(link => Link(link, now)).ToList();
        var facts = Items(batch, "records").SelectMany(record => Records(record, now)).ToList();
        return new RecordBatch(links, facts);
    }

    private static IEnumerable<JsonObject> Items(JsonObject from, string name) => from[name] switch
    {
        null => [],
        JsonArray items => items.Select(item => item as JsonObject ?? throw Bad($"`{name}` holds what is no object")),
        _ => throw Bad($"`{name}` is not a list"),
    };

    private static AgencyException Bad(string why) => new(AgencyErrors.BadRecord, why);

    private static string? Text(JsonObject from, string name) => from[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value => value.ToJsonString(),
        _ => throw Bad($"`{name}` is not a single value"),
    };

    private static string Needed(JsonObject from, string name) => Text(from, name) ?? throw Bad($"`{name}` is missing");

    private LinkDraft Link(JsonObject link, DateTimeOffset? now)
    {
        var local = Needed(link, "local");
        var person = Text(link, "person");
        if (!Enum.TryParse<MatchState>(Text(link, "match") ?? "CONFIRMED", ignoreCase: true, out var match)
            || (match != MatchState.Unmatched && person is null))
        {
            throw Bad($"the link of `{local}` needs `match` CONFIRMED or PROBABLE with `person`, or UNMATCHED");
        }

        return new LinkDraft(local, person, match, Needed(link, "by"), Recorded(link, now));
    }

    private IEnumerable<FactDraft> Records(JsonObject record, DateTimeOffset? now)
    {
        var kind = record.Select(entry => entry.Key).FirstOrDefault(contract.IsKind)
            ?? throw Bad("a record does not name its kind; write `PoliceIncident: POL-I1` or the like");
        var id = Needed(record, kind);
        var draft = Draft(record, kind, id, null, now);
        yield return draft;
        var number = 0;
        foreach (var fact in Items(record, "facts"))
        {
            number++;
            fact["recordId"] = id;
            if (contract.Find(kind)!.Fields.ContainsKey("kind"))
            {
                fact["recordKind"] ??= Text(record, "kind") ?? ContractJson.Code(kind);
            }

            yield return Draft(fact, CodedFact, $"{id}/{number}", draft, now);
        }
    }

    private FactDraft Draft(JsonObject record, string kind, string id, FactDraft? of, DateTimeOffset? now)
    {
        try
        {
            var content = binder.Bind(kind, Content(record, kind));
            using var read = JsonDocument.Parse(content);
            return new FactDraft(
                id,
                kind,
                Text(record, "agency") ?? of?.Agency ?? agency.Sources[0].Code,
                Text(record, "event") is { } time ? Time(time) : of?.When ?? throw Bad("`event` is missing"),
                record.ContainsKey("recorded") || of is null ? Recorded(record, now) : of.RecordedAt,
                content,
                Subjects(record) ?? of?.Subjects ?? throw Bad("`subjects` is missing"))
            {
                ParentId = Text(record, "parent") ?? of?.Id,
                Terms = [.. agency.Terms(kind, read.RootElement)],
                ReceivedAt = Text(record, "received") is { } received ? Instant(received) : of?.ReceivedAt,
                SortAt = Text(record, "sortAt") is { } place ? Instant(place) : of?.SortAt,
            };
        }
        catch (AgencyException fault)
        {
            throw Bad($"record `{id}`: {fault.Message}");
        }
    }

    private static Dictionary<string, string>? Subjects(JsonObject record) => record["subjects"] switch
    {
        null => null,
        JsonObject subjects => subjects.ToDictionary(
            subject => subject.Key, subject => Needed(subjects, subject.Key), StringComparer.Ordinal),
        _ => throw Bad("`subjects` is not {local number: part}"),
    };

    private static JsonObject Content(JsonObject record, string kind)
    {
        var content = new JsonObject();
        foreach (var (name, value) in record.Where(entry => entry.Key != kind && !Envelope.Contains(entry.Key)))
        {
            content[name] = value?.DeepClone();
        }

        return content;
    }

    private DateTimeOffset Recorded(JsonObject from, DateTimeOffset? now) =>
        now ?? Instant(Needed(from, "recorded"));

    private DateTimeOffset Instant(string text) => Read(text, reader => reader.Instant(text), text =>
        LondonTime.TryInstant(text, out var instant) ? instant : throw Bad($"`{text}` is not an instant"));

    private FuzzyTime Time(string text) => Read(text, reader => reader.Time(text), text => FuzzyTime.At(Instant(text)));

    private T Read<T>(string text, Func<MomentReader, T> relative, Func<string, T> plain)
    {
        try
        {
            return moments is null ? plain(text) : relative(moments);
        }
        catch (FormatException fault)
        {
            throw Bad(fault.Message);
        }
    }
}
