using Aggregator.Hub.Indicators;
using CsCheck;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>A count under the minimum cannot be worked out from what is shown.</summary>
public class IndicatorLaws
{
    private static readonly Gen<CountedCell> Cell =
        from count in Gen.Frequency((3, Gen.Int[0, 30]), (1, Gen.Int[0, 500]))
        from answered in Gen.Int[0, count]
        select new CountedCell("A", count, answered);

    private static readonly Gen<(CountedCell[] Cells, int Minimum, int Total)> Table =
        from cells in Cell.Array[1, 8]
        from minimum in Gen.Int[1, 25]
        from total in Gen.Int[cells.Max(cell => cell.Count), cells.Sum(cell => cell.Count)]
        select (cells, minimum, total);

    [Fact]
    public void No_count_under_the_minimum_is_shown() => Table.Sample(table =>
    {
        var row = SuppressedTable.Of(table.Cells, table.Total, table.Minimum);
        var numbers = row.Cells.SelectMany(cell => new[] { cell.Count, cell.Answered, cell.Count - cell.Answered })
            .Append(row.Total);

        Assert.All(numbers.OfType<int>(), number => Assert.True(number >= table.Minimum));
    });

    [Fact]
    public void What_is_shown_is_the_same_whatever_small_number_stands_in_a_suppressed_cell() =>
        (from table in Table
         from place in Gen.Int[0, table.Cells.Length - 1]
         from count in Gen.Int[0, table.Minimum - 1]
         from answered in Gen.Int[0, count]
         select (table, place, count, answered)).Sample(each =>
        {
            var (cells, minimum, total) = each.table;
            var before = SuppressedTable.Of(cells, total, minimum);
            if (before.Cells[each.place].Count is not null)
            {
                return;
            }

            CountedCell[] others = [.. cells];
            others[each.place] = new CountedCell("A", each.count, each.answered);
            var lowest = others.Max(cell => cell.Count);
            var after = SuppressedTable.Of(others, Math.Max(total, lowest), minimum);

            Assert.Equal(before.Cells, after.Cells);
            Assert.Equal(before.Total, after.Total);
        });

    [Fact]
    public void What_is_shown_is_the_same_whatever_part_of_a_count_is_too_small() =>
        (from table in Table
         from place in Gen.Int[0, table.Cells.Length - 1]
         from answered in Gen.Int[0, table.Minimum - 1]
         from isMost in Gen.Bool
         select (table, place, answered, isMost)).Sample(each =>
        {
            var (cells, minimum, total) = each.table;
            var cell = cells[each.place];
            var before = SuppressedTable.Of(cells, total, minimum);
            if (before.Cells[each.place] is not { Count: not null, Answered: null } || each.answered > cell.Count)
            {
                return;
            }

            CountedCell[] others = [.. cells];
            others[each.place] = cell with { Answered = each.isMost ? cell.Count - each.answered : each.answered };

            Assert.Equal(before.Cells, SuppressedTable.Of(others, total, minimum).Cells);
        });

    [Fact]
    public void A_total_tells_of_no_agency_how_few_cases_are_not_its_own() => Table.Sample(table =>
    {
        var row = SuppressedTable.Of(table.Cells, table.Total, table.Minimum);

        Assert.All(row.Cells, cell => Assert.True(row.Total is null || row.Total - cell.Count >= table.Minimum));
    });

    [Fact]
    public void A_total_stands_only_where_nothing_is_left_out() => Table.Sample(table =>
    {
        var row = SuppressedTable.Of(table.Cells, table.Total, table.Minimum);

        Assert.True(row.Total is null || row.Cells.All(cell => cell.Count is not null));
    });

    [Fact]
    public void Every_indicator_of_a_rule_is_one() =>
        Assert.All(
            IndicatorCatalogue.All.Select(each => each.Code).Take(14),
            code => Assert.NotNull(JsonFields.ParseCode<Rules.RuleCode>(code)));
}
