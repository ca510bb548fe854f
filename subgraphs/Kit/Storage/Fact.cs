using System.Text.Json;

namespace Aggregator.Kit;

/// <summary>One version of a record, as it stood at the request's as-at.</summary>
public sealed class Fact
{
    internal Fact(FactRow row)
    {
        RowId = row.RowId;
        Id = row.Id;
        Kind = row.Kind;
        Agency = row.Agency;
        Version = row.Version;
        ParentId = row.ParentId;
        SortAt = row.SortAt;
        When = new FuzzyTime(row.EventEarliest, row.EventLatest, row.EventPrecision, row.OrderAfter);
        RecordedAt = row.RecordedAt;
        ReceivedAt = row.ReceivedAt;
        RecordedBy = row.RecordedBy;
        using var content = JsonDocument.Parse(row.Content);
        Content = content.RootElement.Clone();
    }

    /// <summary>The agency's reference, the same for every version.</summary>
    public string Id { get; }

    /// <summary>The object type in the contract.</summary>
    public string Kind { get; }

    /// <summary>The agency code it is shown as.</summary>
    public string Agency { get; }

    /// <summary>1 for the first version.</summary>
    public int Version { get; }

    /// <summary>The record it belongs to.</summary>
    public string? ParentId { get; }

    /// <summary>Its definite place in every list, UTC.</summary>
    public DateTimeOffset SortAt { get; }

    /// <summary>When it happened, as exactly as is known.</summary>
    public FuzzyTime When { get; }

    /// <summary>When the agency wrote this version down, UTC.</summary>
    public DateTimeOffset RecordedAt { get; }

    /// <summary>The agency's system that recorded this version; null where none said so.</summary>
    public string? RecordedBy { get; }

    /// <summary>When the agency received it, UTC; null where it arose there.</summary>
    public DateTimeOffset? ReceivedAt { get; }

    /// <summary>The record's own fields, shaped by the contract.</summary>
    public JsonElement Content { get; }

    internal long RowId { get; }

    /// <summary>A field of the content as text; null when absent.</summary>
    /// <param name="field">Name in the contract.</param>
    public string? Text(string field) =>
        Content.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>A field of the content as an instant, UTC; null when absent.</summary>
    /// <param name="field">Name of a DateTime field in the contract.</param>
    public DateTimeOffset? Instant(string field) =>
        Text(field) is { } text && LondonTime.TryInstant(text, out var instant) ? instant : null;
}

/// <summary>A person a record is about, as the identity map has it at the as-at.</summary>
/// <param name="PersonId">The key People issued.</param>
/// <param name="LocalId">The agency's own number.</param>
/// <param name="Part">A `SubjectPart` of the vocabulary.</param>
/// <param name="Match">Confirmed or probable; unmatched persons are not given.</param>
public sealed record FactSubject(string PersonId, string LocalId, string Part, MatchState Match);

/// <summary>A page of records in total order.</summary>
/// <param name="Nodes">The records, at most as many as asked.</param>
/// <param name="HasNextPage">True when more follow.</param>
public sealed record FactPage(IReadOnlyList<Fact> Nodes, bool HasNextPage)
{
    /// <summary>The position of the last record; null when the page is empty.</summary>
    public string? EndCursor => Nodes.Count == 0 ? null : new Position(Nodes[^1].SortAt, Nodes[^1].Id).ToString();
}

/// <summary>A person, by the key People issued. Whether the agency knows them is not said.</summary>
/// <param name="Id">The opaque person id.</param>
public sealed record PersonRef(string Id);
