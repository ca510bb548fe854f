using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Policy;
using Aggregator.Schema;

namespace Aggregator.Redaction;

/// <summary>
/// What the answer says of itself: which policy decided, what was withheld and why, which sources are in it. It tells
/// nothing of what is hidden.
/// </summary>
/// <param name="access">The caller's access.</param>
/// <param name="auditId">The request's audit id.</param>
/// <param name="tellsOfReached">True when the answer tells of somebody whom a link or broken glass opens.</param>
internal sealed class DisclosureReport(PolicyAccess access, string auditId, bool tellsOfReached)
{
    /// <summary>The most markers of one answer; any more are counted.</summary>
    public const int MaxMarkers = 1000;

    internal static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What a source covers says the schema: its JSON is the same in every answer.
    private static readonly ConditionalWeakTable<Coverage, byte[]> Coverages = [];

    private readonly List<Marker> _markers = [];
    private readonly HashSet<string> _forAll = new(StringComparer.Ordinal);
    private int _unkept;

    /// <summary>Marks one value of one object.</summary>
    public void Withhold(ReleasedField released, ReadOnlySpan<PathItem> path)
    {
        var ruling = released.Ruling;
        if (ruling.Effect == Effect.Hide)
        {
            return;
        }

        var contact = released.Owner is null ? released.Facts.Labels.Codes : [released.Owner];
        Add(new Marker(
            Path(path, withIndexes: true),
            released.Facts.Coordinate,
            ruling.Class < 0 ? null : access.Row.Table.Classes[ruling.Class].Code,
            ruling.Effect,
            ruling.Reason ?? ReasonCodes.Withheld,
            contact));
    }

    /// <summary>
    /// Marks a field that nobody in this role is given: once in each place for each kind of object that it is selected
    /// of, the same for every object of that kind.
    /// </summary>
    public void WithholdForAll(ResponseField field, string typeName, ReadOnlySpan<PathItem> path)
    {
        if (field.Ruling.Effect != Effect.Hide)
        {
            AddForAll(field, typeName, Path(path, withIndexes: false));
        }
    }

    /// <summary>Marks a field for which the agency's own generalised twin stands: once, the same for every
    /// object.</summary>
    public void GeneraliseForAll(FieldFacts facts, ImmutableArray<string> path) =>
        AddForAll(facts.Field, facts.TypeName, [.. path]);

    /// <summary>
    /// Marks a field that leads to kinds of objects which nobody in this role is given: once for each class, whether
    /// there is such an object or not.
    /// </summary>
    public void LeaveOutForAll(
        FieldFacts facts, ImmutableArray<string> path, ImmutableArray<LeftOutClass> classes)
    {
        foreach (var left in classes)
        {
            if (_forAll.Add($"{string.Join('.', path)}|{facts.Coordinate}|{left.Class}"))
            {
                Add(LeftOut([.. path], facts.Coordinate, left));
            }
        }
    }

    /// <summary>Marks the lists of one person: once for each class that is left out, whether there is such an object or
    /// not.</summary>
    public void LeaveOut(ReleasedField released, ReadOnlySpan<PathItem> path)
    {
        var place = Path(path, withIndexes: true);
        foreach (var (list, classes) in released.LeftOut)
        {
            foreach (var left in classes)
            {
                Add(LeftOut(place.AddRange(list.Path), list.Coordinate, left));
            }
        }
    }

    private static Marker LeftOut(ImmutableArray<object> path, string coordinate, LeftOutClass left) =>
        new(path, coordinate, left.Class, Effect.Omit, left.Reason, left.Codes);

    private void AddForAll(ResponseField field, string typeName, ImmutableArray<object> places)
    {
        var name = field.Coordinate[(field.Coordinate.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var coordinate = typeName + "." + name;
        if (_forAll.Add(string.Join('.', places) + "|" + coordinate))
        {
            Add(new Marker(
                places,
                coordinate,
                DecidingClass(field),
                field.Ruling.Effect,
                field.Ruling.Reason ?? ReasonCodes.Withheld,
                access.Labels.Field(typeName, name).Codes));
        }
    }

    /// <summary>Writes the report as JSON.</summary>
    /// <param name="data">What was fetched.</param>
    /// <param name="stage">The least advanced stage that was decided by.</param>
    /// <param name="output">Where to.</param>
    public void Write(FetchedData data, Stage stage, PooledBytes output)
    {
        using var json = new Utf8JsonWriter(output, Plain);
        json.WriteStartObject();
        WriteHead(json, access.Row, stage, auditId);
        if (access.Register.Known.State != RegisterState.Current)
        {
            // Whom glass is broken for in vain must not be told to be somebody.
            json.WriteString("register", tellsOfReached && access.Register.Known.State == RegisterState.LastKnown
                ? "LAST_KNOWN" : "UNAVAILABLE");
        }

        json.WriteBoolean("complete", access.Register.Known.State == RegisterState.Current
            && data.Sources.All(source => source.Outcome is SourceOutcome.NotAsked
                || (source.Subgraph.Agency?.Coverage ?? []).Select(coverage => Reached(source.Outcome, coverage))
                    .Append(source.Outcome).All(outcome => outcome == SourceOutcome.Ok)));
        json.WriteStartArray("withheld");
        foreach (var marker in _markers)
        {
            Write(json, marker);
        }

        json.WriteEndArray();
        if (_unkept > 0)
        {
            json.WriteNumber("moreWithheld", _unkept);
        }

        WriteSources(json, data);
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>Writes what was decided by; a refused request has no stage, and no audit id before the log.</summary>
    public static void WriteHead(Utf8JsonWriter json, CallerRow row, Stage? stage, string? auditId)
    {
        json.WriteString("policy", row.Table.Name);
        json.WriteString("purpose", row.Caller.Purpose);
        if (stage is { } decided)
        {
            json.WriteString("stage", StageCodes.Of(decided));
        }

        json.WriteString("asAt", Instant(row.Caller.AsAt));
        if (auditId is not null)
        {
            json.WriteString("auditId", auditId);
        }
    }

    private void WriteSources(Utf8JsonWriter json, FetchedData data)
    {
        var asOf = Instant(access.Row.Caller.AsAt);
        json.WriteStartArray("sources");
        var asked = data.Sources.Where(source => source.Outcome != SourceOutcome.NotAsked)
            .SelectMany(source => source.Subgraph.Codes.Select(code => (Code: code, Source: source)))
            .GroupBy(each => each.Code, each => each.Source);
        foreach (var agency in asked)
        {
            // An agency that several subgraphs answer for is as well as the worst of them.
            var worst = agency.MaxBy(source => source.Outcome)!;
            json.WriteStartObject();
            json.WriteString("agency", agency.Key);
            var coverage = CoverageOf(agency.Key, agency);
            json.WriteString("state", SourceReport.StateName(Reached(worst.Outcome, coverage)));
            json.WriteString("asOf", asOf);
            if (coverage is not null)
            {
                json.WritePropertyName("coverage");
                json.WriteRawValue(Coverages.GetValue(coverage, JsonOf), skipInputValidation: true);
            }

            if (worst.Since is { } since)
            {
                json.WriteString("since", Instant(since));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static Coverage? CoverageOf(string code, IEnumerable<SourceReport> sources) => sources
        .SelectMany(source => source.Subgraph.Agency?.Coverage ?? [])
        .FirstOrDefault(coverage => coverage.Code == code);

    // What is asked as known before its first day lies outside of what the source holds, however well it answers.
    private SourceOutcome Reached(SourceOutcome outcome, Coverage? coverage) =>
        outcome == SourceOutcome.Ok && DateOnly.FromDateTime(access.Row.Caller.AsAt.UtcDateTime) < coverage?.From
            ? SourceOutcome.NotCovered
            : outcome;

    private static byte[] JsonOf(Coverage coverage)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, Plain);
        json.WriteStartObject();
        if (coverage.From is { } from)
        {
            json.WriteString("from", from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        json.WriteString("area", coverage.Area);
        json.WriteString("cohort", coverage.Cohort);
        json.WriteString("explanation", coverage.Explanation);
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Marker marker)
    {
        json.WriteStartObject();
        json.WriteStartArray("path");
        foreach (var place in marker.Path)
        {
            if (place is int index)
            {
                json.WriteNumberValue(index);
            }
            else
            {
                json.WriteStringValue((string)place);
            }
        }

        json.WriteEndArray();
        json.WriteString("coordinate", marker.Coordinate);
        json.WriteString("class", marker.Class);
        json.WriteString("effect", Effects.NameOf(marker.Effect));
        json.WriteString("reason", marker.Reason);
        json.WriteString("contact", string.Join(", ", marker.Contact));
        json.WriteEndObject();
    }

    private static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    private static ImmutableArray<object> Path(ReadOnlySpan<PathItem> path, bool withIndexes)
    {
        var places = ImmutableArray.CreateBuilder<object>(path.Length);
        foreach (var item in path)
        {
            if (item.Key is { } key)
            {
                places.Add(key);
            }
            else if (withIndexes)
            {
                places.Add(item.Index);
            }
        }

        return places.ToImmutable();
    }

    private string? DecidingClass(ResponseField field) => field.Ruling.Classes
        .OrderByDescending(cls => PolicyDecision.Statically(access.Row, access.Row.Table.SetOf([cls]), true).Effect)
        .FirstOrDefault();

    private void Add(Marker marker)
    {
        if (_markers.Count == MaxMarkers)
        {
            _unkept++;
        }
        else
        {
            _markers.Add(marker);
        }
    }

    private sealed record Marker(
        ImmutableArray<object> Path,
        string Coordinate,
        string? Class,
        Effect Effect,
        string Reason,
        ImmutableArray<string> Contact);
}
