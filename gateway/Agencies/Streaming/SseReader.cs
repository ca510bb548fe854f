using System.Diagnostics.CodeAnalysis;
using Aggregator.Execution;

namespace Aggregator.Agencies;

/// <summary>
/// Reads server-sent events of GraphQL: <c>next</c> carries a response, <c>complete</c> ends the stream. An event
/// over the
/// limit is an error; nothing grows beyond it.
/// </summary>
/// <param name="stream">The response's body.</param>
/// <param name="limit">Bytes of one event.</param>
[SuppressMessage("Reliability", "CA2000", Justification = "events belong to the caller")]
internal sealed class SseReader(Stream stream, int limit) : IDisposable
{
    private readonly PooledBytes _pending = new(4096);
    private readonly PooledBytes _data = new(4096);
    private int _searched;
    private bool _isComplete;
    private bool _isNext;

    /// <summary>True when the stream was ended because an event was too large.</summary>
    public bool IsOverLimit { get; private set; }

    /// <summary>True when the subgraph said that there are no more events.</summary>
    public bool IsComplete => _isComplete;

    /// <summary>The next event's data; null at the end.</summary>
    public async Task<PooledPart?> NextAsync(CancellationToken cancellationToken)
    {
        while (!_isComplete)
        {
            while (TakeLine(out var line))
            {
                if (Read(line) is { } data)
                {
                    return data;
                }

                if (_isComplete)
                {
                    return null;
                }
            }

            if (_pending.Length + _data.Length > limit)
            {
                IsOverLimit = true;
                return null;
            }

            var read = await stream.ReadAsync(_pending.GetMemory(4096), cancellationToken);
            if (read == 0)
            {
                return null;
            }

            _pending.Advance(read);
        }

        return null;
    }

    public void Dispose()
    {
        _pending.Dispose();
        _data.Dispose();
    }

    private bool TakeLine(out byte[] line)
    {
        // What was looked through once is not looked through again, however long the line grows.
        var end = _pending.Span[_searched..].IndexOf((byte)'\n');
        if (end < 0)
        {
            _searched = _pending.Length;
            line = [];
            return false;
        }

        end += _searched;
        _searched = 0;
        line = _pending.Span[..end].TrimEnd((byte)'\r').ToArray();
        var rest = _pending.Span[(end + 1)..].ToArray();
        _pending.Length = 0;
        _pending.Add(rest);
        return true;
    }

    // A blank line ends an event.
    private PooledPart? Read(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            var isNext = _isNext && _data.Length > 0;
            var data = isNext ? PooledPart.Copy(_data.Span) : null;
            _data.Length = 0;
            _isNext = false;
            return data;
        }

        if (line.StartsWith("event:"u8))
        {
            var name = line[6..].Trim((byte)' ');
            _isNext = name.SequenceEqual("next"u8);
            _isComplete = name.SequenceEqual("complete"u8);
        }
        else if (line.StartsWith("data:"u8))
        {
            _data.Add(line[5..].TrimStart((byte)' '));
        }

        return null;
    }
}
