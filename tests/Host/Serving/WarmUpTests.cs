using System.Text;
using Aggregator.Host.Serving;
using Xunit;

namespace Aggregator.Host.Tests;

public class WarmUpTests
{
    [Fact]
    public async Task What_warms_the_gateway_up_is_planned_over_several_subgraphs_and_answered_whole()
    {
        using var answer = await WarmUp.AnswerAsync();

        Assert.Equal(
            """
            {"data":{"books":[{"key":"1","title":"one","parts":[{"name":"p","tags":["t"]}],"price":1,"postage":"3",
            "next":{"title":"two","parts":[{"name":"p"}]},"like":[{"__typename":"Film","id":"9","length":90},
            {"__typename":"Book","id":"2","title":"two"}]},{"key":"2","title":"two","parts":[],"price":2,"postage":"4",
            "next":null,"like":[null]}]}}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(answer.Body.Span));
    }
}
