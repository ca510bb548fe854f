namespace Aggregator.Planning;

/// <summary>Why a finished plan must not be used. It is a fault of the gateway, never of the caller.</summary>
/// <param name="Code">One of <see cref="PlanFaultCodes"/>.</param>
/// <param name="Step">The step's id; -1 for the plan as a whole.</param>
/// <param name="Message">What is wrong, in lower case.</param>
public sealed record PlanFault(string Code, int Step, string Message);

/// <summary>What the plan checker finds.</summary>
public static class PlanFaultCodes
{
    /// <summary>A step does not come after what it depends on.</summary>
    public const string Order = "PLAN_ORDER";

    /// <summary>A step reads what no step before it has written.</summary>
    public const string UnwrittenSlot = "PLAN_UNWRITTEN_SLOT";

    /// <summary>An object of an answer gives one slot under two keys, of which only one would be kept.</summary>
    public const string SlotTwice = "PLAN_SLOT_TWICE";

    /// <summary>A request asks what the plan does not say that it asks.</summary>
    public const string UnlistedCoordinate = "PLAN_UNLISTED_COORDINATE";

    /// <summary>A field of the answer has no source.</summary>
    public const string NoSource = "PLAN_NO_SOURCE";

    /// <summary>A request asks what its recipient may not have.</summary>
    public const string Denied = "PLAN_DENIED_COORDINATE";

    /// <summary>A request's text does not fit its subgraph.</summary>
    public const string Text = "PLAN_TEXT";
}
