namespace Aggregator.Composition;

/// <summary>Where each type is used: given by clients, given to them, or both.</summary>
internal sealed class EnumUses
{
    private readonly HashSet<string> _input = new(StringComparer.Ordinal);
    private readonly HashSet<string> _output = new(StringComparer.Ordinal);

    public EnumUses(SupergraphParts parts)
    {
        foreach (var source in parts.Fields.SelectMany(field => field.Sources))
        {
            _ = _output.Add(source.Field.Type.Name);
            _input.UnionWith(source.Field.Arguments.Select(argument => argument.Type.Name));
        }

        _input.UnionWith(parts.Types
            .SelectMany(type => type.Parts)
            .SelectMany(part => part.Item.InputFields)
            .Select(field => field.Type.Name));
        _input.UnionWith(ExecutableDirectives.Kept(parts.Subgraphs)
            .SelectMany(directive => directive.Arguments)
            .Select(argument => argument.Type.Name));
    }

    public bool IsInput(string type) => _input.Contains(type);

    public bool IsOutput(string type) => _output.Contains(type);
}
