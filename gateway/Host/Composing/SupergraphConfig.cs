using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Aggregator.Host.Composing;

/// <summary>One subgraph of a composition file.</summary>
/// <param name="Place">Where the file lists it.</param>
/// <param name="Name">Its name.</param>
/// <param name="RoutingUrl">Where the gateway will ask it.</param>
/// <param name="SchemaFile">The file that holds its SDL, or null.</param>
/// <param name="SubgraphUrl">Where its SDL is asked (<c>_service { sdl }</c>), or null.</param>
/// <param name="LabelsFile">A file of labels laid over its SDL, or null.</param>
internal sealed record SubgraphConfig(
    string Place, string Name, string RoutingUrl, string? SchemaFile, Uri? SubgraphUrl, string? LabelsFile);

/// <summary>
/// Reads a composition file in the form that Rover made usual: <c>federation_version</c> and, for each of
/// <c>subgraphs</c>, <c>routing_url</c> and <c>schema.file</c> or <c>schema.subgraph_url</c>; ours adds
/// <c>schema.labels</c>. <c>${env.NAME}</c> in a value stands for an environment variable. A key that there is not is a
/// fault: labels under a misspelt one would be left out in silence.
/// </summary>
internal sealed partial class SupergraphConfig
{
    private readonly string _file;
    private readonly List<SubgraphConfig> _subgraphs = [];
    private readonly List<string> _faults = [];

    private SupergraphConfig(string file) => _file = file;

    /// <summary>Reads a file; every fault names its line and what to change.</summary>
    /// <param name="file">The composition file; paths in it are relative to its folder.</param>
    public static (IReadOnlyList<SubgraphConfig> Subgraphs, IReadOnlyList<string> Faults) Read(string file)
    {
        var config = new SupergraphConfig(file);
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(File.ReadAllText(file)));
            config.Read(yaml.Documents.Count > 0 ? yaml.Documents[0].RootNode : null);
        }
        catch (YamlException fault)
        {
            config._faults.Add($"{file}:{fault.Start.Line}:{fault.Start.Column}: not valid YAML: {fault.Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            config._faults.Add(UnreadableFile.Say(file, fault));
        }

        return (config._subgraphs, config._faults);
    }

    private void Read(YamlNode? root)
    {
        CheckKeys(root, "", ["federation_version", "subgraphs"]);
        if (Value(root, "federation_version") is { } version && !FederationTwo().IsMatch(version))
        {
            _faults.Add(
                $"{_file}: `federation_version` {version}: write 2; subgraphs of version 1 compose as they are");
        }

        if (Child(root, "subgraphs") is not YamlMappingNode { Children.Count: > 0 } listed)
        {
            _faults.Add($"{_file}: no `subgraphs`: list each with `routing_url` and `schema`");
            return;
        }

        foreach (var (name, node) in listed.Children)
        {
            Add(name, node);
        }
    }

    private void Add(YamlNode name, YamlNode node)
    {
        var place = $"{_file}:{name.Start.Line}: subgraph `{name}`";
        var schema = Child(node, "schema");
        CheckKeys(node, $"subgraph `{name}`: ", ["routing_url", "schema"]);
        CheckKeys(schema, $"subgraph `{name}`: ", ["file", "subgraph_url", "labels"], "schema.");
        var (path, asked) = (Value(schema, "file"), Value(schema, "subgraph_url"));
        if ((path is null) == (asked is null))
        {
            _faults.Add($"{place}: give `schema.file` or `schema.subgraph_url`, one of them");
            return;
        }

        if (asked is not null
            && (!Uri.TryCreate(asked, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")))
        {
            _faults.Add($"{place}: `schema.subgraph_url` must be an absolute address, http or https");
            return;
        }

        if ((Value(node, "routing_url") ?? asked) is not { } routing)
        {
            _faults.Add($"{place}: `routing_url` is missing");
            return;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(_file))!;
        _subgraphs.Add(new SubgraphConfig(
            place,
            name.ToString(),
            routing,
            path is null ? null : Path.Combine(folder, path),
            asked is null ? null : new Uri(asked),
            Value(schema, "labels") is { } labels ? Path.Combine(folder, labels) : null));
    }

    private void CheckKeys(YamlNode? node, string owner, string[] names, string above = "")
    {
        foreach (var key in node is YamlMappingNode mapping ? mapping.Children.Keys : [])
        {
            if (!names.Contains(key.ToString()))
            {
                var known = string.Join(", ", names[..^1].Select(name => $"`{name}`")) + $" and `{names[^1]}`";
                _faults.Add(
                    $"{_file}:{key.Start.Line}: {owner}`{above}{key}` is not known: the names here are {known}");
            }
        }
    }

    private static YamlNode? Child(YamlNode? node, string name) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out var child)
            ? child
            : null;

    /// <summary>A text with its environment variables in place; null where there is none.</summary>
    private string? Value(YamlNode? node, string name) =>
        Child(node, name) is YamlScalarNode { Value: { Length: > 0 } text } scalar
            ? Variable().Replace(text, match =>
            {
                var variable = match.Groups[1].Value;
                var value = Environment.GetEnvironmentVariable(variable);
                if (value is null)
                {
                    _faults.Add(
                        $"{_file}:{scalar.Start.Line}: `{name}`: the environment variable `{variable}` is not set");
                }

                return value ?? "";
            })
            : null;

    [GeneratedRegex(@"\$\{env\.(\w+)\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^=?2(\.\d+)*$")]
    private static partial Regex FederationTwo();
}
