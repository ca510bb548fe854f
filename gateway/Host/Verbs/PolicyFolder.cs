using System.Collections.Immutable;
using Aggregator.Policy;
using Aggregator.Schema;

namespace Aggregator.Host.Verbs;

/// <summary>The policy and the supergraph that a verb is about, from files.</summary>
internal static class PolicyFolder
{
    /// <summary>The schema folder that travels with the gateway.</summary>
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "schema");

    /// <summary>Reads and compiles the <c>*.yaml</c> files of a folder.</summary>
    /// <param name="folder">The folder; null for the shipped policy.</param>
    public static (PolicyTable? Table, ImmutableArray<string> Faults) Read(DirectoryInfo? folder)
    {
        var path = folder?.FullName ?? Path.Combine(Shipped, "policy");
        var texts = Texts(path);
        return texts.Count == 0
            ? (null, [$"{path}: no policy files (*.yaml) here: name the folder that holds them"])
            : Read(texts);
    }

    /// <summary>The <c>*.yaml</c> files of a folder, in the order of their names; empty when there is none.</summary>
    /// <param name="path">The folder.</param>
    public static List<PolicyText> Texts(string path) => Directory.Exists(path)
        ? [.. Directory.EnumerateFiles(path, "*.yaml").Order(StringComparer.Ordinal)
            .Select(file => new PolicyText(Path.GetFileName(file), File.ReadAllText(file)))]
        : [];

    /// <summary>Reads and compiles the files of one policy.</summary>
    /// <param name="texts">The files.</param>
    public static (PolicyTable? Table, ImmutableArray<string> Faults) Read(IEnumerable<PolicyText> texts)
    {
        var read = PolicyReader.Read(texts);
        return read.Model is { } model
            ? (PolicyCompiler.Compile(model), [])
            : (null, [.. read.Faults.Select(Text)]);
    }

    /// <summary>Reads a supergraph.</summary>
    /// <param name="file">The file; null for the shipped one.</param>
    public static (Supergraph? Supergraph, ImmutableArray<string> Faults) ReadSupergraph(FileInfo? file)
    {
        var path = file?.FullName ?? Path.Combine(Shipped, "supergraph.graphql");
        if (!File.Exists(path))
        {
            return (null, [$"{path}: there is no such file"]);
        }

        var (supergraph, faults) = SupergraphReader.Read(File.ReadAllText(path));
        return (supergraph, [.. faults.Select(fault => $"{path}({fault.At}): {fault.Code}: {fault.Message}")]);
    }

    private static string Text(PolicyFault fault) =>
        $"{fault}\n    {PolicyErrors.All.FirstOrDefault(entry => entry.Code == fault.Code)?.Cure}".TrimEnd();
}
