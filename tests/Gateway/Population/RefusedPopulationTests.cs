using System.CommandLine;
using Xunit;

namespace Aggregator.Gateway.Tests.Population;

/// <summary>A population that cannot be is refused before anything starts.</summary>
public class RefusedPopulationTests
{
    [Theory]
    [InlineData("hub", "-1")]
    [InlineData("hub", "1000000")]
    [InlineData("evaluate", "-1")]
    [InlineData("evaluate", "many")]
    public async Task Number_of_families_out_of_range_is_refused(string verb, string families)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = await Aggregator.Host.Verbs.CommandLine.Make()
            .Parse([verb, "--population", families])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error });

        Assert.Equal(1, code);
        Assert.Contains(families, error.ToString(), StringComparison.Ordinal);
    }
}
