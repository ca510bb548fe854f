using System.Collections.Immutable;

namespace Aggregator.Planning;

/// <summary>
/// A variable of an entity group that takes its value, for each entity, from an object above it
/// (<c>@fromContext</c>). Entities with different values are asked about in copies of the group.
/// </summary>
/// <param name="Name">Without the dollar sign; a copy has the number after two underscores.</param>
/// <param name="Type">Its type as declared.</param>
/// <param name="IsRequired">True when an entity without a value (absent or null) must not be asked about.</param>
/// <param name="Sources">Where the value is: the first that holds for the objects above counts.</param>
public sealed record ContextVariable(
    string Name, string Type, bool IsRequired, ImmutableArray<ContextSource> Sources);

/// <summary>A way from an entity up to an object and down to a value.</summary>
/// <param name="Above">How many segments of the entity's path up, from 1.</param>
/// <param name="Path">From the object there to the leaf.</param>
public sealed record ContextSource(int Above, DataPath Path);

/// <summary>
/// The text of a fetch in pieces, from which the executor makes it with as many copies of each group as there are
/// different contexts.
/// </summary>
/// <param name="Declarations">Name and text of each variable that is not a group's own.</param>
/// <param name="Groups">One for each group, in their order.</param>
public sealed record FetchTemplate(
    ImmutableArray<(string Name, string Text)> Declarations, ImmutableArray<GroupTemplate> Groups);

/// <summary>The text of one group.</summary>
/// <param name="Pieces">Between them goes a copy's suffix, which is empty for the first.</param>
/// <param name="Variables">The variables it uses that are not its own.</param>
public sealed record GroupTemplate(ImmutableArray<string> Pieces, ImmutableArray<string> Variables);
