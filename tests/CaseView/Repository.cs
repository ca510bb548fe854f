using Aggregator.Host.LocalHub;
using Aggregator.Schema;

namespace Aggregator.CaseView.Tests;

/// <summary>What the pages are held to, as it stands in the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = RepositoryRoot.Folder;

    /// <summary>The files of the pages, by name.</summary>
    public static IReadOnlyDictionary<string, string> Pages { get; } =
        Directory.EnumerateFiles(Path.Combine(Root, "gateway", "CaseView", "pages"))
            .ToDictionary(file => Path.GetFileName(file), File.ReadAllText, StringComparer.Ordinal);

    /// <summary>The agreed supergraph.</summary>
    public static Supergraph Supergraph { get; } = GatewaySchema.ReadSupergraph(Path.Combine(Root, "schema"));

    /// <summary>The text of a policy file.</summary>
    public static string Policy(string file) =>
        File.ReadAllText(Path.Combine(Root, "schema", "policy", file));
}
