using System.Collections.Immutable;

namespace Aggregator.Policy;

/// <summary>
/// The agencies of which a caller must not learn that they are involved with anybody: what the hub works out from
/// several agencies for this caller is worked out without them. It depends on the stage that the register has of each
/// child, which whoever works it out knows.
/// </summary>
public static class HiddenAgencies
{
    /// <summary>The agency codes, sorted, by stage; no stage above the one that the caller states.</summary>
    /// <param name="row">The caller.</param>
    public static ImmutableArray<(Stage Stage, ImmutableArray<string> Codes)> Of(CallerRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return
        [
            .. Enum.GetValues<Stage>().Where(stage => stage <= row.Caller.Stage)
                .Select(stage => (stage, At(row, stage))),
        ];
    }

    /// <summary>The agency codes, sorted, that can be hidden from anybody: what is worked out beforehand for many is
    /// worked out with and without them.</summary>
    /// <param name="table">The policy.</param>
    public static ImmutableArray<string> OfAnybody(PolicyTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return [.. table.Classes.SelectMany(cls => cls.Agencies).Distinct().Order(StringComparer.Ordinal)];
    }

    // Conditions that hold of some persons only are taken not to hold. What is passed on hides what either must not
    // know.
    private static ImmutableArray<string> At(CallerRow row, Stage stage) =>
    [
        .. row.Table.Classes.SelectMany((cls, place) => cls.Agencies.Where(code => IsHidden(row, place, stage, code)))
            .Concat(row.Onward is { } onward ? At(onward, stage) : [])
            .Distinct().Order(StringComparer.Ordinal),
    ];

    private static bool IsHidden(CallerRow row, int cls, Stage stage, string agency)
    {
        var own = agency == row.Caller.Agency ? (uint)Conditions.OwnAgency : 0u;
        return row.Conceals(
            Effects.Meet(row.Table.Granted(row.Role, cls, row.Purpose, stage, own), row.Allowed(cls)), cls);
    }
}
