using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Aggregator.Kit;

/// <summary>How far the load of a generated population has come.</summary>
/// <param name="Agency">The subgraph.</param>
/// <param name="Entries">Links and records written so far.</param>
/// <param name="EntriesPerSecond">The rate since the start.</param>
public sealed record PopulationProgress(string Agency, long Entries, double EntriesPerSecond);

/// <summary>
/// Loads a generated population fast: prepared inserts, a transaction for every 10,000 entries, first versions only and
/// no outbox rows, since a population is evaluated as a whole. A database that has the first entry is left alone.
/// </summary>
/// <param name="databases">The agency's database.</param>
/// <param name="clock">Times the rate.</param>
internal sealed class PopulationLoader(AgencyDatabases databases, TimeProvider clock)
{
    private const int Batch = 10_000;

    private long _row;

    public async Task LoadAsync(
        string agency,
        IEnumerable<PopulationEntry> entries,
        IProgress<PopulationProgress>? progress,
        CancellationToken cancellation)
    {
        using var database = databases.Open(DateTimeOffset.MaxValue);
        var started = clock.GetTimestamp();
        var written = 0L;
        foreach (var batch in entries.Chunk(Batch))
        {
            if (written == 0 && await HasAsync(database, batch[0], cancellation).ConfigureAwait(false))
            {
                return;
            }

            await WriteAsync(database, batch, cancellation).ConfigureAwait(false);
            written += batch.Length;
            var seconds = clock.GetElapsedTime(started).TotalSeconds;
            progress?.Report(new PopulationProgress(agency, written, written / Math.Max(seconds, 0.001)));
        }

        if (written > 0)
        {
            // Without fresh statistics the database reads whole tables for one person.
            _ = await database.Database.ExecuteSqlAsync($"ANALYZE", cancellation).ConfigureAwait(false);
        }
    }

    private static Task<bool> HasAsync(
        AgencyDatabase database, PopulationEntry entry, CancellationToken cancellation) =>
        entry.Link is { } link
            ? database.Links.AnyAsync(known => known.LocalId == link.LocalId, cancellation)
            : database.Facts.AnyAsync(known => known.Id == entry.Fact!.Id, cancellation);

    private async Task WriteAsync(
        AgencyDatabase database, PopulationEntry[] batch, CancellationToken cancellation)
    {
        using var transaction = await database.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        _row = (await database.Facts.IgnoreQueryFilters().MaxAsync(fact => (long?)fact.RowId, cancellation)
            .ConfigureAwait(false) ?? 0) + 1;
        using var links = new Insert(
            transaction, "links", "LocalId", "PersonId", "Match", "LinkedBy", "Version", "RecordedAt");
        using var facts = new Insert(
            transaction, "facts", "RowId", "Id", "Kind", "Agency", "ParentId", "SortAt", "EventEarliest", "EventLatest",
            "EventPrecision", "ReceivedAt", "Content", "Version", "RecordedAt");
        using var subjects = new Insert(transaction, "subjects", "FactRowId", "LocalId", "Part");
        using var terms = new Insert(transaction, "terms", "FactRowId", "Term");
        foreach (var (link, fact) in batch)
        {
            if (link is not null)
            {
                links.Add(
                    link.LocalId, link.PersonId, link.Match.ToString(), link.LinkedBy, 1, link.RecordedAt.UtcTicks);
            }

            if (fact is not null)
            {
                Write(fact, facts, subjects, terms);
            }
        }

        if (databases.IsPostgres)
        {
            // The rows were numbered here: the database goes on after them.
            await database.Database.ExecuteSqlAsync(
                $"""SELECT setval(pg_get_serial_sequence('facts', 'RowId'), {_row})""", cancellation)
                .ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    private void Write(FactDraft fact, Insert facts, Insert subjects, Insert terms)
    {
        var row = _row++;
        facts.Add(
            row, fact.Id, fact.Kind, fact.Agency, fact.ParentId, (fact.SortAt ?? fact.When.Earliest).UtcTicks,
            fact.When.Earliest.UtcTicks, fact.When.Latest.UtcTicks, fact.When.Precision.ToString(),
            fact.ReceivedAt?.UtcTicks, fact.Content, 1, fact.RecordedAt.UtcTicks);
        foreach (var (local, part) in fact.Subjects)
        {
            subjects.Add(row, local, part);
        }

        foreach (var term in fact.Terms.Distinct())
        {
            terms.Add(row, term);
        }
    }

    /// <summary>One prepared insert statement.</summary>
    private sealed class Insert : IDisposable
    {
        private readonly DbCommand _command;

        public Insert(IDbContextTransaction transaction, string table, params IReadOnlyList<string> columns)
        {
            var inner = transaction.GetDbTransaction();
            _command = inner.Connection!.CreateCommand();
            _command.Transaction = inner;
            var names = string.Join(", ", columns.Select(column => $"\"{column}\""));
            var values = string.Join(", ", columns.Select((_, index) => $"@p{index}"));
#pragma warning disable CA2100 // Table and columns are constants of this class.
            _command.CommandText = $"INSERT INTO \"{table}\" ({names}) VALUES ({values})";
#pragma warning restore CA2100
            for (var index = 0; index < columns.Count; index++)
            {
                var parameter = _command.CreateParameter();
                parameter.ParameterName = $"@p{index}";
                _ = _command.Parameters.Add(parameter);
            }
        }

        public void Add(params ReadOnlySpan<object?> values)
        {
            for (var index = 0; index < values.Length; index++)
            {
                _command.Parameters[index].Value = values[index] ?? DBNull.Value;
            }

            _ = _command.ExecuteNonQuery();
        }

        public void Dispose() => _command.Dispose();
    }
}
