using System.Globalization;

namespace Aggregator.Kit;

/// <summary>When something happened, as exactly as the source knows it, and no more exactly.</summary>
/// <param name="Earliest">First instant at which it can have happened, UTC.</param>
/// <param name="Latest">Last instant at which it can have happened, UTC; not before the earliest.</param>
/// <param name="Precision">How exactly it is known.</param>
/// <param name="OrderAfter">The record it came after, where only the order is known.</param>
public sealed record FuzzyTime(
    DateTimeOffset Earliest, DateTimeOffset Latest, TimePrecision Precision, string? OrderAfter = null)
{
    /// <summary>A time known to the minute.</summary>
    /// <param name="instant">The instant, UTC.</param>
    public static FuzzyTime At(DateTimeOffset instant) => new(instant, instant, TimePrecision.Minute);

    /// <summary>The time in words, in London time, with its imprecision said.</summary>
    public string Text => Precision switch
    {
        TimePrecision.Minute => Format(Earliest, "d MMMM yyyy HH:mm"),
        TimePrecision.Day => Format(Earliest, "d MMMM yyyy"),
        TimePrecision.AboutDay => "about " + Format(Earliest.AddDays(1), "d MMMM yyyy"),
        TimePrecision.Month => Format(Earliest, "MMMM yyyy"),
        _ => $"after {OrderAfter ?? "an earlier record"}, between {Format(Earliest, "d MMMM yyyy")} "
            + $"and {Format(Latest, "d MMMM yyyy")}",
    };

    private static string Format(DateTimeOffset instant, string pattern) =>
        LondonTime.At(instant).ToString(pattern, CultureInfo.InvariantCulture);
}
