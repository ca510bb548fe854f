namespace Aggregator.State;

/// <summary>Keeps signed texts about links for a day. Read only while the hub cannot be reached.</summary>
public interface ILinkStore
{
    /// <summary>Keeps texts. What cannot be kept is lost: it only stands in for the hub.</summary>
    /// <param name="texts">By name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask KeepAsync(IReadOnlyDictionary<string, string> texts, CancellationToken cancellationToken);

    /// <summary>Finds texts.</summary>
    /// <param name="names">The names.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>One for each name; null where nothing is kept.</returns>
    ValueTask<string?[]> FindAsync(IReadOnlyList<string> names, CancellationToken cancellationToken);
}
