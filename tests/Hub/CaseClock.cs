using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Aggregator.Hub.Tests;

/// <summary>Days that count from an anchor: "D+2 18:00" in Europe/London.</summary>
internal sealed class CaseClock(LocalDate anchor)
{
    private static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];

    public Instant When(string text)
    {
        var parts = text.Split(' ');
        var time = parts.Length > 1
            ? LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(parts[1]).Value
            : default;
        return Day(parts[0])!.Value.At(time).InZoneLeniently(London).ToInstant();
    }

    public string Print(Instant instant)
    {
        var local = instant.InZone(London);
        var days = Period.DaysBetween(anchor, local.Date);
        return FormattableString.Invariant($"D{(days > 0 ? "+" : "")}{days} {local:HH:mm}");
    }

    public LocalDate? Day(string? text) =>
        text is null ? null : anchor.PlusDays(int.Parse(
            text[1..] is "" ? "0" : text[1..], CultureInfo.InvariantCulture));

    public Instant? Maybe(string? text) => text is null ? null : When(text);
}

/// <summary>Codes as the contract spells them.</summary>
internal static class CaseCode
{
    public static T Code<T>(string text)
        where T : struct, Enum => Enum.Parse<T>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    public static T? Maybe<T>(string? text)
        where T : struct, Enum => text is null ? null : Code<T>(text);
}
