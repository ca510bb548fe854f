using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using Aggregator.Execution;

namespace Aggregator.Transport.Tests;

/// <summary>The one subgraph behind the gateway: answers queries with a greeting, gives the events that a test writes.
/// </summary>
internal sealed class ScriptedAgency : IAgencyClient, IAgencyEvents
{
    private readonly Channel<(AgencyOutcome Outcome, string Body)> _events =
        Channel.CreateUnbounded<(AgencyOutcome Outcome, string Body)>();
    private int _open;

    /// <summary>How many streams are open.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Completes when a stream was ended by the gateway.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a query has reached the agency.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Held by queries until it is completed.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public void Tell(string value) => TellBody($$$"""{"data":{"said":"{{{value}}}"}}""");

    /// <summary>Gives what the subgraph says instead of an event.</summary>
    public void TellBody(string json) => _events.Writer.TryWrite((AgencyOutcome.Answered, json));

    /// <summary>Ends the stream as a subgraph's connection does that fails.</summary>
    public void Fail(AgencyOutcome outcome)
    {
        _ = _events.Writer.TryWrite((outcome, ""));
        Complete();
    }

    public void Complete() => _events.Writer.Complete();

    public async ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken)
    {
        _ = Asked.TrySetResult();
        await Gate.WaitAsync(cancellationToken);
        var isMutation = request.Body.Span.IndexOf("mutation"u8) >= 0;
        return Response(isMutation ? """{"data":{"say":"done"}}""" : """{"data":{"hello":"world"}}""");
    }

    public async IAsyncEnumerable<AgencyResponse> SubscribeAsync(
        AgencyRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _ = Interlocked.Increment(ref _open);
        try
        {
            await foreach (var (outcome, body) in _events.Reader.ReadAllAsync(cancellationToken))
            {
                yield return new AgencyResponse(outcome, Encoding.UTF8.GetBytes(body), null, 200, null);
            }
        }
        finally
        {
            _ = Interlocked.Decrement(ref _open);
            _ = Ended.TrySetResult();
        }
    }

    private static AgencyResponse Response(string json) =>
        new(AgencyOutcome.Answered, Encoding.UTF8.GetBytes(json), null, 200, null);
}
