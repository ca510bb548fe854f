using Aggregator.Schema;
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

    [Fact]
    public void Whatever_leads_to_one_person_says_whose_it_is_or_whom_it_names()
    {
        // An agreement is of whoever's register it is listed in; an unborn child is the child itself, born since.
        string[] ofWhoIsAround = ["AgreementToShare", "UnbornChild"];
        var supergraph = SupergraphReader.Read(Composer.Compose(Sources()).SupergraphSdl!).Supergraph!;
        var persons = supergraph.Joined.Values
            .Where(type => type.Subjects.Any(subject => subject.Key.Selections is [FieldSelection { Selections: [] }]))
            .Select(type => type.Definition.Name)
            .ToHashSet();

        // An entry without would stand where its person is withheld, and tell that there is somebody.
        Assert.Contains("Person", persons);
        Assert.Equal(
            ofWhoIsAround,
            supergraph.Types.Ordered.Where(type => type.Kind == TypeKind.Object && type.Name != "Query"
                && supergraph.Joined[type.Name].Subjects.IsEmpty
                && type.Fields.Any(field => field.Type.Element is null && persons.Contains(field.Type.Name)))
            .Select(type => type.Name).Order());
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
