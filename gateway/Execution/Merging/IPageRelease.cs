namespace Aggregator.Execution;

/// <summary>What is known of pages when everything in an answer is decided.</summary>
public interface IPageRelease
{
    /// <summary>True when the list was gone into, or is given as a whole. Of a list that was not, nothing may be told:
    /// neither that there is more nor where it ends.</summary>
    /// <param name="owner">The object that holds the list, by its number.</param>
    /// <param name="slot">The list's slot.</param>
    bool IsListed(int owner, int slot);

    /// <summary>True for an object that may not stand in the answer.</summary>
    /// <param name="item">The object's number.</param>
    bool IsAbsent(int item);
}
