using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Aggregator.Policy;

/// <summary>One file of a policy.</summary>
/// <param name="Name">Its name, as faults say it.</param>
/// <param name="Text">Its YAML.</param>
public sealed record PolicyText(string Name, string Text);

/// <summary>A place in a policy file, with what is there. Every question it cannot answer becomes a fault.</summary>
internal sealed class PolicyNode(string file, YamlNode node, List<PolicyFault> faults, string path)
{
    /// <summary>Where it is.</summary>
    public int Line => (int)node.Start.Line;

    /// <summary>The way to it, as in <c>roles.GP</c>.</summary>
    public string Path => path;

    /// <summary>The text of a scalar, or null with a fault.</summary>
    public string? Text()
    {
        if (node is YamlScalarNode { Value: { } text })
        {
            return text;
        }

        Fault(PolicyErrors.InvalidShape, $"`{path}` has to be a single value");
        return null;
    }

    /// <summary>A whole number of at least <paramref name="least"/>.</summary>
    public int Number(int least)
    {
        if (node is YamlScalarNode { Value: { } text }
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least)
        {
            return number;
        }

        Fault(PolicyErrors.InvalidShape, $"`{path}` has to be a whole number of at least {least}");
        return least;
    }

    /// <summary>True or false.</summary>
    public bool Flag()
    {
        if (node is YamlScalarNode { Value: "true" or "false" } flag)
        {
            return flag.Value == "true";
        }

        Fault(PolicyErrors.InvalidShape, $"`{path}` has to be `true` or `false`");
        return false;
    }

    /// <summary>One of a list of words.</summary>
    public T OneOf<T>(Func<string, T?> read, string choices)
        where T : struct
    {
        if (Text() is not { } text)
        {
            return default;
        }

        if (read(text) is { } value)
        {
            return value;
        }

        Fault(PolicyErrors.UnknownName, $"`{text}` at `{path}` is not one of {choices}");
        return default;
    }

    /// <summary>The texts of a list; one text counts as a list of one.</summary>
    public ImmutableArray<PolicyNode> Items() => node switch
    {
        YamlSequenceNode list => [.. list.Children.Select((item, place) =>
            new PolicyNode(file, item, faults, $"{path}[{place}]"))],
        YamlScalarNode => [this],
        _ => Shape<ImmutableArray<PolicyNode>>("a list", []),
    };

    /// <summary>The texts of a list.</summary>
    public ImmutableArray<string> Texts() => [.. Items().Select(item => item.Text()).OfType<string>()];

    /// <summary>The texts of a list or one text with commas.</summary>
    public ImmutableArray<string> Codes() => [.. Texts().SelectMany(SplitCodes)];

    /// <summary>The entries of a mapping; a key can name several with commas.</summary>
    public ImmutableArray<(string Key, PolicyNode Value)> Entries() => node is YamlMappingNode map
        ? [.. from entry in map.Children
              let keys = (entry.Key as YamlScalarNode)?.Value ?? ""
              from key in SplitCodes(keys)
              select (key, new PolicyNode(file, entry.Value, faults, path.Length == 0 ? key : $"{path}.{key}"))]
        : Shape<ImmutableArray<(string, PolicyNode)>>("a mapping", []);

    /// <summary>The entries of a mapping with fixed keys; a fault for each that is missing or not known.</summary>
    public PolicyFields Fields(string[] required, string[] optional)
    {
        var entries = Entries();
        foreach (var (key, value) in entries.Where(entry => !required.Contains(entry.Key)
            && !optional.Contains(entry.Key)))
        {
            value.Fault(
                PolicyErrors.InvalidShape,
                $"`{value.Path}` is not known here; known are {string.Join(", ", required.Concat(optional))}");
        }

        foreach (var key in required.Where(key => entries.All(entry => entry.Key != key)))
        {
            Fault(PolicyErrors.InvalidShape, $"`{path}` lacks `{key}`");
        }

        return new PolicyFields(entries.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal));
    }

    /// <summary>Reports a mistake at this place.</summary>
    public void Fault(string code, string message) => faults.Add(new PolicyFault(code, file, Line, message));

    private static IEnumerable<string> SplitCodes(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private T Shape<T>(string what, T otherwise)
    {
        Fault(PolicyErrors.InvalidShape, $"`{path}` has to be {what}");
        return otherwise;
    }
}

/// <summary>The fields of a mapping with fixed keys.</summary>
internal sealed class PolicyFields(Dictionary<string, PolicyNode> fields)
{
    /// <summary>The field, or null when it is not written.</summary>
    public PolicyNode? this[string key] => fields.GetValueOrDefault(key);

    /// <summary>The field's text; empty when it is not written.</summary>
    public string Text(string key) => this[key]?.Text() ?? "";

    /// <summary>The field's codes; empty when it is not written.</summary>
    public ImmutableArray<string> Codes(string key) => this[key]?.Codes() ?? [];
}
