namespace Aggregator.Kit;

/// <summary>Writes the entries of a generated population: links and records of one agency.</summary>
/// <param name="prefix">What the agency's own numbers begin with; a person's is this and the person id.</param>
/// <param name="agency">The agency code of the records.</param>
public sealed class GeneratedRecords(string prefix, string agency)
{
    private static readonly TimeSpan WritingUp = TimeSpan.FromMinutes(30);

    /// <summary>The agency's own number for a person.</summary>
    /// <param name="person">The person id.</param>
    public string Local(string person) => prefix + person;

    /// <summary>That the agency knows a person.</summary>
    /// <param name="person">The person id.</param>
    /// <param name="since">Since when.</param>
    public PopulationEntry Link(string person, DateTimeOffset since) => new(
        new LinkDraft(Local(person), person, MatchState.Confirmed, "generated", since), null);

    /// <summary>A record, written up half an hour after it happened.</summary>
    /// <param name="kind">The object type in the contract.</param>
    /// <param name="id">The agency's reference.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="subjects">Person id → part.</param>
    /// <param name="content">An object with the kind's fields, in the contract's forms.</param>
    /// <param name="parent">The record it belongs to.</param>
    /// <param name="received">When it was received from elsewhere.</param>
    public PopulationEntry Record(
        string kind,
        string id,
        DateTimeOffset at,
        IReadOnlyDictionary<string, string> subjects,
        object content,
        string? parent = null,
        DateTimeOffset? received = null) => new(null, new FactDraft(
            id,
            kind,
            agency,
            FuzzyTime.At(at),
            at + WritingUp,
            ContractJson.Element(content).GetRawText(),
            subjects.ToDictionary(subject => Local(subject.Key), subject => subject.Value, StringComparer.Ordinal))
        {
            ParentId = parent,
            ReceivedAt = received,
        });

    /// <summary>A category coded from a record, with its times and subjects.</summary>
    /// <param name="of">The record.</param>
    /// <param name="number">From 1, in the record.</param>
    /// <param name="category">A `ConcernCategory`.</param>
    /// <param name="certainty">A `Certainty`.</param>
    /// <param name="accountOf">An `AccountOf`; null where nobody's.</param>
    /// <param name="childImpact">A `ChildImpactCode` of the record's child; null for none.</param>
    public static PopulationEntry Coded(
        PopulationEntry of,
        int number,
        string category,
        string certainty,
        string? accountOf = null,
        string? childImpact = null)
    {
        var record = of.Fact ?? throw new ArgumentException("only a record can be coded from", nameof(of));
        var child = record.Subjects.FirstOrDefault(subject => subject.Value == "CHILD").Key;
        var content = new
        {
            recordKind = ContractJson.Code(record.Kind),
            category,
            certainty,
            accountOf,
            childImpact = childImpact is null ? null : new[] { new { person = child, code = childImpact } },
        };
        return new PopulationEntry(null, record with
        {
            Id = $"{record.Id}/{number}",
            Kind = "SafeguardingFact",
            ParentId = record.Id,
            Content = ContractJson.Element(content).GetRawText(),
        });
    }
}
