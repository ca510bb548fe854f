using System.Text;
using System.Text.Json;
using Aggregator.Composition;
using Aggregator.Engine;
using Aggregator.Execution;
using Aggregator.Redaction;
using Aggregator.Schema;
using Aggregator.Validation;
using Xunit;

namespace Aggregator.Host.Tests;

public class IntrospectionTests
{
    private const string Types = "{ __schema { types { name fields { name } } } }";

    [Fact]
    public async Task An_answer_over_the_limit_is_refused_before_anybody_is_asked()
    {
        using var refused = await Pipeline(maxBytes: 1024).AnswerAsync(
            Request("{ name __schema { types { name fields { name } } } }", null), null, default);

        using var json = JsonDocument.Parse(refused.Body);
        Assert.Equal(AnswerStatus.Refused, refused.Status);
        var error = json.RootElement.GetProperty("errors")[0];
        Assert.Equal("LIMIT_EXCEEDED", error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.False(json.RootElement.TryGetProperty("data", out _));
    }

    [Fact]
    public async Task The_same_question_has_the_same_answer_each_time()
    {
        var pipeline = Pipeline();
        using var first = await pipeline.AnswerAsync(Request(Types, null), null, default);
        using var second = await pipeline.AnswerAsync(Request(Types, null), null, default);

        Assert.Equal(AnswerStatus.Executed, first.Status);
        Assert.Equal(Text(first), Text(second));
        Assert.Contains("\"Query\"", Text(first), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_with_variables_is_answered_for_each_of_them()
    {
        const string ByName = "query ($name: String!) { __type(name: $name) { name } }";
        var pipeline = Pipeline();
        using var query = await pipeline.AnswerAsync(Request(ByName, """{"name": "Query"}"""), null, default);
        using var text = await pipeline.AnswerAsync(Request(ByName, """{"name": "String"}"""), null, default);

        Assert.Equal("""{"data":{"__type":{"name":"Query"}}}""", Text(query));
        Assert.Equal("""{"data":{"__type":{"name":"String"}}}""", Text(text));
    }

    private static PlainPipeline Pipeline(int maxBytes = 16 * 1024 * 1024)
    {
        var subgraph = new SubgraphSource("only", "http://127.0.0.1/", "type Query { name: String }", null);
        var supergraph = SupergraphReader.Read(Composer.Compose([subgraph]).SupergraphSdl!).Supergraph!;
        var options = new EngineOptions { Operations = new OperationLimits { MaxIntrospectionBytes = maxBytes } };
        return new PlainPipeline(supergraph, options, new NobodyIsAsked(), TimeProvider.System);
    }

    private static GatewayRequest Request(string document, string? variables) => new()
    {
        Document = Encoding.UTF8.GetBytes(document),
        Variables = Encoding.UTF8.GetBytes(variables ?? ""),
        RequestId = "1",
    };

    private static string Text(Answer answer) => Encoding.UTF8.GetString(answer.Body.Span);

    private sealed class NobodyIsAsked : IAgencyClient
    {
        public ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("nobody is asked");
    }
}
