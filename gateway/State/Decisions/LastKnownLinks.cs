using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aggregator.Policy;

namespace Aggregator.State;

/// <summary>
/// Stands in for the hub while it cannot be reached: with the links it gave within the last day and a break-glass that
/// is still open, signed so that nobody but the gateway can make one. Who was not said to be not shielded within that
/// day is held to be. Agreements and sharing decisions are never kept:
/// of them nothing is known then. For a hub that answers and does not say nothing stands in.
/// </summary>
/// <param name="register">The hub's register.</param>
/// <param name="store">Where links are kept.</param>
/// <param name="key">Signs them; shared by the instances that share the store.</param>
/// <param name="time">The clock.</param>
public sealed class LastKnownLinks(IDecisionSource register, ILinkStore store, byte[] key, TimeProvider time)
    : IDecisionSource
{
    /// <summary>How old a link may be.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(24);

    // A link that did not change is written again once in a while, not with every request.
    private static readonly TimeSpan WrittenAgainAfter = TimeSpan.FromMinutes(10);

    private const int MaxWritten = 100_000;

    private static readonly string Shielded = JsonSerializer.Serialize(new Known([], null, SealState.Closed));
    private static readonly string NotShielded = JsonSerializer.Serialize(new Known([], null));

    private readonly ConcurrentDictionary<string, (string Content, DateTimeOffset At)> _written =
        new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Forget() => register.Forget();

    /// <inheritdoc/>
    public ValueTask<bool?> IsInForceAsync(
        RegisterQuestion question, string glass, CancellationToken cancellationToken) =>
        register.IsInForceAsync(question, glass, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<RegisterAnswer> AskAsync(RegisterQuestion question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        var answer = await register.AskAsync(question, cancellationToken);
        if (answer is { State: RegisterState.Unavailable, IsRefused: false })
        {
            return await RecallAsync(question, cancellationToken);
        }

        if (answer.State == RegisterState.Current)
        {
            await KeepAsync(question, answer, cancellationToken);
        }

        return answer;
    }

    private async ValueTask KeepAsync(
        RegisterQuestion question, RegisterAnswer answer, CancellationToken cancellationToken)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (_written.Count > MaxWritten)
        {
            _written.Clear();
        }

        // A person without a link is kept too: an ended link must not come back from an earlier day.
        foreach (var person in question.Persons)
        {
            var facts = answer.Persons.GetValueOrDefault(person);
            var content = JsonSerializer.Serialize(new Known(facts?.Links ?? [], facts?.BreakGlass));
            Note(texts, NameOf(question, person), content);

            // Whoever breaks the glass may never have asked before: whether somebody is shielded is kept for everybody.
            Note(texts, ShieldOf(person), facts is { Seal: not SealState.None } ? Shielded : NotShielded);
        }

        if (texts.Count > 0)
        {
            await store.KeepAsync(texts, cancellationToken);
        }
    }

    private void Note(Dictionary<string, string> texts, string name, string content)
    {
        var now = time.GetUtcNow();
        if (!_written.TryGetValue(name, out var last) || last.Content != content || now - last.At > WrittenAgainAfter)
        {
            _written[name] = (content, now);
            texts[name] = Sign(name, now, content);
        }
    }

    private async ValueTask<RegisterAnswer> RecallAsync(
        RegisterQuestion question, CancellationToken cancellationToken)
    {
        string[] names =
        [
            .. question.Persons.Select(person => NameOf(question, person)), .. question.Persons.Select(ShieldOf),
        ];
        var texts = await store.FindAsync(names, cancellationToken);
        var persons = ImmutableDictionary.CreateBuilder<string, PersonFacts>(StringComparer.Ordinal);
        for (var at = 0; at < question.Persons.Length; at++)
        {
            var known = Verified(names[at], texts[at]);
            var shield = at + question.Persons.Length;
            var isOpen = Verified(names[shield], texts[shield]) is { Seal: SealState.None };
            persons[question.Persons[at]] = new PersonFacts
            {
                Links = known?.Links ?? [],
                BreakGlass = known?.BreakGlass,
                // Of whom it is not known is held to be shielded.
                Seal = isOpen ? SealState.None : SealState.Closed,
            };
        }

        if (question.Glass is { } glass && persons.TryGetValue(glass.Person, out var facts)
            && await GlassAsync(glass, cancellationToken) is { } open)
        {
            persons[glass.Person] = facts with { BreakGlass = open };
        }

        return persons.Values.Any(person => person.IsReached)
            ? new RegisterAnswer(RegisterState.LastKnown, persons.ToImmutable(), [])
            : RegisterAnswer.Unavailable;
    }

    // From its first use on, and not again once it is over: whoever needs it longer needs the hub.
    private async ValueTask<BreakGlassFact?> GlassAsync(OfflineGlass glass, CancellationToken cancellationToken)
    {
        var name = Name("glass", glass.Person, glass.Caller);
        var until = time.GetUtcNow() + glass.Lasts;
        if ((await store.FindAsync([name], cancellationToken))[0] is { } text
            && Verified(name, text) is { BreakGlass: { } opened })
        {
            return opened;
        }

        var fact = new BreakGlassFact(glass.Id, until);
        var content = JsonSerializer.Serialize(new Known([], fact));
        await store.KeepAsync(
            new Dictionary<string, string> { [name] = Sign(name, time.GetUtcNow(), content) }, cancellationToken);
        return fact;
    }

    private string Sign(string name, DateTimeOffset at, string content)
    {
        var signed = at.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture) + "\n" + content;
        return MacOf(name, signed) + "\n" + signed;
    }

    private Known? Verified(string name, string? text)
    {
        var parts = text?.Split('\n', 3) ?? [];
        if (parts.Length < 3 || !long.TryParse(
                parts[1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture,
                out var ticks)
            || !CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(parts[0]), Encoding.ASCII.GetBytes(MacOf(name, parts[1] + "\n" + parts[2]))))
        {
            return null;
        }

        var age = time.GetUtcNow().UtcTicks - ticks;
        return age >= 0 && age <= MaxAge.Ticks ? JsonSerializer.Deserialize<Known>(parts[2]) : null;
    }

    private string MacOf(string name, string signed) =>
        Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(name + "\n" + signed)));

    private string ShieldOf(string person) => Name("shield", person);

    private string NameOf(RegisterQuestion question, string person) =>
        Name("link", person, question.Recipient, question.Agency, question.Role, question.Purpose);

    private string Name(params string[] parts) => Convert.ToHexStringLower(
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Join('\n', parts))));

    private sealed record Known(
        ImmutableArray<RegisterLink> Links, BreakGlassFact? BreakGlass, SealState Seal = SealState.None);
}
