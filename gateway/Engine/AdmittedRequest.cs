using Aggregator.Policy;
using Aggregator.Redaction;
using Aggregator.Validation;

namespace Aggregator.Engine;

/// <summary>A request that is valid, permitted and planned: nobody has been asked anything yet.</summary>
/// <param name="Row">The caller.</param>
/// <param name="Rules">The policy that holds for it to the end.</param>
/// <param name="Prepared">Its operation.</param>
/// <param name="Variables">Its variables.</param>
/// <param name="Local">What the gateway itself answers.</param>
internal sealed record AdmittedRequest(
    CallerRow Row, PolicyRules Rules, PreparedOperation Prepared, CoercedVariables Variables, AnswerInput Local)
{
    /// <summary>The ids that the request itself names.</summary>
    public IEnumerable<string> Named() => AccessEntries.Named(Prepared.Operation, Variables);

    /// <summary>Those of them that may be persons.</summary>
    public IEnumerable<string> Persons() => AccessEntries.Persons(Prepared.Operation, Variables);
}

/// <summary>An answer that was released, and what a subscription needs to know of it.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="IsRootWithheld">True when nothing of what was asked for may be known at all.</param>
/// <param name="HasErrors">True when something failed on the way.</param>
/// <param name="Register">What the register knew of the persons concerned.</param>
internal sealed record ReleasedAnswer(
    Answer Answer, bool IsRootWithheld, bool HasErrors, RegisterAnswer Register)
{
    /// <summary>True when what is withheld says nothing of the caller's access: it may be given another time.</summary>
    public bool IsUnsettled => HasErrors || Register.State == RegisterState.Unavailable;

    /// <summary>Whose data it shows in full.</summary>
    public IReadOnlyCollection<string> Told { get; init; } = [];

    /// <summary>Those to whom the caller has a link.</summary>
    public IReadOnlyCollection<string> Linked(IEnumerable<string> persons) =>
        [.. persons.Where(person => Register.Persons.TryGetValue(person, out var facts) && !facts.Links.IsEmpty)];
}
