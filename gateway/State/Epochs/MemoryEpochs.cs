using System.Globalization;

namespace Aggregator.State;

/// <summary>
/// The epochs of one instance that shares them with nobody. Nobody is let look for changes while nothing is asked.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class MemoryEpochs(TimeProvider time) : IEpochStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _epochs = new(StringComparer.Ordinal);
    private long _all;
    private long _position;
    private long _readAt;
    private TimeSpan _reliedOnFor;
    private long? _askedAt;
    private string _common = "0/0";

    /// <summary>How long changes are looked for after the last question.</summary>
    public static readonly TimeSpan LookedForAfterwards = TimeSpan.FromSeconds(10);

    /// <summary>The most epochs that are kept; beyond it all of them end.</summary>
    public const int MaxEpochs = 100_000;

    /// <inheritdoc/>
    public ValueTask<string[]?> ReadAsync(IReadOnlyList<string> subjects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        lock (_gate)
        {
            _askedAt = time.GetTimestamp();
            return ValueTask.FromResult(time.GetElapsedTime(_readAt) < _reliedOnFor
                ? subjects.Select(subject => _epochs.TryGetValue(subject, out var epoch)
                    ? Stamp(epoch) : _common).ToArray()
                : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask<long?> LeadAsync(string keeper, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<long?>(
                _askedAt is { } asked && time.GetElapsedTime(asked) < LookedForAfterwards ? _position : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask RecordAsync(EpochRound round, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(round);
        lock (_gate)
        {
            if (round.EndsAll || _epochs.Count + round.Subjects.Count > MaxEpochs)
            {
                _all++;
                _common = Stamp(0);
                _epochs.Clear();
            }

            foreach (var subject in round.Subjects)
            {
                _epochs[subject] = _epochs.GetValueOrDefault(subject) + 1;
            }

            _position = round.Position;
            (_readAt, _reliedOnFor) = (time.GetTimestamp(), round.ReliedOnFor ?? TimeSpan.Zero);
        }

        return ValueTask.CompletedTask;
    }

    private string Stamp(long epoch) => string.Create(CultureInfo.InvariantCulture, $"{_all}/{epoch}");
}
