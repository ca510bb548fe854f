using System.Collections.Immutable;
using System.Text;
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
    /// <param name="supergraph">What it has to agree with; null when that is not asked.</param>
    public static (PolicyTable? Table, ImmutableArray<string> Faults) Read(
        DirectoryInfo? folder, Supergraph? supergraph = null)
    {
        var path = folder?.FullName ?? Path.Combine(Shipped, "policy");
        var texts = Texts(path);
        return texts.Count == 0
            ? (null, [$"{path}: no policy files (*.yaml) here: name the folder that holds them"])
            : Read(texts, supergraph);
    }

    /// <summary>The YAML files of a folder, in the order of their names; empty when there is none. Those whose names
    /// end in another way than a policy's are among them, so that whoever wrote them is told.</summary>
    /// <param name="path">The folder.</param>
    public static List<PolicyText> Texts(string path) => Directory.Exists(path)
        ? [.. Directory.EnumerateFiles(path)
            .Where(file => Path.GetExtension(file).ToUpperInvariant() is ".YAML" or ".YML")
            .Order(StringComparer.Ordinal)
            .Select(file => new PolicyText(Path.GetFileName(file), TextOf(file)))]
        : [];

    /// <summary>Reads and compiles the files of one policy.</summary>
    /// <param name="texts">The files.</param>
    /// <param name="supergraph">What it has to agree with; null when that is not asked.</param>
    public static (PolicyTable? Table, ImmutableArray<string> Faults) Read(
        IEnumerable<PolicyText> texts, Supergraph? supergraph = null)
    {
        var read = PolicyReader.Read(texts, supergraph);
        return read.Model is { } model
            ? (PolicyCompiler.Compile(model), [])
            : (null, [.. read.Faults.Select(fault => fault.ToString())]);
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

    // What is longer than any policy is not read to its end: the reader refuses it as it is.
    private static string TextOf(string file)
    {
        using var reader = new StreamReader(file);
        var text = new StringBuilder();
        var buffer = new char[16 * 1024];
        while (text.Length <= PolicyReader.MaxCharacters && reader.Read(buffer) is > 0 and var length)
        {
            _ = text.Append(buffer, 0, length);
        }

        return text.ToString();
    }
}
