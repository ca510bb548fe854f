namespace Aggregator.Kit;

/// <summary>
/// One immutable version of something an agency knows. A change is a new version: the earlier row gets the instant it
/// was superseded and nothing else of it ever changes, so that every as-at answer stays what it was.
/// </summary>
internal abstract class Versioned
{
    public long RowId { get; set; }

    /// <summary>1 for the first version.</summary>
    public int Version { get; set; }

    /// <summary>When the agency wrote it down: from then on it was known.</summary>
    public DateTimeOffset RecordedAt { get; set; }

    /// <summary>When a later version replaced it; null while it stands.</summary>
    public DateTimeOffset? SupersededAt { get; set; }
}

/// <summary>One version of a record. Its content is the record as the agency's contract shapes it.</summary>
internal sealed class FactRow : Versioned
{
    /// <summary>The agency's reference, the same for every version.</summary>
    public required string Id { get; set; }

    /// <summary>The object type in the contract.</summary>
    public required string Kind { get; set; }

    /// <summary>The code of the agency it is shown as.</summary>
    public required string Agency { get; set; }

    /// <summary>The record it belongs to, such as a review step to its incident.</summary>
    public string? ParentId { get; set; }

    /// <summary>Its definite place in every list.</summary>
    public DateTimeOffset SortAt { get; set; }

    public DateTimeOffset EventEarliest { get; set; }

    public DateTimeOffset EventLatest { get; set; }

    public TimePrecision EventPrecision { get; set; }

    public string? OrderAfter { get; set; }

    /// <summary>When the agency received it, where it came from elsewhere.</summary>
    public DateTimeOffset? ReceivedAt { get; set; }

    /// <summary>The agency's system that recorded it; null where none said so.</summary>
    public string? RecordedBy { get; set; }

    /// <summary>JSON object, checked against the contract when it was written.</summary>
    public required string Content { get; set; }
}

/// <summary>That a version of a record is about a person, by the agency's own number for them.</summary>
internal sealed class SubjectRow
{
    public long FactRowId { get; set; }

    public required string LocalId { get; set; }

    /// <summary>The part they had, a `SubjectPart` of the vocabulary.</summary>
    public required string Part { get; set; }
}

/// <summary>A word a version of a record can be found by, such as `postcode:ZZ1 1AA`.</summary>
internal sealed class TermRow
{
    public long FactRowId { get; set; }

    public required string Term { get; set; }
}

/// <summary>One version of what the agency believes about who its own person is.</summary>
internal sealed class LinkRow : Versioned
{
    /// <summary>The agency's own number for the person.</summary>
    public required string LocalId { get; set; }

    /// <summary>The opaque key People issued; null when unmatched.</summary>
    public string? PersonId { get; set; }

    public MatchState Match { get; set; }

    /// <summary>Who linked them.</summary>
    public required string LinkedBy { get; set; }
}

/// <summary>The last checkpoint of a gateway's access log that this agency was shown.</summary>
internal sealed class CheckpointRow
{
    /// <summary>The log's name: one for each gateway instance.</summary>
    public required string Origin { get; set; }

    /// <summary>How many entries it is over.</summary>
    public long Size { get; set; }

    /// <summary>The signed statement as it was shown.</summary>
    public required string Text { get; set; }

    /// <summary>When the gateway vouched for it.</summary>
    public DateTimeOffset IssuedAt { get; set; }

    /// <summary>When the log was first seen to go back behind it; null while it never did.</summary>
    public DateTimeOffset? WentBackAt { get; set; }
}

/// <summary>That something about a person changed: no content.</summary>
internal sealed class OutboxRow
{
    /// <summary>Rises in the order of commit.</summary>
    public long Sequence { get; set; }

    public required string PersonId { get; set; }

    public required string Kind { get; set; }

    public DateTimeOffset RecordedAt { get; set; }
}
