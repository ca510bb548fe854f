using Aggregator.Policy;
using Aggregator.Schema;

namespace Aggregator.Host.LocalHub;

/// <summary>A supergraph or policy that cannot be served, with every reason.</summary>
/// <param name="message">The reasons, one a line.</param>
internal sealed class UnservableException(string message) : Exception(message);

/// <summary>Reads what the gateway serves and by which policy.</summary>
internal static class GatewaySchema
{
    /// <summary>Reads <c>supergraph.graphql</c>.</summary>
    /// <param name="folder">The schema folder.</param>
    public static Supergraph ReadSupergraph(string folder)
    {
        var file = Path.Combine(folder, "supergraph.graphql");
        var (supergraph, faults) = SupergraphReader.Read(File.ReadAllText(file));
        return supergraph
            ?? throw new UnservableException(string.Join('\n', faults.Select(fault => $"{file}({fault.At}): {fault.Message}")));
    }

    /// <summary>Reads and compiles every file of <c>policy</c>.</summary>
    /// <param name="folder">The schema folder.</param>
    public static PolicyTable ReadPolicy(string folder)
    {
        var files = Directory.EnumerateFiles(Path.Combine(folder, "policy"), "*.yaml")
            .Order(StringComparer.Ordinal)
            .Select(file => new PolicyText(Path.GetFileName(file), File.ReadAllText(file)));
        var read = PolicyReader.Read([.. files]);
        return read.Model is { } model
            ? PolicyCompiler.Compile(model)
            : throw new UnservableException(string.Join('\n', read.Faults));
    }
}
