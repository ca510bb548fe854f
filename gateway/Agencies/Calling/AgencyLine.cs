using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using Aggregator.Execution;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Retry;
using Polly.Timeout;

namespace Aggregator.Agencies;

/// <summary>
/// The way to one subgraph: connections, timeouts, retries of queries, circuit breaker, limit of calls at a time. The
/// order is that of the standard resilience pipeline; unlike it, an attempt ends when the body is read, not its
/// headers.
/// </summary>
[SuppressMessage("Reliability", "CA2000", Justification = "responses belong to the caller, the handler to its invoker")]
internal sealed class AgencyLine : IDisposable
{
    private const string Accept = "application/graphql-response+json, application/json;q=0.9";
    private static readonly ResiliencePropertyKey<bool> IsRepeatable = new("is-repeatable");

    private readonly AgencyEndpoint _endpoint;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;
    private readonly ResiliencePipeline<AgencyResponse> _pipeline;
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
        _pipeline = Pipeline(endpoint, time, _limiter);
    }

    /// <summary>Since when it has not answered; null when the last call was answered.</summary>
    public DateTimeOffset? Since => Interlocked.Read(ref _failingSince) is > 0 and var ticks
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : null;

    public async ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(IsRepeatable, request.IsRepeatable);
        AgencyResponse response;
        try
        {
            response = await _pipeline.ExecuteAsync(
                static async (context, call) => await call.Line.TryAsync(call.Request, context.CancellationToken),
                context,
                (Line: this, Request: request));
        }
        catch (TimeoutRejectedException)
        {
            response = Fault(AgencyOutcome.TimedOut);
        }
        catch (BrokenCircuitException)
        {
            response = Fault(AgencyOutcome.CircuitOpen);
        }
        catch (RateLimiterRejectedException)
        {
            // Says nothing about the agency: it was not asked.
            return Fault(AgencyOutcome.Busy);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }

        return Follow(response);
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

    private static SocketsHttpHandler Connections(AgencyEndpoint endpoint) => new()
    {
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

    private static ResiliencePipeline<AgencyResponse> Pipeline(
        AgencyEndpoint endpoint, TimeProvider time, ConcurrencyLimiter limiter)
    {
        var builder = new ResiliencePipelineBuilder<AgencyResponse> { TimeProvider = time }
            .AddRateLimiter(limiter)
            .AddTimeout(endpoint.TotalTimeout);
        if (endpoint.Retries > 0)
        {
            _ = builder.AddRetry(new RetryStrategyOptions<AgencyResponse>
            {
                MaxRetryAttempts = endpoint.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = endpoint.RetryDelay,
                ShouldHandle = static tried => ValueTask.FromResult(
                    tried.Context.Properties.GetValue(IsRepeatable, false)
                    && (IsTransient(tried.Outcome.Result) || tried.Outcome.Exception is TimeoutRejectedException)),
            });
        }

        return builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<AgencyResponse>
            {
                FailureRatio = endpoint.BreakerFailureRatio,
                MinimumThroughput = Math.Max(2, endpoint.BreakerMinimumCalls),
                SamplingDuration = endpoint.BreakerWindow,
                BreakDuration = endpoint.BreakerPause,
                ShouldHandle = static tried => ValueTask.FromResult(
                    IsTransient(tried.Outcome.Result) || tried.Outcome.Exception is TimeoutRejectedException),
            })
            .AddTimeout(endpoint.AttemptTimeout)
            .Build();
    }

    private static bool IsTransient(AgencyResponse? response) =>
        response is { Outcome: AgencyOutcome.Unreachable or AgencyOutcome.TimedOut }
        or { Outcome: AgencyOutcome.RefusedByStatus, Status: 408 or 429 or >= 500 };

    private static AgencyResponse Fault(AgencyOutcome outcome, int status = 0) =>
        new(outcome, default, null, status, null);

    private async Task<AgencyResponse> TryAsync(AgencyRequest request, CancellationToken cancellationToken)
    {
        using var body = new RequestBody(request.Body);
        try
        {
            using var message = AgencyMessages.Post(_endpoint, request, body, Accept);
            using var response = await _http.SendAsync(message, cancellationToken);
            return await ReadAsync(response, cancellationToken);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return Fault(AgencyOutcome.Unreachable);
        }
        finally
        {
            await body.EndAsync();
        }
    }

    private async Task<AgencyResponse> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var type = response.Content.Headers.ContentType?.MediaType;
        var isGraphQL = type == "application/graphql-response+json";
        var isJson = isGraphQL || type == "application/json";
        if (status is >= 300 and < 400 || (!isJson && status is < 200 or >= 300))
        {
            return Fault(AgencyOutcome.RefusedByStatus, status);
        }

        if (!isJson)
        {
            return Fault(AgencyOutcome.NotJson, status);
        }

        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var body = await ResponseBody.ReadAsync(
            stream, response.Content.Headers.ContentLength, _endpoint.MaxResponseBytes, cancellationToken);
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
}
