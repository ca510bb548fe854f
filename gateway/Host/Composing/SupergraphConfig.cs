using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Aggregator.Host.Composing;

/// <summary>One subgraph of a composition file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="RoutingUrl">Where the gateway will ask it.</param>
/// <param name="SchemaFile">The file that holds its SDL, or null.</param>
/// <param name="SubgraphUrl">Where its SDL is asked (<c>_service { sdl }</c>), or null.</param>
/// <param name="LabelsFile">A file of labels laid over its SDL, or null.</param>
internal sealed record SubgraphConfig(
    string Name, string RoutingUrl, string? SchemaFile, Uri? SubgraphUrl, string? LabelsFile);

/// <summary>
/// Reads a composition file in the form that Rover made usual: <c>federation_version</c> and, for each of
/// <c>subgraphs</c>, <c>routing_url</c> and <c>schema.file</c> or <c>schema.subgraph_url</c>; ours adds
/// <c>schema.labels</c>. <c>${env.NAME}</c> stands for an environment variable.
/// </summary>
internal static partial class SupergraphConfig
{
    /// <summary>Reads a file; every fault names its line and what to change.</summary>
    /// <param name="file">The composition file; paths in it are relative to its folder.</param>
    public static (IReadOnlyList<SubgraphConfig> Subgraphs, IReadOnlyList<string> Faults) Read(string file)
    {
        var faults = new List<string>();
        var subgraphs = new List<SubgraphConfig>();
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(Expand(File.ReadAllText(file), faults)));
            var root = yaml.Documents.Count > 0 ? yaml.Documents[0].RootNode as YamlMappingNode : null;
            if (Child(root, "subgraphs") is not YamlMappingNode listed)
            {
                faults.Add($"{file}: no `subgraphs`: list each with `routing_url` and `schema`");
                return (subgraphs, faults);
            }

            foreach (var (name, node) in listed.Children)
            {
                Add(file, name.ToString(), node, subgraphs, faults);
            }
        }
        catch (YamlException fault)
        {
            faults.Add($"{file}:{fault.Start.Line}:{fault.Start.Column}: not valid YAML");
        }
        catch (IOException)
        {
            faults.Add($"{file}: cannot be read");
        }

        return (subgraphs, faults);
    }

    private static void Add(
        string file, string name, YamlNode node, List<SubgraphConfig> subgraphs, List<string> faults)
    {
        var place = $"{file}:{node.Start.Line}: subgraph `{name}`";
        var schema = Child(node, "schema");
        var (path, asked) = (Child(schema, "file")?.ToString(), Child(schema, "subgraph_url")?.ToString());
        if ((path is null) == (asked is null))
        {
            faults.Add($"{place}: give `schema.file` or `schema.subgraph_url`, one of them");
            return;
        }

        if (asked is not null && !Uri.TryCreate(asked, UriKind.Absolute, out _))
        {
            faults.Add($"{place}: `schema.subgraph_url` must be an absolute address");
            return;
        }

        var url = Child(node, "routing_url")?.ToString() ?? asked;
        if (url is null)
        {
            faults.Add($"{place}: `routing_url` is missing");
            return;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        subgraphs.Add(new SubgraphConfig(
            name,
            url,
            path is null ? null : Path.Combine(folder, path),
            asked is null ? null : new Uri(asked),
            Child(schema, "labels") is { } labels ? Path.Combine(folder, labels.ToString()) : null));
    }

    private static YamlNode? Child(YamlNode? node, string name) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out var child)
            ? child
            : null;

    private static string Expand(string text, List<string> faults) => Variable().Replace(text, match =>
    {
        var value = Environment.GetEnvironmentVariable(match.Groups[1].Value);
        if (value is null)
        {
            faults.Add($"the environment variable `{match.Groups[1].Value}` is not set");
        }

        return value ?? "";
    });

    [GeneratedRegex(@"\$\{env\.(\w+)\}")]
    private static partial Regex Variable();
}
