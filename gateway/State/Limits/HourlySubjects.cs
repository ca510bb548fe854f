using System.Collections.Concurrent;
using Aggregator.Engine;
using Aggregator.Policy;

namespace Aggregator.State;

/// <summary>
/// Counts in memory the different persons that each caller asks about in an hour: a window that moves on in steps of
/// five minutes. An instance counts for itself; ids are forgotten with their window.
/// </summary>
/// <param name="maxPerHour">Different persons for one caller.</param>
/// <param name="time">The clock.</param>
public sealed class HourlySubjects(int maxPerHour, TimeProvider time) : ISubjectMeter
{
    private const int Steps = 12;
    private const int CallersBeforeSweep = 1_000;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Window> _callers = new(StringComparer.Ordinal);
    private long _swept;

    /// <inheritdoc/>
    public bool TryCount(string caller, IReadOnlyCollection<CountedPerson> persons)
    {
        ArgumentNullException.ThrowIfNull(persons);
        var step = time.GetUtcNow().UtcTicks / Step.Ticks;
        Sweep(step);
        return _callers.GetOrAdd(caller, _ => new Window()).TryCount(persons, step, maxPerHour);
    }

    // Callers who asked nothing for an hour are forgotten, so that memory follows those who work.
    private void Sweep(long step)
    {
        if (_callers.Count < CallersBeforeSweep || Interlocked.Exchange(ref _swept, step) == step)
        {
            return;
        }

        foreach (var (caller, window) in _callers)
        {
            if (window.LastStep < step - Steps)
            {
                _ = _callers.TryRemove(KeyValuePair.Create(caller, window));
            }
        }
    }

    private sealed class Window
    {
        private readonly Dictionary<CountedPerson, long> _lastSeen = [];
        private readonly Lock _counting = new();

        public long LastStep { get; private set; }

        public bool TryCount(IReadOnlyCollection<CountedPerson> persons, long step, int most)
        {
            lock (_counting)
            {
                if (LastStep != step)
                {
                    LastStep = step;
                    foreach (var old in _lastSeen.Where(seen => seen.Value <= step - Steps).ToList())
                    {
                        _ = _lastSeen.Remove(old.Key);
                    }
                }

                if (_lastSeen.Count + persons.Count(person => !_lastSeen.ContainsKey(person)) > most)
                {
                    return false;
                }

                foreach (var person in persons)
                {
                    _lastSeen[person] = step;
                }

                return true;
            }
        }
    }
}
