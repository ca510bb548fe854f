namespace Aggregator.Kit;

/// <summary>How exactly the time of an event is known. Names are those of the shared vocabulary.</summary>
public enum TimePrecision
{
    /// <summary>Known to the minute.</summary>
    Minute,

    /// <summary>Known to the London calendar day.</summary>
    Day,

    /// <summary>The day before, on, or after the day named.</summary>
    AboutDay,

    /// <summary>Known to the calendar month.</summary>
    Month,

    /// <summary>Only the order is known: after another record, within the bounds given.</summary>
    OrderOnly,
}
