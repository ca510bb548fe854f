using System.Diagnostics.CodeAnalysis;
using System.Net;
using Aggregator.Execution;

namespace Aggregator.Agencies;

/// <summary>A subscription over server-sent events.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "responses belong to the caller")]
internal sealed class SseSource : IEventSource
{
    private readonly HttpResponseMessage _response;
    private readonly SseReader _reader;
    private bool _isOver;

    private SseSource(HttpResponseMessage response, SseReader reader)
    {
        _response = response;
        _reader = reader;
    }

    /// <summary>Subscribes; the fault when that fails.</summary>
    public static async Task<(IEventSource? Source, AgencyResponse? Fault)> OpenAsync(
        HttpMessageInvoker http, AgencyEndpoint endpoint, AgencyRequest request, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(endpoint.AttemptTimeout);
        HttpResponseMessage? response = null;
        try
        {
            using var message = AgencyMessages.Post(
                endpoint, request, new RequestBody(request.Body), "text/event-stream");
            response = await http.SendAsync(message, timeout.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return (null, Fault(AgencyOutcome.RefusedByStatus, response));
            }

            if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
            {
                return (null, Fault(AgencyOutcome.NotJson, response));
            }

            var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var source = new SseSource(response, new SseReader(stream, endpoint.MaxResponseBytes));
            response = null;
            return (source, null);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return (null, new AgencyResponse(AgencyOutcome.Unreachable, default, null, 0, null));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new AgencyResponse(AgencyOutcome.TimedOut, default, null, 0, null));
        }
        finally
        {
            response?.Dispose();
        }
    }

    public async Task<AgencyResponse?> NextAsync(CancellationToken cancellationToken)
    {
        if (_isOver)
        {
            return null;
        }

        try
        {
            if (await _reader.NextAsync(cancellationToken) is { } data)
            {
                return data.AsEvent();
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            _isOver = true;
            return new AgencyResponse(AgencyOutcome.Unreachable, default, null, 200, null);
        }

        _isOver = true;
        return _reader.IsComplete
            ? null
            : new AgencyResponse(
                _reader.IsOverLimit ? AgencyOutcome.TooLarge : AgencyOutcome.Unreachable, default, null, 200, null);
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _response.Dispose();
        return ValueTask.CompletedTask;
    }

    private static AgencyResponse Fault(AgencyOutcome outcome, HttpResponseMessage response) =>
        new(outcome, default, null, (int)response.StatusCode, null);
}
