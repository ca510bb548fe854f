using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.CompilerServices;
using Aggregator.Execution;

namespace Aggregator.Agencies;

/// <summary>
/// The way to one subgraph: connections, timeouts, retries of queries, circuit breaker, limit of calls at a time. The
/// order is that of the standard resilience pipeline; unlike it, an attempt ends when the body is read, not its
/// headers, and it costs no memory while all is well.
/// </summary>
[SuppressMessage("Reliability", "CA2000", Justification = "responses belong to the caller, the handler to its invoker")]
internal sealed class AgencyLine : IDisposable
{
    private const string Accept = "application/graphql-response+json, application/json;q=0.9";

    private readonly AgencyEndpoint _endpoint;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;
    private readonly SemaphoreSlim _turns;
    private readonly Breaker _breaker;
    private int _waiting;
    private long _failingSince;

    public AgencyLine(AgencyEndpoint endpoint, TimeProvider time)
    {
        _endpoint = endpoint;
        _time = time;
        _http = new HttpMessageInvoker(Connections(endpoint));
        _turns = new SemaphoreSlim(endpoint.MaxConcurrentCalls, endpoint.MaxConcurrentCalls);
        _breaker = new Breaker(endpoint, time);
    }

    /// <summary>Since when it has not answered; null when the last call was answered.</summary>
    public DateTimeOffset? Since => Interlocked.Read(ref _failingSince) is > 0 and var ticks
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : null;

    public async ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken)
    {
        if (!_turns.Wait(0, CancellationToken.None) && !await WaitAsync(cancellationToken))
        {
            // Says nothing about the agency: it was not asked.
            return Fault(AgencyOutcome.Busy);
        }

        try
        {
            return Follow(await PersistAsync(request, cancellationToken));
        }
        finally
        {
            _ = _turns.Release();
        }
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
        _turns.Dispose();
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

    private static bool IsTransient(AgencyResponse? response) =>
        response is { Outcome: AgencyOutcome.Unreachable or AgencyOutcome.TimedOut }
        or { Outcome: AgencyOutcome.RefusedByStatus, Status: 408 or 429 or >= 500 };

    private static AgencyResponse Fault(AgencyOutcome outcome, int status = 0) =>
        new(outcome, default, null, status, null);

    // False when too many wait already.
    private async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > _endpoint.MaxWaitingCalls)
            {
                return false;
            }

            await _turns.WaitAsync(cancellationToken);
            return true;
        }
        finally
        {
            _ = Interlocked.Decrement(ref _waiting);
        }
    }

    // Tries a query again while the agency fails in a way that may pass, and there is time left.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AgencyResponse> PersistAsync(AgencyRequest request, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        for (var tried = 0; ; tried++)
        {
            var left = _endpoint.TotalTimeout - _time.GetElapsedTime(began);
            var response = left > TimeSpan.Zero
                ? await GuardedAsync(request, left, cancellationToken)
                : Fault(AgencyOutcome.TimedOut);
            if (!request.IsRepeatable || tried == _endpoint.Retries || left <= TimeSpan.Zero || !IsTransient(response))
            {
                return response;
            }

            response.Dispose();
            await Task.Delay(Pause(tried, left), _time, cancellationToken);
        }
    }

    // The wait doubles; jitter keeps callers who failed together from coming back together.
    private TimeSpan Pause(int tried, TimeSpan left)
    {
        var pause = _endpoint.RetryDelay * Math.Pow(2, tried) * (0.5 + Random.Shared.NextDouble());
        return pause < left ? pause : left;
    }

    // One try within its time, unless the breaker refuses.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AgencyResponse> GuardedAsync(
        AgencyRequest request, TimeSpan left, CancellationToken cancellationToken)
    {
        var entry = _breaker.Enter();
        if (entry == Entry.Refused)
        {
            return Fault(AgencyOutcome.CircuitOpen);
        }

        using var deadline = new Deadline(
            left < _endpoint.AttemptTimeout ? left : _endpoint.AttemptTimeout, _time, cancellationToken);
        AgencyResponse response;
        try
        {
            response = await TryAsync(request, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            response = Fault(AgencyOutcome.TimedOut);
        }
        catch
        {
            _breaker.Leave(entry);
            throw;
        }

        _breaker.Exit(entry, IsTransient(response));
        return response;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AgencyResponse> TryAsync(AgencyRequest request, CancellationToken cancellationToken)
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AgencyResponse> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
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
