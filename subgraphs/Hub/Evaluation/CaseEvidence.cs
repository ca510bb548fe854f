using Aggregator.Hub.Register;
using Aggregator.Hub.Rules;

namespace Aggregator.Hub.Evaluation;

/// <summary>What there is to work out cards from.</summary>
/// <param name="evidence">What is known.</param>
/// <param name="shielded">For the hub's rules: who is shielded; nobody for anybody else.</param>
/// <param name="apart">What is known without some of these.</param>
internal sealed class CaseEvidence(
    Evidence evidence, IReadOnlySet<string> shielded, Func<IReadOnlySet<string>, Evidence> apart)
{
    private IReadOnlyList<(string Name, Evidence Evidence)>? _sets;

    /// <summary>What is known.</summary>
    public Evidence Evidence => evidence;

    /// <summary>Who around the child is shielded.</summary>
    public IReadOnlyList<string> Shielded { get; } =
    [
        .. evidence.Input.Circle.Select(member => member.PersonId).Concat(evidence.Input.TellsOf)
            .Where(person => person != evidence.Input.Child.Id && shielded.Contains(person))
            .Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>What is known to whoever has each set of them open; all of them first.</summary>
    public IReadOnlyList<(string Name, Evidence Evidence)> Sets => _sets ??=
    [
        .. OpenSets.Of(Shielded).Select(open => (
            OpenSets.NameOf(open),
            open.Length == Shielded.Count ? evidence : apart(shielded.Except(open).ToHashSet(StringComparer.Ordinal)))),
    ];

    /// <summary>When to look again.</summary>
    public IEnumerable<NodaTime.Instant?> DueTimes() => Sets.Select(set => Rules.DueTimes.Next(set.Evidence));
}
