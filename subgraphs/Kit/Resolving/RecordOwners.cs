using System.Text.Json;

namespace Aggregator.Kit;

/// <summary>Whose a record is: to whom the ways lead that the contract labels with `@subject`. The gateway decides by
/// them who may know of the record.</summary>
/// <param name="contract">The agency's contract.</param>
/// <param name="request">The request.</param>
internal sealed class RecordOwners(AgencyContract contract, AgencyRequest request)
{
    /// <summary>Whose the record is from which a fact was coded: person ids; none where the record is not here.
    /// </summary>
    /// <param name="coded">The fact.</param>
    public object Of(Fact coded) => (coded.Text("recordId") ?? coded.ParentId) is { } record
        ? request.Load<IReadOnlyList<string>>("owners of record", record, ReadAsync)
            .Then(owners => (object)(owners ?? []))
        : Array.Empty<string>();

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> ReadAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        var records = await request.Reader.ByIdAsync(ids, cancellation).ConfigureAwait(false);
        var numbers = records.Values.ToDictionary(record => record.Id, Numbers, StringComparer.Ordinal);
        var persons = await request.Current
            .PersonsAsync([.. numbers.Values.SelectMany(some => some).Distinct()], cancellation).ConfigureAwait(false);
        // A few kinds are those of all whom they are about.
        var about = await request.Reader
            .SubjectsAsync([.. records.Values.Where(IsOfAll).Select(record => record.RowId)], cancellation)
            .ConfigureAwait(false);
        return records.Values.ToDictionary(
            record => record.Id,
            record => (IReadOnlyList<string>)
            [
                .. numbers[record.Id].Select(number => persons.GetValueOrDefault(number)).OfType<FactSubject>()
                    .Concat(about[record.RowId])
                    .Select(person => person.PersonId).Distinct(StringComparer.Ordinal),
            ],
            StringComparer.Ordinal);
    }

    private IReadOnlyList<IReadOnlyList<string>> Ways(Fact record) => contract.Find(record.Kind)?.SubjectPaths ?? [];

    private bool IsOfAll(Fact record) => Ways(record).Any(way => way[0] == "subjects");

    private string[] Numbers(Fact record) => [.. Ways(record).SelectMany(way => AtEnd(record.Content, way, 0))];

    // The agency's own numbers at the end of a way.
    private static IEnumerable<string> AtEnd(JsonElement from, IReadOnlyList<string> way, int step) =>
        from.ValueKind switch
        {
            JsonValueKind.Array => from.EnumerateArray().SelectMany(item => AtEnd(item, way, step)),
            JsonValueKind.String when step == way.Count => [from.GetString()!],
            JsonValueKind.Object when step < way.Count && from.TryGetProperty(way[step], out var next) =>
                AtEnd(next, way, step + 1),
            _ => [],
        };
}
