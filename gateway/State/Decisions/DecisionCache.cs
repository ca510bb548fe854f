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

    // Stands for no person: of a question about nobody, what stands for everybody is remembered.
    private const string Nobody = "";

    private readonly ConcurrentDictionary<Key, Entry> _entries = new();
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);
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
    public ValueTask<bool?> IsInForceAsync(
        RegisterQuestion question, string glass, CancellationToken cancellationToken) =>
        register.IsInForceAsync(question, glass, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<RegisterAnswer> AskAsync(RegisterQuestion question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        var era = Interlocked.Read(ref _era);
        question = question.Persons.IsEmpty ? question with { Persons = [Nobody] } : question;

        // The epochs first: a change while the hub is asked makes the answer one of an epoch that is over.
        var keys = KeysOf(question);
        if (await epochs.ReadAsync(Array.ConvertAll(keys, key => key.Person), cancellationToken) is not { } stamps)
        {
            Forget();
            return await AskHubAsync(question, question.Persons, cancellationToken);
        }

        var known = ImmutableDictionary.CreateBuilder<string, PersonFacts>(StringComparer.Ordinal);
        var asked = ImmutableArray.CreateBuilder<string>();
        Entry? found = null;
        for (var at = 0; at < keys.Length; at++)
        {
            if (!_entries.TryGetValue(keys[at], out var entry) || entry.Stamp != stamps[at]
                || time.GetElapsedTime(entry.At) >= Kept)
            {
                asked.Add(question.Persons[at]);
                continue;
            }

            found ??= entry;
            if (entry.Facts is { } facts)
            {
                known.Add(question.Persons[at], facts);
            }
        }

        if (asked.Count == 0 && found is not null)
        {
            return new RegisterAnswer(RegisterState.Current, known.ToImmutable(), found.Standing);
        }

        var others = asked.DrainToImmutable();
        var answer = await AskHubAsync(question, others, cancellationToken);
        if (answer.State == RegisterState.Current)
        {
            Remember(question, others, (keys, stamps), answer, era);
        }

        return answer with { Persons = answer.Persons.SetItems(known) };
    }

    private ValueTask<RegisterAnswer> AskHubAsync(
        RegisterQuestion question, ImmutableArray<string> persons, CancellationToken cancellationToken) =>
        register.AskAsync(question with { Persons = persons.Remove(Nobody) }, cancellationToken);

    private Key[] KeysOf(RegisterQuestion question)
    {
        var keys = new Key[question.Persons.Length];
        for (var at = 0; at < keys.Length; at++)
        {
            keys[at] = new Key(
                NameOf(question.Persons[at]),
                question.Recipient,
                question.Agency,
                question.Role,
                question.Purpose,
                question.PassesOn);
        }

        return keys;
    }

    // The same few persons are asked about before each fetch and again before the answer leaves.
    private string NameOf(string person)
    {
        if (!_names.TryGetValue(person, out var name))
        {
            if (_names.Count >= MaxEntries)
            {
                _names.Clear();
            }

            name = pseudonym(person);
            _names[person] = name;
        }

        return name;
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

    private readonly record struct Key(
        string Person, string Recipient, string Agency, string Role, string Purpose, bool PassesOn);

    private sealed record Entry(
        PersonFacts? Facts, ImmutableArray<StandingDecisionFact> Standing, string Stamp, long At);
}
