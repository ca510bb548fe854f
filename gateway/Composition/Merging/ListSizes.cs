using System.Collections.Immutable;
using System.Globalization;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Merges what subgraphs say of a list's size: the largest size, every argument and field.</summary>
internal static class ListSizes
{
    /// <summary>
    /// Most alternatives of a merged @requiresScopes or @policy; more would never be read by anybody.
    /// </summary>
    public const int MaxAlternatives = 1000;

    public static AppliedDirective Merge(ImmutableArray<Sourced<AppliedDirective>> same)
    {
        var merged = ImmutableArray.CreateBuilder<ObjectField>();
        var sizes = same.Select(each => Number(each.Item.Argument("assumedSize"))).OfType<int>().ToList();
        if (sizes.Count > 0)
        {
            var largest = sizes.Max().ToString(CultureInfo.InvariantCulture);
            merged.Add(new ObjectField("assumedSize", new IntValue(largest)));
        }

        AddUnion("slicingArguments");
        AddUnion("sizedFields");
        var flags = same.Select(each => each.Item.Argument("requireOneSlicingArgument")).OfType<BooleanValue>();
        if (flags.Any(flag => !flag.Value))
        {
            merged.Add(new ObjectField("requireOneSlicingArgument", new BooleanValue(false)));
        }

        return new AppliedDirective(Names.ListSize, merged.ToImmutable());

        void AddUnion(string argument)
        {
            var values = same
                .SelectMany(each => Items(each.Item.Argument(argument)))
                .Distinct()
                .OrderBy(value => value.ToString(), StringComparer.Ordinal)
                .ToImmutableArray();
            if (!values.IsEmpty)
            {
                merged.Add(new ObjectField(argument, new ListValue(values)));
            }
        }
    }

    /// <summary>The items of a list; one value stands for a list of it.</summary>
    public static ImmutableArray<Value> Items(Value? value) => value switch
    {
        ListValue list => list.Items,
        null or NullValue => [],
        _ => [value],
    };

    public static int? Number(Value? value) => value is IntValue number
        && int.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read)
            ? read
            : null;
}
