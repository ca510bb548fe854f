using Aggregator.Schema;

namespace Aggregator.Policy.Tests;

/// <summary>The policy in <c>schema/policy</c>, read from the repository.</summary>
internal static class ShippedPolicy
{
    public static string Root { get; } = RepositoryRoot.Folder;

    public static IReadOnlyList<PolicyText> Texts { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Root, "schema", "policy"), "*.yaml")
            .Select(file => new PolicyText(Path.GetFileName(file), File.ReadAllText(file)))];

    public static Supergraph Supergraph { get; } = SupergraphReader.Read(
        File.ReadAllText(Path.Combine(Root, "schema", "supergraph.graphql"))).Supergraph!;

    public static PolicyTable Table { get; } = PolicyCompiler.Compile(PolicyReader.Read(Texts).Model!);
}
