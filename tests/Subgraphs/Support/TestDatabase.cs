using Microsoft.Data.Sqlite;
using Npgsql;

namespace Aggregator.Subgraphs.Tests;

/// <summary>
/// A database of its own for one test: a SQLite file, or, when `AGGREGATOR_POSTGRES` holds a connection string, a
/// PostgreSQL database that is dropped afterwards.
/// </summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    public const string PostgresVariable = "AGGREGATOR_POSTGRES";

    private static int _number;

    private readonly string? _file;
    private readonly string? _postgresName;

    private TestDatabase(string connectionString, string? file, string? postgresName) =>
        (ConnectionString, _file, _postgresName) = (connectionString, file, postgresName);

    public static string? Postgres => Environment.GetEnvironmentVariable(PostgresVariable);

    public string ConnectionString { get; }

    public static async Task<TestDatabase> CreateAsync(string name)
    {
        var plain = name.Replace("-", "_", StringComparison.Ordinal);
        var unique = $"aggregator_{plain}_{Environment.ProcessId}_{Interlocked.Increment(ref _number)}";
        if (Postgres is null)
        {
            var file = Path.Combine(Path.GetTempPath(), unique + ".db");
            File.Delete(file);
            return new TestDatabase(file, file, null);
        }

        await OnServerAsync($"CREATE DATABASE {unique}");
        var database = new NpgsqlConnectionStringBuilder(Postgres) { Database = unique }.ToString();
        return new TestDatabase(database, null, unique);
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgresName is not null)
        {
            await OnServerAsync($"DROP DATABASE {_postgresName} WITH (FORCE)");
            return;
        }

        SqliteConnection.ClearAllPools();
        foreach (var suffix in new[] { "", "-wal", "-shm" })
        {
            File.Delete(_file + suffix);
        }
    }

    private static async Task OnServerAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(Postgres);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statement is built from a number, not from input.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
