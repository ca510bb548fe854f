using System.Collections.Concurrent;
using System.Collections.Immutable;
using Aggregator.Policy;

namespace Aggregator.State;

/// <summary>
/// Remembers what the register answered, for as long as nothing changed: the facts behind decisions, never records.
/// Read with each batch and again before release; every use compares the epochs of the persons, and without epochs
/// that can be relied on it remembers nothing and asks the hub.
/// </summary>
/// <param name="register">The hub's register.</param>
/// <param name="epochs">The epochs.</param>
/// <param name="pseudonym">A keyed hash of a person: entries and epochs are found by it.</param>
/// <param name="time">The clock.</param>
public sealed class DecisionCache(
    IDecisionSource register, IEpochStore epochs, Func<string, string> pseudonym, TimeProvider time) : IDecisionSource
{
    /// <summary>How long an answer is remembered at most.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(60);

    /// <summary>The most answers that are remembered; beyond it all are forgotten.</summary>
    public const int MaxEntries = 100_000;

    private readonly ConcurrentDictionary<Key, Entry> _entries = new();
    private long _era;

    /// <summary>How many answers are remembered now.</summary>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public void Forget()
    {
        // Answers that are still under way were asked for in the era before.
        _ = Interlocked.Increment(ref _era);
        _entries.Clear();
    }

    /// <inheritdoc/>
    public async ValueTask<RegisterAnswer> AskAsync(RegisterQuestion question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        var era = Interlocked.Read(ref _era);

        // The epochs first: a change while the hub is asked makes the answer one of an epoch that is over.
        var names = question.Persons.Select(pseudonym).ToArray();
        if (await epochs.ReadAsync(names, cancellationToken) is not { } stamps)
        {
            Forget();
            return await register.AskAsync(question, cancellationToken);
        }

        var known = new Dictionary<string, Entry>(StringComparer.Ordinal);
        var keys = names.Select(name => new Key(
            name, question.Recipient, question.Agency, question.Role, question.Purpose)).ToArray();
        for (var at = 0; at < keys.Length; at++)
        {
            if (_entries.TryGetValue(keys[at], out var entry) && entry.Stamp == stamps[at]
                && time.GetElapsedTime(entry.At) < Kept)
            {
                known.Add(question.Persons[at], entry);
            }
        }

        if (known.Count == question.Persons.Length && known.Count > 0)
        {
            return new RegisterAnswer(RegisterState.Current, Facts(known), known.Values.First().Standing);
        }

        var asked = question.Persons.Where(person => !known.ContainsKey(person)).ToImmutableArray();
        var answer = await register.AskAsync(question with { Persons = asked }, cancellationToken);
        if (answer.State == RegisterState.Current)
        {
            Remember(question, asked, (keys, stamps), answer, era);
        }

        return answer with { Persons = answer.Persons.SetItems(Facts(known)) };
    }

    private void Remember(
        RegisterQuestion question,
        ImmutableArray<string> asked,
        (Key[] Keys, string[] Stamps) epoch,
        RegisterAnswer answer,
        long era)
    {
        if (_entries.Count + asked.Length > MaxEntries)
        {
            _entries.Clear();
        }

        var at = time.GetTimestamp();
        foreach (var person in asked)
        {
            // That there is no link is remembered too: an unknown person and one without a link cost the same.
            var place = question.Persons.IndexOf(person);
            _entries[epoch.Keys[place]] = new Entry(
                answer.Persons.GetValueOrDefault(person), answer.Standing, epoch.Stamps[place], at);
        }

        if (Interlocked.Read(ref _era) != era)
        {
            _entries.Clear();
        }
    }

    private static ImmutableDictionary<string, PersonFacts> Facts(Dictionary<string, Entry> known) => known
        .Where(each => each.Value.Facts is not null)
        .ToImmutableDictionary(each => each.Key, each => each.Value.Facts!, StringComparer.Ordinal);

    private readonly record struct Key(
        string Person, string Recipient, string Agency, string Role, string Purpose);

    private sealed record Entry(
        PersonFacts? Facts, ImmutableArray<StandingDecisionFact> Standing, string Stamp, long At);
}
