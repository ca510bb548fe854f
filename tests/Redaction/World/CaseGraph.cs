using Aggregator.Composition;
using Aggregator.Planning;
using Aggregator.Policy;
using Aggregator.Schema;

namespace Aggregator.Redaction.Tests;

/// <summary>The agencies' agreed contracts composed, and the shipped policy: made once.</summary>
internal static class CaseGraph
{
    public static readonly string Root = RepositoryRoot.Folder;

    public static Supergraph Supergraph { get; } = Compose();

    public static PolicyTable Table { get; } = PolicyCompiler.Compile(PolicyReader.Read(
        Directory.EnumerateFiles(Path.Combine(Root, "schema", "policy"), "*.yaml")
            .Select(file => new PolicyText(Path.GetFileName(file), File.ReadAllText(file)))).Model!);

    public static EffectiveLabels Labels { get; } = EffectiveLabels.Of(Supergraph, Table);

    public static PlanningGraph Graph { get; } = new(Supergraph);

    private static Supergraph Compose()
    {
        var result = Composer.Compose(
        [
            .. Directory.EnumerateFiles(Path.Combine(Root, "schema", "subgraphs"), "*.graphql")
                .Order(StringComparer.Ordinal)
                .Select(file => new SubgraphSource(
                    Path.GetFileNameWithoutExtension(file), "", File.ReadAllText(file))),
        ]);
        return SupergraphReader.Read(
            result.SupergraphSdl ?? throw new InvalidOperationException(string.Join('\n', result.Errors))).Supergraph!;
    }
}
