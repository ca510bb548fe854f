using Xunit;

namespace Aggregator.Subgraphs.Tests;

/// <summary>A test that needs PostgreSQL; without one it is skipped with what to do.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (TestDatabase.Postgres is null)
        {
            Skip = "needs PostgreSQL: set AGGREGATOR_POSTGRES=\"Host=…;Username=…\""
                + " and the whole suite runs on it";
        }
    }
}
