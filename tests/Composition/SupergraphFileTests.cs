using Xunit;
using YamlDotNet.RepresentationModel;

namespace Aggregator.Composition.Tests;

/// <summary>The committed supergraph is what the committed subgraphs compose to.</summary>
public class SupergraphFileTests
{
    private static readonly string Folder = Path.Combine(CaseFolder.Repository, "schema");

    [Fact]
    public void The_agencies_compose_to_the_committed_supergraph()
    {
        var result = Composer.Compose(Sources());

        Assert.Empty(CaseFolder.Lines(result.Errors));

        // When this differs: `compose --config schema/supergraph.yaml --output schema/supergraph.graphql`,
        // or this test with ACCEPT_CASES=1.
        CaseTests.Compare(Path.Combine(Folder, "supergraph.graphql"), result.SupergraphSdl);
    }

    private static List<SubgraphSource> Sources()
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Folder, "supergraph.yaml"));
        yaml.Load(reader);
        var listed = (YamlMappingNode)yaml.Documents[0].RootNode["subgraphs"];
        return [.. listed.Children.Select(each =>
            Source(((YamlScalarNode)each.Key).Value!, (YamlMappingNode)each.Value))];
    }

    private static SubgraphSource Source(string name, YamlMappingNode node)
    {
        var schema = (YamlMappingNode)node["schema"];
        return new SubgraphSource(
            name,
            ((YamlScalarNode)node["routing_url"]).Value!,
            Text(schema, "file")!,
            Text(schema, "labels"));
    }

    private static string? Text(YamlMappingNode node, string key) => node.Children.TryGetValue(key, out var file)
        ? File.ReadAllText(Path.Combine(Folder, ((YamlScalarNode)file).Value!))
        : null;
}
