using Aggregator.Execution;
using Aggregator.Planning;

namespace Aggregator.Redaction;

/// <summary>What happens to one value.</summary>
public enum ReleaseAct : byte
{
    /// <summary>It is written as it is; below an object every field is asked about again.</summary>
    Give,

    /// <summary>It is given, and the answer says what is left out of it.</summary>
    GiveInPart,

    /// <summary>A coarser value or a mask is written in its place. Leaves only.</summary>
    Transform,

    /// <summary>Null is written.</summary>
    Withhold,
}

/// <summary>
/// Decides what of each value goes out while an answer is written. Asked in the order of the answer, on one thread.
/// Every
/// decision has to be at hand: nothing here waits.
/// </summary>
public interface IRelease
{
    /// <summary>
    /// Whether an object may be known to be there at all: an element that may not is left out of its list.
    /// </summary>
    /// <param name="field">The field that it is the value, or an element, of.</param>
    /// <param name="candidate">The object.</param>
    bool IsPresent(ResponseField field, DataObject candidate);

    /// <summary>Whether some field of an object is not given as it is: of no other is anything more asked.</summary>
    /// <param name="owner">The object.</param>
    bool IsRuled(DataObject owner);

    /// <summary>What happens to a field's value; only asked for fields whose ruling needs a decision.</summary>
    /// <param name="field">The field.</param>
    /// <param name="owner">The object that it is a field of.</param>
    ReleaseAct Rule(ResponseField field, DataObject owner);

    /// <summary>Writes what stands in the place of a leaf, as JSON.</summary>
    /// <param name="field">The field.</param>
    /// <param name="owner">The object that it is a field of.</param>
    /// <param name="json">The value's raw JSON; a list of leaves is one value.</param>
    /// <param name="output">Where to.</param>
    void Transform(ResponseField field, DataObject owner, ReadOnlySpan<byte> json, PooledBytes output);

    /// <summary>Told that a field is not written as it is.</summary>
    /// <param name="field">The field.</param>
    /// <param name="owner">The object that it is a field of.</param>
    /// <param name="path">Where, ending in the field's key; valid during the call.</param>
    void Note(ResponseField field, DataObject owner, ReadOnlySpan<PathItem> path);

    /// <summary>Told that a field was never asked for.</summary>
    /// <param name="field">The field.</param>
    /// <param name="typeName">The concrete type of the object that it is a field of.</param>
    /// <param name="path">Where, ending in the field's key; valid during the call.</param>
    void NoteUnasked(ResponseField field, string typeName, ReadOnlySpan<PathItem> path);
}
