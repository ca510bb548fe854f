using System.Text;
using Aggregator.Redaction;

namespace Aggregator.Execution.Tests;

/// <summary>A plan with its answer, ready to be run.</summary>
internal sealed record Runnable(CompiledPlan Plan, CompiledResponse Response)
{
    public async Task<string> AnswerAsync(
        IAgencyClient client, ExecutionInput? input = null, AnswerInput? answer = null)
    {
        using var data = await RunAsync(client, input);
        return Write(data, answer);
    }

    public Task<FetchedData> RunAsync(
        IAgencyClient client, ExecutionInput? input = null, CancellationToken cancellationToken = default) =>
        Executor.RunAsync(
            Plan,
            input ?? new ExecutionInput { SharesObjects = true },
            client,
            TimeProvider.System,
            cancellationToken);

    public string Write(FetchedData data, AnswerInput? answer = null)
    {
        using var output = new PooledBytes();
        AnswerWriter.Write(data, Response, answer ?? new AnswerInput(), output);
        return Encoding.UTF8.GetString(output.Span);
    }
}
