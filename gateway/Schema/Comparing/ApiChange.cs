namespace Aggregator.Schema;

/// <summary>What a change of an API means for those who use it.</summary>
public enum ApiImpact
{
    /// <summary>An operation that was valid can be refused, or give what the client cannot read.</summary>
    Breaking,

    /// <summary>Every operation stays valid, but a client may meet a value it does not know.</summary>
    Careful,

    /// <summary>Nobody who uses the API as it was notices.</summary>
    Safe,
}

/// <summary>One difference between two versions of an API.</summary>
/// <param name="Impact">What it means for its users.</param>
/// <param name="Coordinate">Where, as in <c>Child.name</c>.</param>
/// <param name="Message">What changed.</param>
public sealed record ApiChange(ApiImpact Impact, string Coordinate, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Impact switch
    {
        ApiImpact.Breaking => "breaking",
        ApiImpact.Careful => "careful",
        _ => "safe",
    }}: {Coordinate}: {Message}";
}
