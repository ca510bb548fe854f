using System.Runtime.CompilerServices;
using GraphQL;
using GraphQL.Resolvers;

namespace Aggregator.Kit;

/// <summary>Opens the stream of a field of <c>Subscription</c>.</summary>
/// <param name="follow">The agency's code.</param>
/// <param name="sources">What the events are made of.</param>
internal sealed class StreamResolver(
    Func<StreamCall, CancellationToken, IAsyncEnumerable<object>> follow, StreamSources sources) : ISourceStreamResolver
{
    public ValueTask<IObservable<object?>> ResolveAsync(IResolveFieldContext context)
    {
        var turns = EventTurns.Of(context) ?? throw new AgencyException(
            AgencyErrors.BadRequest, "a subscription is answered as `text/event-stream` only; accept that");
        var call = new StreamCall(context, sources);
        return ValueTask.FromResult(turns.Open(stop => Elements(call, stop)));
    }

    private async IAsyncEnumerable<object> Elements(
        StreamCall call, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var value in follow(call, stop).ConfigureAwait(false))
        {
            yield return ContractJson.Element(value);
        }
    }
}
