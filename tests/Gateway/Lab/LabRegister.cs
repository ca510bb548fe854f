using System.Collections.Concurrent;
using System.Collections.Immutable;
using Aggregator.Policy;

namespace Aggregator.Gateway.Tests;

/// <summary>A register that answers what a test wrote into it.</summary>
internal sealed class LabRegister : IDecisionSource
{
    public Dictionary<string, PersonFacts> Facts { get; } = new(StringComparer.Ordinal);

    public RegisterState State { get; set; } = RegisterState.Current;

    public ImmutableArray<StandingDecisionFact> Standing { get; set; } = [new("SD-1", 1)];

    public ConcurrentQueue<RegisterQuestion> Questions { get; } = new();

    /// <summary>A link to each of these persons, as through an enquiry about the first.</summary>
    public LabRegister Link(string kind, params string[] persons)
    {
        foreach (var person in persons)
        {
            Change(person, facts => facts with
            {
                Links = facts.Links.Add(new RegisterLink(kind, persons[0], LinkReach.View, null, null)),
            });
        }

        return this;
    }

    /// <summary>Changes what is known of a person.</summary>
    public LabRegister Change(string person, Func<PersonFacts, PersonFacts> change)
    {
        Facts[person] = change(Facts.GetValueOrDefault(person) ?? new PersonFacts { Stage = Stage.Contact });
        return this;
    }

    public ValueTask<RegisterAnswer> AskAsync(RegisterQuestion question, CancellationToken cancellationToken)
    {
        Questions.Enqueue(question);

        // As the hub's own: a question about more persons is refused.
        return ValueTask.FromResult(question.Persons.Length > 500 ? RegisterAnswer.Unavailable : new RegisterAnswer(
            State,
            Facts.Where(entry => question.Persons.Contains(entry.Key)).ToImmutableDictionary(),
            Standing));
    }
}
