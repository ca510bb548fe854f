using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>The most that is given of an object's fields.</summary>
/// <param name="Ceiling">What is passed down to it.</param>
/// <param name="IsSealed">True where it names somebody of whom it may be known only that there is somebody.</param>
internal readonly record struct Limit(Effect Ceiling, bool IsSealed)
{
    /// <summary>The ruling on a field within the limit.</summary>
    /// <param name="facts">The field.</param>
    /// <param name="ruling">What is decided of the persons whose data it is.</param>
    public Ruling Of(FieldFacts facts, Ruling ruling)
    {
        // What stands with every record that is there, stands in no entry that is there only to say that somebody is.
        var isHeld = IsSealed && facts.Labels.Leads != FieldTarget.LabelledObject;
        return isHeld && ruling.Effect <= Ceiling ? new Ruling(Ceiling, ruling.Class, ReasonCodes.Sealed)
            : !facts.Labels.IsFacet && !facts.IsPart && Ceiling > ruling.Effect
                ? new Ruling(Ceiling, ruling.Class, ruling.Reason ?? ReasonCodes.Withheld)
            : ruling;
    }
}
