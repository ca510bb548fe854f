namespace Aggregator.Composition.Tests;

/// <summary>A folder of subgraph schemas and what composing them should give.</summary>
internal sealed class CaseFolder(string path)
{
    private const string Labels = ".labels.graphql";

    /// <summary>The folder of the solution.</summary>
    public static string Repository { get; } = RepositoryRoot.Folder;

    private static string Root { get; } = Path.Combine(Repository, "tests", "Composition", "cases");

    public string ExpectedFile { get; } = Path.Combine(path, "expected.graphql");

    public string ErrorsFile { get; } = Path.Combine(path, "errors.txt");

    public string HintsFile { get; } = Path.Combine(path, "hints.txt");

    public static IEnumerable<string> Names => Directory.GetDirectories(Root, "*", SearchOption.AllDirectories)
        .Where(folder => Directory.EnumerateFiles(folder, "*.graphql").Any())
        .Select(folder => Path.GetRelativePath(Root, folder).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    public static CaseFolder Named(string name) => new(Path.Combine(Root, name));

    public IReadOnlyList<SubgraphSource> Sources() =>
    [
        .. Directory.EnumerateFiles(path, "*.graphql")
            .Where(file => !file.EndsWith(Labels, StringComparison.Ordinal) && file != ExpectedFile)
            .Order(StringComparer.Ordinal)
            .Select(file => new SubgraphSource(
                Path.GetFileNameWithoutExtension(file),
                $"http://{Path.GetFileNameWithoutExtension(file)}",
                File.ReadAllText(file),
                Optional(Path.ChangeExtension(file, null) + Labels))),
    ];

    /// <summary>One finding for each line, without its cure.</summary>
    public static string Lines(IEnumerable<CompositionFinding> findings) => string.Concat(findings.Select(each =>
        $"{each.Code}: {each.Message}{(each.Places.IsEmpty ? "" : $" [{string.Join(", ", each.Places)}]")}\n"));

    public static string? Optional(string file) => File.Exists(file) ? File.ReadAllText(file) : null;
}
