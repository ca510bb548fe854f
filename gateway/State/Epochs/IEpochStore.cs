namespace Aggregator.State;

/// <summary>
/// Epochs: how often what the register says about somebody changed. Shared by all instances, so that what one of them
/// remembers ends when another learns of a change. Subjects are named by pseudonyms.
/// </summary>
public interface IEpochStore
{
    /// <summary>Reads the epochs of some subjects at one moment.</summary>
    /// <param name="subjects">The subjects.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// A stamp for each, which differs after any change that concerns it. Null when the epochs cannot be relied on:
    /// the store cannot be reached, or nobody has looked for changes within <see cref="EpochKeeper.Lease"/>.
    /// </returns>
    ValueTask<string[]?> ReadAsync(IReadOnlyList<string> subjects, CancellationToken cancellationToken);

    /// <summary>Takes or keeps the part of the one instance that looks for changes.</summary>
    /// <param name="keeper">The instance.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The last change recorded, 0 at first; null when another instance has the part.</returns>
    ValueTask<long?> LeadAsync(string keeper, CancellationToken cancellationToken);

    /// <summary>Records changes.</summary>
    /// <param name="round">What was found.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask RecordAsync(EpochRound round, CancellationToken cancellationToken);
}

/// <summary>What one look for changes found.</summary>
/// <param name="Subjects">The subjects whose epoch is over.</param>
/// <param name="EndsAll">True when every epoch is over.</param>
/// <param name="Position">The last change that was read.</param>
/// <param name="ReliedOnFor">How long the epochs may be relied on from now; null when there are more changes to
/// read.</param>
public sealed record EpochRound(
    IReadOnlyCollection<string> Subjects, bool EndsAll, long Position, TimeSpan? ReliedOnFor);
