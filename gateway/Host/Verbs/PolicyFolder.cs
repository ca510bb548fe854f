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
        var files = Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.yaml").Order(StringComparer.Ordinal).ToList()
            : [];
        if (files.Count == 0)
        {
            return (null, [$"{path}: no policy files (*.yaml) here: name the folder that holds them"]);
        }

        var read = PolicyReader.Read(
            files.Select(file => new PolicyText(Path.GetFileName(file), File.ReadAllText(file))));
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
