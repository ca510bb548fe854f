using Aggregator.Composition;
using Aggregator.Schema;
using Aggregator.Validation;

namespace Aggregator.Planning.Tests;

/// <summary>A folder with subgraph schemas (or a supergraph), an operation and the plan that it should get.</summary>
internal sealed class PlanCase(string path)
{
    private static readonly Lazy<Supergraph> ReadAgencies = new(() =>
        Read(File.ReadAllText(Path.Combine(RepositoryRoot.Folder, "schema", "supergraph.graphql"))));

    private static string Root { get; } = Path.Combine(RepositoryRoot.Folder, "tests", "Planning", "cases");

    public static IEnumerable<string> Names => Directory.GetDirectories(Root, "*", SearchOption.AllDirectories)
        .Where(folder => File.Exists(Path.Combine(folder, "operation.graphql")))
        .Select(folder => Path.GetRelativePath(Root, folder).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    private string LabelsFile { get; } = Path.Combine(path, "labels.txt");

    public string PlanFile { get; } = Path.Combine(path, "plan.txt");

    public static PlanCase Named(string name) => new(Path.Combine(Root, name));

    public Supergraph Supergraph() => Read(Composed());

    /// <summary>The supergraph made ready, with the labels of overrides that the case has on.</summary>
    public PlanningGraph Graph() => new(
        Supergraph(), File.Exists(LabelsFile) ? File.ReadAllLines(LabelsFile) : []);

    /// <summary>The supergraph of the agencies themselves.</summary>
    public static Supergraph Agencies() => ReadAgencies.Value;

    public ValidOperation Operation(Supergraph supergraph) =>
        Validated(File.ReadAllText(Path.Combine(path, "operation.graphql")), supergraph);

    public static Supergraph Read(string text)
    {
        var read = SupergraphReader.Read(text);
        return read.Supergraph ?? throw new InvalidOperationException(string.Join('\n', read.Faults));
    }

    public static ValidOperation Validated(string text, Supergraph supergraph)
    {
        var outcome = OperationValidator.Validate(text, null, supergraph.Api, OperationLimits.Default);
        return outcome.Operation ?? throw new InvalidOperationException(string.Join('\n', outcome.Errors));
    }

    public string Composed()
    {
        var ready = Path.Combine(path, "supergraph.graphql");
        if (File.Exists(ready))
        {
            return File.ReadAllText(ready);
        }

        // A folder of several operations over the same subgraphs has these one level up.
        var folder = Directory.EnumerateFiles(path, "*.graphql").Count() > 1 ? path : Path.GetDirectoryName(path)!;
        var result = Composer.Compose(
        [
            .. Directory.EnumerateFiles(folder, "*.graphql")
                .Where(file => Path.GetFileName(file) != "operation.graphql")
                .Order(StringComparer.Ordinal)
                .Select(file => new SubgraphSource(
                    Path.GetFileNameWithoutExtension(file), "", File.ReadAllText(file))),
        ]);
        return result.SupergraphSdl ?? throw new InvalidOperationException(string.Join('\n', result.Errors));
    }
}
