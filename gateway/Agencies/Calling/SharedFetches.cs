using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Aggregator.Execution;

namespace Aggregator.Agencies;

/// <summary>
/// Lets identical queries that are under way at the same moment share one call. Only calls without a caller context are
/// shared: with one, the answer may depend on who asks, and a labelled graph sends one with every call. The key is
/// everything else that a call is made of, the subgraph and the body, compared byte by byte. A caller who leaves takes
/// nobody along: the call ends when the last one has left.
/// </summary>
/// <param name="agencies">The way to the agencies.</param>
[SuppressMessage("Reliability", "CA2000", Justification = "calls and responses belong to those who wait for them")]
public sealed class SharedFetches(IAgencyClient agencies) : IAgencyClient
{
    private readonly ConcurrentDictionary<Key, SharedCall> _underWay = new();

    /// <inheritdoc/>
    public async ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken)
    {
        if (!request.IsRepeatable || request.CallerContext is not null)
        {
            return await agencies.SendAsync(request, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var key = new Key(request.Subgraph.Name, request.Body.ToArray());
        while (true)
        {
            var call = _underWay.GetOrAdd(key, static _ => new SharedCall());
            if (call.TryJoin())
            {
                // Whoever comes first sends; the body is a copy, since a caller's own is given back when it leaves.
                call.StartOnce(stop => SendAsync(key, call, request with { Body = key.Body }, stop));
                return await call.WaitAsync(cancellationToken);
            }

            // It has just ended: what comes now is asked anew.
            _ = _underWay.TryRemove(KeyValuePair.Create(key, call));
        }
    }

    private async Task<AgencyResponse> SendAsync(
        Key key, SharedCall call, AgencyRequest request, CancellationToken stop)
    {
        try
        {
            return await agencies.SendAsync(request, stop);
        }
        finally
        {
            call.Close();
            _ = _underWay.TryRemove(KeyValuePair.Create(key, call));
        }
    }

    private sealed class Key(string subgraph, byte[] body) : IEquatable<Key>
    {
        private readonly int _hash = HashOf(subgraph, body);

        public byte[] Body { get; } = body;

        public bool Equals(Key? other) => other is not null && _hash == other._hash && Subgraph == other.Subgraph
            && Body.AsSpan().SequenceEqual(other.Body);

        public override bool Equals(object? obj) => Equals(obj as Key);

        public override int GetHashCode() => _hash;

        private string Subgraph { get; } = subgraph;

        private static int HashOf(string subgraph, byte[] body)
        {
            var hash = default(HashCode);
            hash.Add(subgraph, StringComparer.Ordinal);
            hash.AddBytes(body);
            return hash.ToHashCode();
        }
    }
}

/// <summary>One call that several wait for.</summary>
[SuppressMessage("Design", "CA1001", Justification = "its source has no timer and no handle: nothing to free")]
internal sealed class SharedCall
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _change = new();
    private Task<AgencyResponse>? _call;
    private SharedResponse? _response;
    private int _waiting;
    private bool _isClosed;

    /// <summary>Joins those who wait; false when the call has ended or been given up.</summary>
    public bool TryJoin()
    {
        lock (_change)
        {
            if (_isClosed)
            {
                return false;
            }

            _waiting++;
            return true;
        }
    }

    /// <summary>Nobody joins any more.</summary>
    public void Close()
    {
        lock (_change)
        {
            _isClosed = true;
        }
    }

    public void StartOnce(Func<CancellationToken, Task<AgencyResponse>> send)
    {
        lock (_change)
        {
            _call ??= Task.Run(() => send(_stop.Token));
        }
    }

    public async Task<AgencyResponse> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            var response = await _call!.WaitAsync(cancellationToken);
            lock (_change)
            {
                _response ??= new SharedResponse(response);
                return _response.Share();
            }
        }
        finally
        {
            Leave();
        }
    }

    // The last to leave gives up a call that still goes on, or the hold on an answer that all have taken.
    private void Leave()
    {
        lock (_change)
        {
            if (--_waiting > 0)
            {
                return;
            }

            _isClosed = true;
        }

        if (!_call!.IsCompleted)
        {
            _stop.Cancel();
            _ = DiscardAsync(_call);
        }

        _response?.Release();
    }

    private static async Task DiscardAsync(Task<AgencyResponse> call)
    {
        await ((Task)call).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (call.IsCompletedSuccessfully)
        {
            (await call).Dispose();
        }
    }
}

/// <summary>A response whose memory is given back when the last who has it is done.</summary>
/// <param name="response">The response.</param>
[SuppressMessage("Reliability", "CA2000", Justification = "a hold belongs to whoever has the response")]
internal sealed class SharedResponse(AgencyResponse response)
{
    private int _holders = 1;

    /// <summary>The response for one more.</summary>
    public AgencyResponse Share()
    {
        _ = Interlocked.Increment(ref _holders);
        return new AgencyResponse(
            response.Outcome, response.Body, new Hold(this), response.Status, response.Since);
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            response.Dispose();
        }
    }

    private sealed class Hold(SharedResponse owner) : IMemoryOwner<byte>
    {
        private int _isReleased;

        public Memory<byte> Memory => default;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isReleased, 1) == 0)
            {
                owner.Release();
            }
        }
    }
}
