using Aggregator.Planning;

namespace Aggregator.Execution;

/// <summary>What a subgraph may be asked of one entity.</summary>
public enum Admission
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>What is handed on to agencies: of lists that stand elsewhere in the answer nothing is for the client.
    /// </summary>
    ForAgencies,

    /// <summary>All that the fetch asks.</summary>
    Full,
}

/// <summary>
/// Decides, before a fetch, which persons a subgraph may be asked about: asking is disclosure. One call for all
/// entities of a fetch.
/// </summary>
public interface IFetchGate
{
    /// <summary>
    /// Notes what one entity will be ruled on by. Merged data may be read here and not later: while a fetch waits,
    /// other answers are merged.
    /// </summary>
    /// <param name="response">What the operation answers, with the slots of its data.</param>
    /// <param name="group">The entity's group.</param>
    /// <param name="root">The root of merged data.</param>
    /// <param name="typeName">The entity's type.</param>
    /// <param name="key">Its key (its <c>id</c>), or null when it has none.</param>
    /// <param name="entity">What is known of it.</param>
    object? Note(
        ResponseSet response, EntityGroup group, DataObject root, string typeName, string? key, DataObject entity);

    /// <summary>Rules on the entities of one fetch.</summary>
    /// <param name="fetch">The fetch; its coordinates say what would be asked.</param>
    /// <param name="typeName">The entities' type.</param>
    /// <param name="noted">What <see cref="Note"/> gave for each entity.</param>
    /// <param name="admitted">Set for those that may be asked about; nothing at first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask AdmitAsync(
        FetchStep fetch,
        string typeName,
        IReadOnlyList<object?> noted,
        Admission[] admitted,
        CancellationToken cancellationToken);
}

/// <summary>Seals the position in a merged list into an opaque cursor, and opens it again.</summary>
public interface ICursorSeal
{
    /// <summary>Seals a position for this caller and list.</summary>
    /// <param name="coordinate">The list's coordinate.</param>
    /// <param name="position">The position.</param>
    string Seal(string coordinate, ListPosition position);

    /// <summary>
    /// Opens a cursor; null when it is not one of ours, is another caller's or another list's, or too old.
    /// </summary>
    /// <param name="coordinate">The list's coordinate.</param>
    /// <param name="cursor">What the client sent.</param>
    ListPosition? Open(string coordinate, string cursor);
}

/// <summary>The last item given of a merged list, in its total order.</summary>
/// <param name="OrderBy">Its ordering value.</param>
/// <param name="Agency">Its agency id.</param>
/// <param name="Key">Its key.</param>
/// <param name="AsAt">The instant that the list was asked as at.</param>
/// <param name="Missing">The agency codes that were missing when the cursor was made.</param>
public sealed record ListPosition(
    string OrderBy, string Agency, string Key, DateTimeOffset AsAt, IReadOnlyList<string> Missing)
{
    /// <summary>
    /// Keys of the items given so far with the same ordering value: another agency may hold one of them too, and would
    /// give it again. At most 500.
    /// </summary>
    public IReadOnlyList<string> Given { get; init; } = [];
}
