using Aggregator.Schema;

namespace Aggregator.Execution;

/// <summary>
/// A shared field of one record that two contributors give differently; the first contributor's stands. Holds no value.
/// </summary>
/// <param name="Item">The number of the item's object in the merged data.</param>
/// <param name="Slot">The field's slot; -1 when they differ in the record's type.</param>
/// <param name="Other">The contributor whose value is not the one that stands.</param>
public readonly record struct Difference(int Item, int Slot, Subgraph Other);
