using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Aggregator.Kit;

/// <summary>Opens the agency's database: SQLite for a file path, PostgreSQL for a `Host=` connection string.</summary>
internal sealed class AgencyDatabases
{
    // One number for all writers of one database: they take turns, so that the outbox rises in commit order.
    private const long WriterLock = 7_201_955;

    private readonly string _database;
    private readonly PooledDbContextFactory<AgencyDatabase> _pool;

    public AgencyDatabases(string database, IReadOnlyCollection<IInterceptor> interceptors)
    {
        _database = database;
        IsPostgres = database.Contains("Host=", StringComparison.OrdinalIgnoreCase);
        var options = new DbContextOptionsBuilder<AgencyDatabase>()
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.ModelSnapshotNotFound))
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
            .AddInterceptors(interceptors);
        _ = IsPostgres
            ? options.UseNpgsql(database)
            : options.UseSqlite(SqliteConnectionString(database));
        _pool = new PooledDbContextFactory<AgencyDatabase>(options.Options);
    }

    public bool IsPostgres { get; }

    /// <summary>The database as at an instant; the end of time sees the versions that stand now.</summary>
    public AgencyDatabase Open(DateTimeOffset asAt)
    {
        var database = _pool.CreateDbContext();
        database.AsAt = asAt;
        return database;
    }

    /// <summary>Brings the schema up to date.</summary>
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        if (!IsPostgres && SqliteFile(_database) is { } file)
        {
            // What SQLite keeps beside it, it shuts as this is.
            OwnerOnly.File(file);
        }

        using var database = Open(DateTimeOffset.MaxValue);
        await database.Database.MigrateAsync(cancellation).ConfigureAwait(false);
        if (!IsPostgres)
        {
            await database.Database.ExecuteSqlAsync($"PRAGMA journal_mode = WAL", cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>True when the database answers.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        using var database = Open(DateTimeOffset.MaxValue);
        return await database.Database.CanConnectAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Runs one write transaction, alone.</summary>
    public async Task WriteAsync(Func<AgencyDatabase, Task> write, CancellationToken cancellation)
    {
        using var database = Open(DateTimeOffset.MaxValue);
        using var transaction = await database.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        if (IsPostgres)
        {
            await database.Database
                .ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({WriterLock})", cancellation)
                .ConfigureAwait(false);
        }

        await write(database).ConfigureAwait(false);
        await database.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    // Null where there is none, or its folder is not there: that SQLite says itself.
    private static string? SqliteFile(string database)
    {
        var settings = new SqliteConnectionStringBuilder(SqliteConnectionString(database));
        var source = settings.DataSource;
        return settings.Mode == SqliteOpenMode.ReadWriteCreate && source is not ("" or ":memory:")
            && !source.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(source)))
                ? source
                : null;
    }

    private static string SqliteConnectionString(string database) =>
        database.Contains('=', StringComparison.Ordinal)
            ? database
            : new SqliteConnectionStringBuilder { DataSource = database, DefaultTimeout = 30 }.ToString();
}
