using Aggregator.Police;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

public sealed class StorageTests(AgencyFixture<PoliceAgency> fixture) : IClassFixture<AgencyFixture<PoliceAgency>>
{
    [Fact]
    public async Task Migrations_make_exactly_the_tables_of_the_model()
    {
        using var migrated = fixture.Running.Host.Databases.Open(DateTimeOffset.MaxValue);
        foreach (var entity in migrated.Model.GetEntityTypes())
        {
            var columns = string.Join(
                ", ", entity.GetProperties().Select(property => $"\"{property.GetColumnName()}\""));
#pragma warning disable EF1002 // The names come from the model.
            await migrated.Database.ExecuteSqlRawAsync(
                $"SELECT {columns} FROM \"{entity.GetTableName()}\" WHERE 1 = 0");
#pragma warning restore EF1002
        }

        var applied = await migrated.Database.GetAppliedMigrationsAsync();
        Assert.Equal(migrated.Database.GetMigrations(), applied);
    }

    [PostgresFact]
    public void With_a_connection_string_every_test_of_this_suite_runs_on_PostgreSQL() =>
        Assert.True(fixture.Running.Host.Databases.IsPostgres);
}
