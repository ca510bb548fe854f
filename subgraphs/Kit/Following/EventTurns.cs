using System.Threading.Channels;
using GraphQL;

namespace Aggregator.Kit;

/// <summary>
/// Lets a subscription go on one event at a time: the next is only looked for when the last was written. GraphQL.NET
/// pushes events; here the reader sets the pace, so that nothing queues.
/// </summary>
internal sealed class EventTurns : IObserver<ExecutionResult>, IDisposable
{
    private const string Key = "turns";

    private readonly Channel<ExecutionResult> _results = Channel.CreateBounded<ExecutionResult>(1);
    private readonly SemaphoreSlim _turn = new(0, 1);
    private readonly CancellationTokenSource _stop;
    private readonly Action _renew;

    /// <param name="renew">Called before each event is resolved, so that it is resolved as known then.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public EventTurns(Action renew, CancellationToken cancellation)
    {
        _renew = renew;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    /// <summary>The turns of the stream that a field is resolved for; null outside a stream.</summary>
    public static EventTurns? Of(IResolveFieldContext context) =>
        context.UserContext.TryGetValue(Key, out var turns) ? (EventTurns)turns! : null;

    public void AddTo(IDictionary<string, object?> userContext) => userContext[Key] = this;

    /// <summary>The stream that GraphQL.NET subscribes to.</summary>
    public IObservable<object?> Open(Func<CancellationToken, IAsyncEnumerable<object>> events) =>
        new Source(observer => _ = PumpAsync(events, observer));

    /// <summary>The results, one for each event; taking the next lets the stream go on.</summary>
    public async IAsyncEnumerable<ExecutionResult> ReadAsync()
    {
        await foreach (var result in _results.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
        {
            yield return result;
            _ = _turn.Release();
        }
    }

    public void OnNext(ExecutionResult value) => _ = _results.Writer.TryWrite(value);

    public void OnError(Exception error) => _ = _results.Writer.TryComplete(error);

    public void OnCompleted() => _ = _results.Writer.TryComplete();

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task PumpAsync(
        Func<CancellationToken, IAsyncEnumerable<object>> events, IObserver<object?> observer)
    {
        try
        {
            await foreach (var value in events(_stop.Token).ConfigureAwait(false))
            {
                _renew();
                observer.OnNext(value);
                await _turn.WaitAsync(_stop.Token).ConfigureAwait(false);
            }

            observer.OnCompleted();
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException)
        {
            _ = _results.Writer.TryComplete();
        }
        catch (Exception fault) when (fault is AgencyException or System.Data.Common.DbException)
        {
            observer.OnError(fault);
        }
    }

    private sealed class Source(Action<IObserver<object?>> start) : IObservable<object?>
    {
        public IDisposable Subscribe(IObserver<object?> observer)
        {
            start(observer);
            return Nothing.Instance;
        }
    }

    // The turns end the stream, with the request.
    private sealed class Nothing : IDisposable
    {
        public static readonly Nothing Instance = new();

        public void Dispose()
        {
        }
    }
}
