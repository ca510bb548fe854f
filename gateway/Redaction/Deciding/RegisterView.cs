using System.Collections.Immutable;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>
/// What the register answered for one request so far. Each person is asked about once before the agencies are asked,
/// and once more before the answer is released; used by several fetches at a time.
/// </summary>
public sealed class RegisterView : IDisposable
{
    /// <summary>The most persons that the data of one request can name, those of hidden records and of what is behind a
    /// page among them; of any more nothing is known, and so nothing given. How many an answer may be about is the
    /// caller's limit, which is far below.</summary>
    public const int MaxPersons = 5_000;

    /// <summary>The most persons of one question to the register.</summary>
    public const int MaxPersonsAtOnce = 500;

    private readonly IDecisionSource _source;
    private readonly CallerRow _row;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private RegisterAnswer? _known;

    /// <summary>Begins with nothing known.</summary>
    /// <param name="source">The register.</param>
    /// <param name="row">The caller.</param>
    public RegisterView(IDecisionSource source, CallerRow row)
    {
        _source = source;
        _row = row;
    }

    /// <summary>What is known now; before the first question, nothing.</summary>
    public RegisterAnswer Known => _known ?? RegisterAnswer.Nobody;

    /// <summary>Makes these persons known, in one question for those that are not yet.</summary>
    /// <param name="persons">The persons.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<RegisterAnswer> KnowAsync(
        IEnumerable<string> persons, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            ImmutableArray<string> unknown =
                [.. persons.Where(person => _asked.Count < MaxPersons
                    && _asked.Add(person)).Order(StringComparer.Ordinal)];
            if (unknown.Length > 0 || _known is null)
            {
                var answer = await AskAsync(unknown, cancellationToken);
                _known = _known is null ? answer : Joined(_known, answer);
            }

            return _known;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Asks again about everybody, and about these persons besides: what was withdrawn since the gate decided holds
    /// before anything is released, and what was not known then opens nothing.
    /// </summary>
    /// <param name="persons">Persons that only the data named.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<RegisterAnswer> KnowAgainAsync(
        IEnumerable<string> persons, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            ImmutableArray<string> gated = [.. _asked];
            foreach (var person in persons.TakeWhile(_ => _asked.Count < MaxPersons))
            {
                _ = _asked.Add(person);
            }

            var now = await AskAsync([.. _asked.Order(StringComparer.Ordinal)], cancellationToken);
            _known = _known is null ? now : Bounded(now, _known, gated);
            return _known;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async ValueTask<RegisterAnswer> AskAsync(
        ImmutableArray<string> persons, CancellationToken cancellationToken)
    {
        var question = RegisterQuestion.Of(_row.Caller, persons) with { Glass = _row.OfflineGlass };
        if (persons.Length <= MaxPersonsAtOnce)
        {
            return await AskAsync(question, cancellationToken);
        }

        RegisterAnswer? answer = null;
        foreach (var some in persons.Chunk(MaxPersonsAtOnce))
        {
            var more = await AskAsync(question with { Persons = [.. some] }, cancellationToken);
            answer = answer is null ? more : Joined(answer, more);
        }

        return answer!;
    }

    // Everything that the register says of persons comes in here.
    private async ValueTask<RegisterAnswer> AskAsync(RegisterQuestion question, CancellationToken cancellationToken) =>
        Seal.Open(await _source.AskAsync(question, cancellationToken), _row);

    // Of what was not asked when it was decided whom to ask, the answer would say that there is nothing: so what was
    // not open then is not open now, and who was shut stays so.
    private static RegisterAnswer Bounded(RegisterAnswer now, RegisterAnswer before, ImmutableArray<string> gated)
    {
        var shut = before.Hidden.Union(before.Sealed.Except(now.Hidden));
        var hidden = now.Hidden.Union(before.Hidden);
        var known = now with
        {
            State = Worse(now, before),
            Persons = now.Persons.SetItems(before.Persons.Where(each => shut.Contains(each.Key))),
            Hidden = hidden,
            HiddenFromCaller = now.HiddenFromCaller.Union(before.HiddenFromCaller),
            Sealed = now.Sealed.Union(before.Sealed).Except(hidden),
        };
        return before.SaysOfEach(gated, known) ? known : known with
        {
            Earlier = known with
            {
                State = before.State,
                Persons = known.Persons.RemoveRange(gated).SetItems(before.Persons),
                Standing = before.Standing,
            },
        };
    }

    // The worse of the states holds for all; a standing decision has to be in force in both.
    private static RegisterAnswer Joined(RegisterAnswer known, RegisterAnswer more) => new(
        Worse(known, more),
        known.Persons.SetItems(more.Persons),
        [.. known.Standing.Intersect(more.Standing)])
    {
        Hidden = known.Hidden.Union(more.Hidden),
        HiddenFromCaller = known.HiddenFromCaller.Union(more.HiddenFromCaller),
        Sealed = known.Sealed.Union(more.Sealed),
    };

    private static RegisterState Worse(RegisterAnswer left, RegisterAnswer right) =>
        left.State > right.State ? left.State : right.State;
}
