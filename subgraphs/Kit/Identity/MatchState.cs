namespace Aggregator.Kit;

/// <summary>How sure an agency is that its own person is the person People knows.</summary>
public enum MatchState
{
    /// <summary>Checked by a person or an exact trusted identifier.</summary>
    Confirmed,

    /// <summary>Likely, not checked; marked wherever it is shown.</summary>
    Probable,

    /// <summary>Not linked to anyone; never shown, counted in the source's status.</summary>
    Unmatched,
}
