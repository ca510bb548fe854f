using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Aggregator.Planning;
using Aggregator.Schema;

namespace Aggregator.Execution;

/// <summary>What the client asked of one merged list.</summary>
/// <param name="Size">Items for each page.</param>
/// <param name="After">The last item that the client has, or null for the first page.</param>
/// <param name="Asked">
/// Items that each contributor is asked for: one more than the page, to see whether it ends, and as many more as may
/// come again; never more than the largest page, which is all that an agency gives. Looking ahead it is always that:
/// to ask a second time, where items may not stand, would tell of them by the time that it takes.
/// </param>
internal sealed record PageRequest(int Size, ListPosition? After, int Asked);

/// <summary>What the client asked of the merged lists of a plan, and what that means for each contributor.</summary>
internal sealed class Paging
{
    /// <summary>A plan without lists that page.</summary>
    public static readonly Paging None = new(FrozenDictionary<int, PageRequest>.Empty, ExecutionLimits.Default);

    private readonly FrozenDictionary<int, PageRequest> _pages;
    private readonly ExecutionLimits _limits;

    private Paging(FrozenDictionary<int, PageRequest> pages, ExecutionLimits limits)
    {
        _pages = pages;
        _limits = limits;
    }

    /// <summary>The page asked of a merged list; null when it does not page.</summary>
    public PageRequest? Page(int mergeStep) => _pages.GetValueOrDefault(mergeStep);

    /// <summary>Reads the paging arguments of every merged list that takes part.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="input">The variables and the cursor seal.</param>
    /// <param name="conditions">Which conditions hold.</param>
    /// <param name="errors">Told what is wrong with an argument: such a request is refused as a whole.</param>
    public static Paging Read(
        CompiledPlan plan, ExecutionInput input, bool[] conditions, ICollection<ExecutionError> errors)
    {
        if (plan.Merges.IsEmpty)
        {
            return None;
        }

        var pages = new Dictionary<int, PageRequest>();
        foreach (var merge in plan.Merges)
        {
            var takesPart = merge.Condition < 0 || conditions[merge.Condition];
            if (takesPart && merge.Step.First is { } first)
            {
                var size = Size(merge.Step, first, input, errors);
                var after = After(merge.Step, input, errors);
                var asked = input.LooksAhead
                    ? input.Limits.MaxPageSize
                    : Math.Min(size + 1 + (after?.Given.Count ?? 0), input.Limits.MaxPageSize);
                pages.Add(merge.Step.Id, new PageRequest(size, after, asked));
            }
        }

        return new Paging(pages.ToFrozenDictionary(), input.Limits);
    }

    /// <summary>The number of items that each contributor is asked for.</summary>
    public ReadOnlySpan<byte> SizeToAsk(int mergeStep) => Encoding.UTF8.GetBytes(
        (Page(mergeStep)?.Asked ?? _limits.DefaultPageSize).ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// Where a contributor goes on. The total order is instant, agency, key: an agency before the cursor's goes on
    /// after
    /// that instant, one behind it begins with that instant.
    /// </summary>
    public ReadOnlySpan<byte> PositionToAsk(int mergeStep, Subgraph subgraph)
    {
        if (Page(mergeStep)?.After is not { } after)
        {
            return "null"u8;
        }

        var order = string.CompareOrdinal(AgencyId(subgraph), after.Agency);
        return JsonText.Quote(after.OrderBy + (order < 0 ? "" : order == 0 ? "/" + after.Key : "/"));
    }

    /// <summary>What orders items of the same instant.</summary>
    public static string AgencyId(Subgraph subgraph) => subgraph.Agency?.Id ?? subgraph.Name;

    private static int Size(
        MergeStep merge, Value first, ExecutionInput input, ICollection<ExecutionError> errors)
    {
        var text = first switch
        {
            IntValue literal => literal.Text,
            VariableValue variable when input.Variables(variable.Name, out var json) =>
                Encoding.UTF8.GetString(json.Span),
            _ => "null",
        };
        if (text == "null")
        {
            return input.Limits.DefaultPageSize;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var size)
            && size >= 1 && size <= input.Limits.MaxPageSize)
        {
            return size;
        }

        errors.Add(new ExecutionError(
            ExecutionErrorCodes.BadPageSize,
            $"`first` of `{merge.Coordinate}` has to be from 1 to {input.Limits.MaxPageSize}",
            null,
            null));
        return 1;
    }

    private static ListPosition? After(MergeStep merge, ExecutionInput input, ICollection<ExecutionError> errors)
    {
        var cursor = merge.After switch
        {
            StringValue literal => literal.Text,
            VariableValue variable when input.Variables(variable.Name, out var json) => JsonText.Scalar(json.Span),
            _ => null,
        };
        if (cursor is null)
        {
            return null;
        }

        var position = input.Cursors?.Open(merge.Coordinate, cursor);
        if (position is null || (input.IsAsAtRequest && position.AsAt != input.AsAt))
        {
            errors.Add(new ExecutionError(
                ExecutionErrorCodes.BadCursor,
                position is null
                    ? $"`after` of `{merge.Coordinate}` is not a cursor that this list gave you"
                    : $"`after` of `{merge.Coordinate}` was given for another `asAt`",
                null,
                null));
        }

        return position;
    }
}
