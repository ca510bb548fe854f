using System.Collections.Concurrent;
using Aggregator.Composition;
using Aggregator.Policy;
using Aggregator.Schema;

namespace Aggregator.Gateway.Tests;

/// <summary>Small labelled supergraphs composed from SDL, and the policy that is shipped.</summary>
internal static class LabGraph
{
    private const string Head = """
        extend schema
          @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external",
            "@requires", "@override", "@inaccessible", "@interfaceObject", "@context", "@fromContext", "@authenticated",
            "@requiresScopes", "@policy"])
          @link(url: "https://specs.aggregator.example/disclosure/v1.0", import: ["@agency", "@sensitive", "@subject",
            "@probes", "@derivedFrom", "@declassify", "@variant", "@contributed", "@gathered"])

        """;

    private static readonly ConcurrentDictionary<string, Supergraph> Composed = new(StringComparer.Ordinal);

    /// <summary>The repository's folder.</summary>
    public static string Repository { get; } = RepositoryRoot.Folder;

    /// <summary>The policy that is shipped.</summary>
    public static PolicyTable Shipped { get; } = PolicyCompiler.Compile(ShippedModel());

    /// <summary>A subgraph's SDL with the links that every one has and who it is.</summary>
    public static string Subgraph(string id, string code, string? defaultClass, string types) =>
        Head + $"  @agency(id: \"{id}\", codes: [\"{code}\"]"
        + (defaultClass is null ? "" : $", defaultClass: {defaultClass}") + ", asAt: true)\n" + types;

    /// <summary>Composes; each set once.</summary>
    public static Supergraph Compose(params (string Name, string Sdl)[] subgraphs) =>
        Composed.GetOrAdd(string.Join('\n', subgraphs.Select(each => each.Name + each.Sdl)), _ => Read(subgraphs));

    /// <summary>What composition finds wrong: codes, sorted.</summary>
    public static string[] Errors(params (string Name, string Sdl)[] subgraphs) =>
        [.. Result(subgraphs).Errors.Select(error => error.Code).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The shipped policy's files as one model.</summary>
    public static PolicyModel ShippedModel() => PolicyReader.Read(
        Directory.EnumerateFiles(Path.Combine(Repository, "schema", "policy"), "*.yaml")
            .Select(file => new PolicyText(Path.GetFileName(file), File.ReadAllText(file)))).Model!;

    private static Supergraph Read((string Name, string Sdl)[] subgraphs)
    {
        var result = Result(subgraphs);
        return SupergraphReader.Read(result.SupergraphSdl
            ?? throw new InvalidOperationException(string.Join('\n', result.Errors))).Supergraph!;
    }

    private static CompositionResult Result((string Name, string Sdl)[] subgraphs) => Composer.Compose(
        [.. subgraphs.Select(each => new SubgraphSource(each.Name, "", each.Sdl))]);
}
