using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Aggregator.Execution;
using Aggregator.Schema;

namespace Aggregator.Agencies;

/// <summary>Reaches subgraphs over HTTP. One for the process; connections are shared by all requests.</summary>
/// <param name="endpointOf">
/// How a subgraph is reached; asked once for each. Null when nobody knows: then it is unreachable.
/// </param>
/// <param name="time">The clock of timeouts, retries and breakers.</param>
[SuppressMessage("Reliability", "CA2000", Justification = "responses belong to the caller")]
public sealed class HttpAgencyClient(Func<Subgraph, AgencyEndpoint?> endpointOf, TimeProvider time)
    : IAgencyClient, IAgencyEvents, IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<AgencyLine?>> _lines = new(StringComparer.Ordinal);

    /// <summary>The usual endpoint of a subgraph: the address that the supergraph names, with default limits.</summary>
    /// <param name="subgraph">Which.</param>
    public static AgencyEndpoint? Usual(Subgraph subgraph)
    {
        ArgumentNullException.ThrowIfNull(subgraph);
        return Uri.TryCreate(subgraph.Url, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
                ? new AgencyEndpoint { Url = url }
                : null;
    }

    /// <inheritdoc/>
    public ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken)
    {
        if (LineOf(request.Subgraph) is { } line)
        {
            return line.SendAsync(request, cancellationToken);
        }

        return ValueTask.FromResult(new AgencyResponse(AgencyOutcome.Unreachable, default, null, 0, null));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<AgencyResponse> SubscribeAsync(
        AgencyRequest request, CancellationToken cancellationToken) => LineOf(request.Subgraph) is { } line
            ? line.SubscribeAsync(request, cancellationToken)
            : new[] { new AgencyResponse(AgencyOutcome.Unreachable, default, null, 0, null) }.ToAsyncEnumerable();

    /// <summary>
    /// Since when a subgraph has not answered; null when its last call was answered or none was made.
    /// </summary>
    /// <param name="subgraph">Which.</param>
    public DateTimeOffset? SilentSince(Subgraph subgraph) => LineOf(subgraph)?.Since;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var line in _lines.Values.Where(line => line.IsValueCreated))
        {
            line.Value?.Dispose();
        }
    }

    private AgencyLine? LineOf(Subgraph subgraph) => _lines.GetOrAdd(
        subgraph.Name,
        static (_, known) => new Lazy<AgencyLine?>(() => known.Client.Open(known.Subgraph)),
        (Client: this, Subgraph: subgraph)).Value;

    private AgencyLine? Open(Subgraph subgraph) =>
        endpointOf(subgraph) is { } endpoint ? new AgencyLine(endpoint, time) : null;
}
