using System.Collections.Immutable;

namespace Aggregator.Policy;

/// <summary>Says what changed in the hub's register: for whoever remembers what it answered.</summary>
public interface IRegisterChanges
{
    /// <summary>Reads what changed behind a position.</summary>
    /// <param name="after">The last change that is known; 0 for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A page, oldest first; null when the hub cannot be reached.</returns>
    ValueTask<RegisterChangePage?> ReadAsync(long after, CancellationToken cancellationToken);

    /// <summary>The last change there is: where to begin for whoever remembers nothing yet.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its place, 0 for none; null when the hub cannot be reached.</returns>
    ValueTask<long?> LastAsync(CancellationToken cancellationToken);
}

/// <summary>A page of changes.</summary>
/// <param name="Changes">The changes; empty when there are none.</param>
/// <param name="HasMore">True when more are waiting behind the page.</param>
public sealed record RegisterChangePage(ImmutableArray<RegisterChange> Changes, bool HasMore);

/// <summary>A change of the register.</summary>
/// <param name="Sequence">Its place, from 1, growing.</param>
/// <param name="Person">Whom the record is about.</param>
/// <param name="Kind">The kind of record, such as <c>ConsentRecord</c>.</param>
public sealed record RegisterChange(long Sequence, string Person, string Kind);
