namespace Aggregator.Agencies;

/// <summary>Whether an agency may be asked just now.</summary>
internal enum Entry
{
    /// <summary>It may.</summary>
    Open,

    /// <summary>It may, as the one call that finds out whether it answers again.</summary>
    Probe,

    /// <summary>It has failed too often.</summary>
    Refused,
}

/// <summary>
/// A circuit breaker: counts the calls of a sliding window and stops asking an agency of which too many failed. After a
/// pause one call finds out whether it answers again. Costs a lock for each call and no memory.
/// </summary>
internal sealed class Breaker
{
    private const int Parts = 10;

    private readonly Lock _gate = new();
    private readonly (long Part, int Calls, int Failures)[] _parts = new (long, int, int)[Parts];
    private readonly AgencyEndpoint _endpoint;
    private readonly TimeProvider _time;
    private readonly long _partLength;
    private long _openedAt;
    private bool _isOpen;
    private bool _isProbing;

    public Breaker(AgencyEndpoint endpoint, TimeProvider time)
    {
        _endpoint = endpoint;
        _time = time;
        _partLength = Math.Max(1, (long)(endpoint.BreakerWindow.TotalSeconds * time.TimestampFrequency) / Parts);
    }

    /// <summary>Asks to call. Whoever may has to tell how it ended.</summary>
    public Entry Enter()
    {
        lock (_gate)
        {
            if (!_isOpen)
            {
                return Entry.Open;
            }

            if (_isProbing || _time.GetElapsedTime(_openedAt) < _endpoint.BreakerPause)
            {
                return Entry.Refused;
            }

            _isProbing = true;
            return Entry.Probe;
        }
    }

    /// <summary>Tells how a call ended.</summary>
    /// <param name="entry">What the call was.</param>
    /// <param name="isFailure">True when the agency failed.</param>
    public void Exit(Entry entry, bool isFailure)
    {
        lock (_gate)
        {
            if (entry == Entry.Probe)
            {
                _isProbing = false;
                _isOpen = isFailure;
                _openedAt = _time.GetTimestamp();
                Array.Clear(_parts);
            }
            else if (!_isOpen)
            {
                Count(isFailure);
            }
        }
    }

    /// <summary>Tells that a call ended without saying anything about the agency: the caller went away.</summary>
    /// <param name="entry">What the call was.</param>
    public void Leave(Entry entry)
    {
        if (entry == Entry.Probe)
        {
            lock (_gate)
            {
                _isProbing = false;
            }
        }
    }

    private void Count(bool isFailure)
    {
        var now = _time.GetTimestamp();
        var part = now / _partLength;
        ref var current = ref _parts[part % Parts];
        if (current.Part != part)
        {
            current = (part, 0, 0);
        }

        current.Calls++;
        if (!isFailure)
        {
            return;
        }

        current.Failures++;
        var (calls, failures) = (0, 0);
        foreach (var each in _parts)
        {
            if (each.Part > part - Parts)
            {
                calls += each.Calls;
                failures += each.Failures;
            }
        }

        if (calls >= Math.Max(2, _endpoint.BreakerMinimumCalls)
            && failures >= _endpoint.BreakerFailureRatio * calls)
        {
            _isOpen = true;
            _openedAt = now;
        }
    }
}
