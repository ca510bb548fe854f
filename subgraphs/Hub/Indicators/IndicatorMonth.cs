using Aggregator.Hub.Register;
using Aggregator.Kit;

namespace Aggregator.Hub.Indicators;

/// <summary>
/// The counts of one calendar month in London, of the entries that stood two weeks after its end: what is recorded,
/// answered or withdrawn later no longer changes them, so that two readings never differ by one person's record.
/// </summary>
/// <param name="first">Its first day.</param>
internal sealed class IndicatorMonth(DateOnly first)
{
    private const int SettlingDays = 14;

    private readonly Dictionary<(string Indicator, string Agency), (int Count, int Answered)> _cells = [];
    private readonly Dictionary<string, int> _totals = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _to = LondonTime.StartOf(first.AddMonths(1));

    /// <summary>When it begins.</summary>
    public DateTimeOffset From { get; } = LondonTime.StartOf(first);

    /// <summary>Its first day.</summary>
    public DateOnly First => first;

    /// <summary>Its last day.</summary>
    public DateOnly Last => first.AddMonths(1).AddDays(-1);

    /// <summary>From when on it is shown, and as it stood then.</summary>
    public DateTimeOffset SettledAt { get; } = LondonTime.StartOf(first.AddMonths(1).AddDays(SettlingDays));

    /// <summary>Counts an entry of the register, when it is of this month.</summary>
    /// <param name="entry">The version that stood when the month settled.</param>
    public void Add(Fact entry)
    {
        switch (entry.Kind)
        {
            // What stands only where something is left out is for followers: it stands no more often.
            case RegisterKinds.Outcome when OpenSets.StandsForAll(entry.Content)
                && entry.Content.Texts("onlyNotKnowing").Count == 0:
                Count(entry.Text("rule"), [.. entry.Content.Texts("for"), .. entry.Content.Texts("wasFor")],
                    entry.Instant("firedAt") ?? entry.SortAt, entry.Text("endedAt") is not null);
                break;
            case RegisterKinds.Reply when entry.Text("overrideReason") is not null:
                Count(IndicatorCatalogue.AlertSetAside, [entry.Text("replyingAgency") ?? ""], entry.SortAt, false);
                break;
            case RegisterKinds.Reply when entry.Text("actionTaken") is not null:
                Count(IndicatorCatalogue.AlertActed, [entry.Text("replyingAgency") ?? ""], entry.SortAt, false);
                break;
            case RegisterKinds.Sharing when entry.Text("decision") == "DO_NOT_SHARE":
                Count(IndicatorCatalogue.NotShared, entry.Content.Texts("to"), entry.SortAt, false);
                break;
            case RegisterKinds.Sharing when entry.Text("basis") != "ART6_1A":
                Count(IndicatorCatalogue.SharedWithoutAgreement, entry.Content.Texts("to"), entry.SortAt, false);
                break;
            case RegisterKinds.Consent when entry.Text("state") is "REFUSED" or "WITHDRAWN":
                Count(IndicatorCatalogue.AgreementRefused, [entry.Text("obtainedBy") ?? ""],
                    entry.Instant("withdrawnAt") ?? entry.SortAt, false);
                break;
            case RegisterKinds.BreakGlass:
                Count(IndicatorCatalogue.BreakGlass, ["HUB"], entry.SortAt, false);
                break;
        }
    }

    /// <summary>What may be shown of it.</summary>
    /// <param name="minimum">The policy's smallest count that is shown.</param>
    public object Shown(int minimum) => new
    {
        from = First,
        to = Last,
        indicators = IndicatorCatalogue.All.Select(indicator => Shown(indicator, minimum)),
    };

    private object Shown(Indicator indicator, int minimum)
    {
        var cells = indicator.Agencies
            .Select(agency =>
            {
                var (count, answered) = _cells.GetValueOrDefault((indicator.Code, agency));
                return new CountedCell(agency, count, answered);
            })
            .ToList();
        var row = SuppressedTable.Of(cells, _totals.GetValueOrDefault(indicator.Code), minimum);
        return new { indicator.Code, indicator.Title, row.Total, row.Cells };
    }

    private void Count(string? code, IReadOnlyList<string> agencies, DateTimeOffset at, bool isAnswered)
    {
        if (at < From || at >= _to || IndicatorCatalogue.Find(code) is not { } indicator)
        {
            return;
        }

        _totals[indicator.Code] = _totals.GetValueOrDefault(indicator.Code) + 1;
        foreach (var agency in agencies.Distinct(StringComparer.Ordinal))
        {
            var (count, answered) = _cells.GetValueOrDefault((indicator.Code, agency));
            _cells[(indicator.Code, agency)] = (count + 1, answered + (isAnswered ? 1 : 0));
        }
    }
}
