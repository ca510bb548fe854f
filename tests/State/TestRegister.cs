using System.Collections.Immutable;
using Aggregator.Policy;

namespace Aggregator.State.Tests;

/// <summary>A register that says what a test wrote into it, lists its changes, and counts who asked.</summary>
internal sealed class TestRegister : IDecisionSource, IRegisterChanges
{
    private readonly List<RegisterChange> _changes = [];

    public Dictionary<string, PersonFacts> Facts { get; } = new(StringComparer.Ordinal);

    public bool IsDown { get; set; }

    /// <summary>It answers, and does not say.</summary>
    public bool IsRefusing { get; set; }

    public int Asked => Questions.Count;

    public List<RegisterQuestion> Questions { get; } = [];

    public int ChangesRead { get; private set; }

    /// <summary>The glass that is in force.</summary>
    public string? InForce { get; set; }

    /// <summary>What happens while it is asked.</summary>
    public Func<Task> WhileAsked { get; set; } = () => Task.CompletedTask;

    public void Change(string person, string kind)
    {
        lock (_changes)
        {
            _changes.Add(new RegisterChange(_changes.Count + 1, person, kind));
        }
    }

    public ValueTask<bool?> IsInForceAsync(
        RegisterQuestion question, string glass, CancellationToken cancellationToken) =>
        ValueTask.FromResult<bool?>(IsDown ? null : glass == InForce);

    public async ValueTask<RegisterAnswer> AskAsync(RegisterQuestion question, CancellationToken cancellationToken)
    {
        if (IsDown || IsRefusing)
        {
            return IsRefusing ? RegisterAnswer.Refused : RegisterAnswer.Unavailable;
        }

        Questions.Add(question);
        var answer = new RegisterAnswer(
            RegisterState.Current,
            Facts.Where(each => question.Persons.Contains(each.Key)).ToImmutableDictionary(),
            [new StandingDecisionFact("SD-1", 1)]);
        await WhileAsked();
        return answer;
    }

    public ValueTask<RegisterChangePage?> ReadAsync(long after, CancellationToken cancellationToken)
    {
        lock (_changes)
        {
            if (IsDown)
            {
                return ValueTask.FromResult<RegisterChangePage?>(null);
            }

            var page = new RegisterChangePage([.. _changes.Where(change => change.Sequence > after)], false);
            ChangesRead += page.Changes.Length;
            return ValueTask.FromResult<RegisterChangePage?>(page);
        }
    }

    public ValueTask<long?> LastAsync(CancellationToken cancellationToken)
    {
        lock (_changes)
        {
            return ValueTask.FromResult<long?>(IsDown ? null : _changes.Count);
        }
    }

    public static PersonFacts OnCaseload { get; } = new()
    {
        Links = [new RegisterLink("CASELOAD", "P1", LinkReach.View, null, null)],
        Consents = [new ConsentFact("C1", "GIVEN", ["HV"], null)],
    };

    public static RegisterQuestion About(params string[] persons) =>
        new("health-visitor", "HV", "HEALTH_VISITOR", "SAFEGUARD_OWN_CASELOAD", [.. persons]);
}
