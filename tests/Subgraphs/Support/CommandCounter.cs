using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Aggregator.Subgraphs.Tests;

/// <summary>Counts the statements an agency sends to its database.</summary>
internal sealed class CommandCounter : DbCommandInterceptor
{
    private int _count;

    public int Count => _count;

    public string LastText { get; private set; } = "";

    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        DbDataReader result,
        CancellationToken cancellationToken = default)
    {
        _ = Interlocked.Increment(ref _count);
        LastText = command.CommandText;
        return ValueTask.FromResult(result);
    }
}
