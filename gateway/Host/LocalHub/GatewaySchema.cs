using Aggregator.Host.Verbs;
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
        var file = new FileInfo(Path.Combine(folder, "supergraph.graphql"));
        var (supergraph, faults) = PolicyFolder.ReadSupergraph(file);
        return supergraph ?? throw new UnservableException(string.Join('\n', faults));
    }

    /// <summary>Reads and compiles every file of a policy.</summary>
    /// <param name="folder">The policy's folder.</param>
    /// <param name="supergraph">What it has to agree with; null when it is not served by it.</param>
    public static PolicyTable ReadPolicy(string folder, Supergraph? supergraph = null)
    {
        var (table, faults) = PolicyFolder.Read(new DirectoryInfo(folder), supergraph);
        return table ?? throw new UnservableException(string.Join('\n', faults));
    }
}
