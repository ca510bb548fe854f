using System.Text.Json;
using Aggregator.Composition;
using Aggregator.Execution.Tests;

namespace Aggregator.Load;

/// <summary>What is asked of every contestant: subgraphs, one operation, and who answers for the subgraphs.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Subgraphs">Names and schemas.</param>
/// <param name="Query">The operation.</param>
/// <param name="Origin">Answers a request to a subgraph.</param>
internal sealed record Workload(
    string Name,
    IReadOnlyList<(string Name, string Sdl)> Subgraphs,
    string Query,
    Func<ReadOnlyMemory<byte>, byte[]> Origin)
{
    /// <summary>The names of all.</summary>
    public static readonly string[] Names = ["shop", "child"];

    /// <summary>The request's body.</summary>
    public byte[] Body => JsonSerializer.SerializeToUtf8Bytes(new { query = Query });

    /// <summary>The workload of a name.</summary>
    public static Workload Of(string name) => name switch
    {
        "shop" => Shop(),
        "child" => Child(),
        _ => throw new ArgumentException($"no workload `{name}`: one of {string.Join(", ", Names)}", nameof(name)),
    };

    /// <summary>The supergraph for these subgraphs.</summary>
    /// <param name="upstream">Where they are.</param>
    public string Supergraph(Uri upstream) => Composer.Compose(
        [.. Subgraphs.Select(each => new SubgraphSource(each.Name, new Uri(upstream, each.Name).ToString(), each.Sdl))])
        is { SupergraphSdl: { } sdl }
            ? sdl
            : throw new InvalidOperationException($"the subgraphs of `{Name}` do not compose");

    private static Workload Shop()
    {
        var world = new ShopWorld(users: 8, products: 8, reviewsOfProduct: 3, bodyLength: 90);
        return new Workload("shop", ShopWorld.Subgraphs, ShopWorld.DeepQuery, world.Answer);
    }

    private static Workload Child()
    {
        var world = new ChildWorld();
        return new Workload("child", ChildWorld.Subgraphs, ChildWorld.Query, world.Answer);
    }
}
