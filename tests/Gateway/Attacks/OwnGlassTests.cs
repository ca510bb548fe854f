using System.Globalization;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>The list of one's own broken glass tells of nobody else's.</summary>
public sealed class OwnGlassTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    private const int AtOnce = 10;
    private const int Most = 200;

    [Fact]
    public async Task How_often_others_broke_the_glass_is_not_told_by_the_list_of_ones_own()
    {
        // Grants of others are among the latest 200 at first.
        for (var done = 0; done < 2 * Most; done += AtOnce)
        {
            var opened = await hub.AskAsync("decision-maker", Opening($"NOBODY-{done / 40}", done));
            Assert.False(opened.ToJsonString().Contains("null", StringComparison.Ordinal), opened.ToJsonString());
        }

        var before = await OwnAsync();
        _ = await hub.AskAsync("emergency", Opening("P3", 0));
        var after = await OwnAsync();

        Assert.Equal(before, after);
    }

    private async Task<int> OwnAsync() =>
        (await hub.AskAsync("decision-maker", "{ breakGlasses { id } }")).Texts("breakGlasses.id").Length;

    private static string Opening(string person, int from) => "mutation { " + string.Join(
        ' ',
        Enumerable.Range(from, AtOnce).Select(number => string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            m{{number}}: openBreakGlass(
              person: "{{person}}", reason: RISK_OF_SERIOUS_HARM, text: "no {{number}}") { id }
            """))) + " }";
}
