using System.Collections.Immutable;

namespace Aggregator.Composition;

/// <summary>Collects errors and hints while a composition goes on.</summary>
internal sealed class FindingLog
{
    private readonly List<CompositionFinding> _errors = [];
    private readonly List<CompositionFinding> _hints = [];

    public bool HasErrors => _errors.Count > 0;

    public ImmutableArray<CompositionFinding> Errors => Stable(_errors);

    public ImmutableArray<CompositionFinding> Hints => Stable(_hints);

    public void Error(CompositionCode code, string message, params IEnumerable<SubgraphPlace> places) =>
        _errors.Add(new CompositionFinding(code.Name, message, code.Cure, [.. places]));

    public void Hint(CompositionCode code, string message, params IEnumerable<SubgraphPlace> places) =>
        _hints.Add(new CompositionFinding(code.Name, message, code.Cure, [.. places]));

    // Stable, whatever the order in which rules ran or subgraphs were given.
    private static ImmutableArray<CompositionFinding> Stable(List<CompositionFinding> findings) =>
        [.. findings.Distinct().OrderBy(each => each.ToString(), StringComparer.Ordinal)];
}
