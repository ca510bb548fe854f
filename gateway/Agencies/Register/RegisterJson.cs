using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Aggregator.Policy;

namespace Aggregator.Agencies;

/// <summary>The JSON of the hub's register.</summary>
internal static class RegisterJson
{
    /// <summary>Writes a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="glass">Broken glass of which is asked whether it is in force; null for none.</param>
    public static byte[] Write(RegisterQuestion question, string? glass = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("recipient", question.Recipient);
        json.WriteString("agency", question.Agency);
        json.WriteString("role", question.Role);
        json.WriteString("purpose", question.Purpose);
        json.WriteStartArray("persons");
        foreach (var person in question.Persons)
        {
            json.WriteStringValue(person);
        }

        json.WriteEndArray();
        if (question.PassesOn)
        {
            json.WriteBoolean("passedOn", true);
        }

        if (glass is not null)
        {
            json.WriteString("glass", glass);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Reads an answer; throws when it is not one, and a link or state it does not know gives nothing.
    /// </summary>
    /// <param name="bytes">The answer.</param>
    /// <param name="question">What was asked: a register that does not say so does not know what passing on is.</param>
    public static RegisterAnswer Read(byte[] bytes, RegisterQuestion question)
    {
        using var document = JsonDocument.Parse(bytes);
        var root = document.RootElement;
        if (question.PassesOn && !IsTrue(root, "passedOn"))
        {
            throw new FormatException("the register answered as if nothing were passed on");
        }

        return new RegisterAnswer(
            root.GetProperty("state").GetString() switch
            {
                "CURRENT" => RegisterState.Current,
                "LAST_KNOWN" => RegisterState.LastKnown,
                _ => throw new FormatException("the register does not say how far its answer can be relied on"),
            },
            root.GetProperty("persons").EnumerateObject().ToImmutableDictionary(
                person => person.Name, person => ReadPerson(person.Value), StringComparer.Ordinal),
            [.. Items(root, "standing").Select(standing => new StandingDecisionFact(
                Text(standing, "id") ?? "", standing.GetProperty("version").GetInt32()))]);
    }

    /// <summary>Whether the glass that was asked about is in force; null when the register does not say so.</summary>
    /// <param name="bytes">The answer.</param>
    public static bool? IsInForce(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.TryGetProperty("glass", out var told) ? told.GetBoolean() : null;
    }

    private static PersonFacts ReadPerson(JsonElement person) => new()
    {
        Links = [.. Items(person, "links").Select(link => new RegisterLink(
            Text(link, "kind") ?? "",
            Text(link, "via") ?? "",
            Text(link, "reach") switch
            {
                "VIEW" => LinkReach.View,
                "OTHER_HOUSEHOLD" => LinkReach.OtherHousehold,
                _ => LinkReach.AlertOnly,
            },
            Text(link, "record"),
            Instant(link, "until"))
        {
            IsSealed = IsTrue(link, "sealed"),
        })],
        Seal = IsTrue(person, "sealed") ? SealState.Closed : SealState.None,
        Stage = StageCodes.Find(Text(person, "stage")),
        Consents = [.. Items(person, "consents").Select(consent => new ConsentFact(
            Text(consent, "id") ?? "",
            Text(consent, "state") ?? "",
            Texts(consent, "scope"),
            Instant(consent, "expiresAt"))
        {
            From = Text(consent, "from"),
        })],
        Sharing = [.. Items(person, "sharing").Select(sharing => new SharingFact(
            Text(sharing, "id") ?? "",
            Text(sharing, "decision") ?? "",
            Texts(sharing, "recipients"),
            Texts(sharing, "classes"),
            Text(sharing, "basis") ?? "",
            Instant(sharing, "expiresAt"))
        {
            From = Text(sharing, "from"),
            Records = Texts(sharing, "records"),
        })],
        BreakGlass = Find(person, "breakGlass") is { } grant
            ? new BreakGlassFact(Text(grant, "id") ?? "", Instant(grant, "until") ?? DateTimeOffset.MinValue)
            : null,
    };

    // What is there and is something else makes the whole no answer: read as absent it would have no scope or no end.
    private static JsonElement? Find(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static IEnumerable<JsonElement> Items(JsonElement owner, string name) =>
        Find(owner, name)?.EnumerateArray() ?? Enumerable.Empty<JsonElement>();

    private static ImmutableArray<string> Texts(JsonElement owner, string name) =>
    [
        .. Items(owner, name).Select(item =>
            item.GetString() ?? throw new FormatException($"the register's `{name}` holds no text")),
    ];

    private static bool IsTrue(JsonElement owner, string name) => Find(owner, name)?.GetBoolean() ?? false;

    private static string? Text(JsonElement owner, string name) => Find(owner, name)?.GetString();

    private static DateTimeOffset? Instant(JsonElement owner, string name) => Find(owner, name)?.GetDateTimeOffset();
}
