using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using Aggregator.Execution;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Aggregator.Agencies;

/// <summary>
/// The way to one subgraph: connections, limit of calls at a time, timeouts, retries of queries, circuit breaker. The
/// order is that of the standard resilience pipeline; unlike it, an attempt ends when the body is read, not its
/// headers, and the strategies of several attempts begin with a first one that failed: most do not.
/// </summary>
[SuppressMessage("Reliability", "CA2000", Justification = "responses belong to the caller, the handler to its invoker")]
internal sealed class AgencyLine : IDisposable
{
    private const string Accept = "application/graphql-response+json, application/json;q=0.9";

    private static readonly ResiliencePropertyKey<TimeSpan> TimeLeft = new("time-left");

    private readonly AgencyEndpoint _endpoint;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;
    private readonly ResiliencePipeline<AgencyResponse> _once;
    private readonly ResiliencePipeline<AgencyResponse>? _again;
    private readonly ConcurrencyLimiter _limiter;
    private long _failingSince;

    public AgencyLine(AgencyEndpoint endpoint, TimeProvider time)
    {
        _endpoint = endpoint;
        _time = time;
        _http = new HttpMessageInvoker(Connections(endpoint));
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = endpoint.MaxConcurrentCalls,
            QueueLimit = endpoint.MaxWaitingCalls,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        _once = Once(endpoint, time);
        _again = endpoint.Retries == 0 ? null : Again(endpoint, time);
    }

    /// <summary>Since when it has not answered; null when the last call was answered.</summary>
    public DateTimeOffset? Since => Interlocked.Read(ref _failingSince) is > 0 and var ticks
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : null;

    public async ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken);
        if (!turn.IsAcquired)
        {
            // Says nothing about the agency: it was not asked.
            return Fault(AgencyOutcome.Busy);
        }

        var began = _time.GetTimestamp();
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        var outcome = await OnceAsync(context, request);
        if (request.IsRepeatable && _again is not null && IsTransient(outcome)
            && _endpoint.TotalTimeout - _time.GetElapsedTime(began) is var left && left > TimeSpan.Zero)
        {
            context.Properties.Set(TimeLeft, left);
            outcome = await AgainAsync(context, request, outcome);
        }

        ResilienceContextPool.Shared.Return(context);
        if (outcome.Exception is not (null or TimeoutRejectedException or BrokenCircuitException))
        {
            outcome.ThrowIfException();
        }

        return Follow(outcome.Exception switch
        {
            TimeoutRejectedException => Fault(AgencyOutcome.TimedOut),
            BrokenCircuitException => Fault(AgencyOutcome.CircuitOpen),
            _ => outcome.Result!,
        });
    }

    /// <summary>Follows the events of a subscription.</summary>
    public async IAsyncEnumerable<AgencyResponse> SubscribeAsync(
        AgencyRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (source, fault) = _endpoint.Events == EventProtocol.WebSocket
            ? await WebSocketSource.OpenAsync(_http, _endpoint, request, cancellationToken)
            : await SseSource.OpenAsync(_http, _endpoint, request, cancellationToken);
        if (source is null)
        {
            yield return fault!;
            yield break;
        }

        await using (source)
        {
            while (await source.NextAsync(cancellationToken) is { } occurred)
            {
                yield return occurred;
            }
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _limiter.Dispose();
    }

    // A turn is nearly always free: then nobody waits.
    private ValueTask<RateLimitLease> TurnAsync(CancellationToken cancellationToken)
    {
        var turn = _limiter.AttemptAcquire();
        if (turn.IsAcquired)
        {
            return ValueTask.FromResult(turn);
        }

        turn.Dispose();
        return _limiter.AcquireAsync(1, cancellationToken);
    }

    private static SocketsHttpHandler Connections(AgencyEndpoint endpoint) => new()
    {
        // An agency is told who asks by the signed caller context, and nothing of the caller's own traces.
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = endpoint.AttemptTimeout,
        EnableMultipleHttp2Connections = true,
        MaxConnectionsPerServer = endpoint.MaxConcurrentCalls,
        MaxResponseHeadersLength = 16,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
        UseProxy = false,
    };

    private static ResiliencePipeline<AgencyResponse> Once(AgencyEndpoint endpoint, TimeProvider time) =>
        new ResiliencePipelineBuilder<AgencyResponse> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<AgencyResponse>
            {
                FailureRatio = endpoint.BreakerFailureRatio,
                MinimumThroughput = Math.Max(2, endpoint.BreakerMinimumCalls),
                SamplingDuration = endpoint.BreakerWindow,
                BreakDuration = endpoint.BreakerPause,
                ShouldHandle = static tried => ValueTask.FromResult(IsTransient(tried.Outcome)),
            })
            .AddTimeout(Shorter(endpoint.AttemptTimeout, endpoint.TotalTimeout))
            .Build();

    private static ResiliencePipeline<AgencyResponse> Again(AgencyEndpoint endpoint, TimeProvider time) =>
        new ResiliencePipelineBuilder<AgencyResponse> { TimeProvider = time }
            .AddTimeout(new TimeoutStrategyOptions
            {
                TimeoutGenerator = static next =>
                    ValueTask.FromResult(next.Context.Properties.GetValue(TimeLeft, TimeSpan.Zero)),
            })
            .AddRetry(new RetryStrategyOptions<AgencyResponse>
            {
                MaxRetryAttempts = endpoint.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = endpoint.RetryDelay,
                ShouldHandle = static tried => ValueTask.FromResult(IsTransient(tried.Outcome)),
            })
            .Build();

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static bool IsTransient(Outcome<AgencyResponse> outcome) =>
        outcome.Exception is TimeoutRejectedException || IsTransient(outcome.Result);

    private static bool IsTransient(AgencyResponse? response) =>
        response is { Outcome: AgencyOutcome.Unreachable or AgencyOutcome.TimedOut }
        or { Outcome: AgencyOutcome.RefusedByStatus, Status: 408 or 429 or >= 500 };

    private static AgencyResponse Fault(AgencyOutcome outcome, int status = 0) =>
        new(outcome, default, null, status, null);

    private ValueTask<Outcome<AgencyResponse>> OnceAsync(ResilienceContext context, AgencyRequest request) =>
        _once.ExecuteOutcomeAsync(
            static (context, call) => call.Line.TryAsync(call.Request, context.CancellationToken),
            context,
            new Call(this, request));

    // What the first attempt came to counts as the first of this pipeline, which then waits and tries again.
    private ValueTask<Outcome<AgencyResponse>> AgainAsync(
        ResilienceContext context, AgencyRequest request, Outcome<AgencyResponse> first)
    {
        var tries = 0;
        return _again!.ExecuteOutcomeAsync(
            (context, call) => tries++ == 0 ? ValueTask.FromResult(first) : call.Line.OnceAsync(context, call.Request),
            context,
            new Call(this, request));
    }

    private async ValueTask<Outcome<AgencyResponse>> TryAsync(
        AgencyRequest request, CancellationToken cancellationToken)
    {
        using var body = new RequestBody(request.Body);
        try
        {
            using var message = AgencyMessages.Post(_endpoint, request, body, Accept);
            using var response = await _http.SendAsync(message, cancellationToken);
            return Outcome.FromResult(await ReadAsync(response, cancellationToken));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return Outcome.FromResult(Fault(AgencyOutcome.Unreachable));
        }
        finally
        {
            await body.EndAsync();
        }
    }

    private async ValueTask<AgencyResponse> ReadAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var (isJson, isGraphQL) = AgencyMessages.TypeOf(response.Content);
        if (status is >= 300 and < 400 || (!isJson && status is < 200 or >= 300))
        {
            return Fault(AgencyOutcome.RefusedByStatus, status);
        }

        if (!isJson)
        {
            return Fault(AgencyOutcome.NotJson, status);
        }

        var body = await ResponseBody.ReadAsync(response, _endpoint.MaxResponseBytes, cancellationToken);
        if (body is null)
        {
            return Fault(AgencyOutcome.TooLarge, status);
        }

        // Plain JSON with an error status is GraphQL only if it looks like it; a proxy's error page may be JSON too.
        if (status is < 200 or >= 300 && !isGraphQL && body.Memory.Span.IndexOf("\"errors\""u8) < 0)
        {
            body.Dispose();
            return Fault(AgencyOutcome.RefusedByStatus, status);
        }

        return new AgencyResponse(AgencyOutcome.Answered, body.Memory, body, status, null);
    }

    private AgencyResponse Follow(AgencyResponse response)
    {
        if (response.Outcome == AgencyOutcome.Answered)
        {
            _ = Interlocked.Exchange(ref _failingSince, 0);
            return response;
        }

        _ = Interlocked.CompareExchange(ref _failingSince, _time.GetUtcNow().UtcTicks, 0);
        return new AgencyResponse(response.Outcome, default, null, response.Status, Since);
    }

    // A class, so that no layer of the pipeline copies the request.
    private sealed record Call(AgencyLine Line, AgencyRequest Request);
}
