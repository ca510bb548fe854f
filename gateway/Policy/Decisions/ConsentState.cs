namespace Aggregator.Policy;

/// <summary>What one agreement or refusal of a confider says about a recipient.</summary>
/// <param name="Code">The state, as in the policy.</param>
/// <param name="InScope">True when it names the recipient.</param>
/// <param name="Cap">What it leaves.</param>
internal readonly record struct ConsentState(string Code, bool InScope, ConsentCap Cap)
{
    private Effect Left => InScope ? Cap.InScope : Cap.OutOfScope;

    /// <summary>What names the recipient decides before what does not, then what leaves less, then a refusal.
    /// </summary>
    public bool IsBefore(ConsentState other) =>
        (!InScope, other.Left, Cap.IsAgreement).CompareTo((!other.InScope, Left, other.Cap.IsAgreement)) < 0;
}
