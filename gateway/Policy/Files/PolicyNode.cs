using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Aggregator.Policy;

/// <summary>One file of a policy.</summary>
/// <param name="Name">Its name, as faults say it.</param>
/// <param name="Text">Its YAML.</param>
public sealed record PolicyText(string Name, string Text);

/// <summary>A place in a policy file, with what is there. Every question it cannot answer becomes a fault.</summary>
internal sealed class PolicyNode(string file, YamlNode node, int line, List<PolicyFault> faults, string path)
{
    /// <summary>Where it is, as faults name another place.</summary>
    public string Place => $"{file}({line})";

    /// <summary>The way to it, as in <c>roles.GP</c>.</summary>
    public string Path => path;

    private string Named => path.Length == 0 ? "the file" : $"`{path}`";

    /// <summary>True when nothing stands there, or a mapping of nothing.</summary>
    public bool SaysNothing => IsBlank || node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "~" or "null" }
        or YamlMappingNode { Children.Count: 0 };

    private bool IsBlank => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" };

    /// <summary>The text of a scalar, or null with a fault.</summary>
    public string? Text() => node is YamlScalarNode { Value: { } text } ? text : Shape<string?>(
        "a single value", "write one text after the colon", null);

    /// <summary>A whole number of at least <paramref name="least"/>.</summary>
    public int Number(int least) => node is YamlScalarNode { Value: { } text }
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
        ? number
        : Shape($"a whole number of at least {least}", $"write {least} or more, in digits alone", least);

    /// <summary>True or false.</summary>
    public bool Flag() => node is YamlScalarNode { Value: "true" or "false" } flag
        ? flag.Value == "true"
        : Shape("`true` or `false`", "write one of true, false", otherwise: false);

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

        Fault(PolicyErrors.UnknownName, $"`{text}` at `{path}` is not known", $"write one of {choices}");
        return default;
    }

    /// <summary>What a list holds; one text counts as a list of one.</summary>
    public ImmutableArray<PolicyNode> Items() => node is YamlScalarNode && !IsBlank ? [this] : List();

    /// <summary>What a list holds.</summary>
    public ImmutableArray<PolicyNode> List() => node is YamlSequenceNode list
        ? [.. list.Children.Select((item, place) =>
            new PolicyNode(file, item, (int)item.Start.Line, faults, $"{path}[{place}]"))]
        : Shape<ImmutableArray<PolicyNode>>("a list", "write `[]` for none, or `- ` before each", []);

    /// <summary>The texts of a list.</summary>
    public ImmutableArray<string> Texts() => [.. Items().Select(item => item.Text()).OfType<string>()];

    /// <summary>The codes of a list or of one text with commas, each with its place.</summary>
    public ImmutableArray<(string Code, PolicyNode At)> Codes() =>
        [.. from item in Items() from code in SplitCodes(item.Text() ?? "") select (code, item)];

    /// <summary>The entries of a mapping; a key can name several with commas.</summary>
    public ImmutableArray<(string Key, PolicyNode Value)> Entries()
    {
        if (node is not YamlMappingNode map)
        {
            return Shape<ImmutableArray<(string, PolicyNode)>>(
                "a mapping", "write `{}` for none, or `name: value` lines, further in, below it", []);
        }

        var entries = ImmutableArray.CreateBuilder<(string, PolicyNode)>();
        foreach (var (name, value) in map.Children)
        {
            var keys = SplitCodes((name as YamlScalarNode)?.Value ?? "");
            var place = (int)name.Start.Line;
            entries.AddRange(keys.Select(key => (
                key, new PolicyNode(file, value, place, faults, path.Length == 0 ? key : $"{path}.{key}"))));
            if (keys.Length == 0)
            {
                new PolicyNode(file, value, place, faults, path).Fault(
                    PolicyErrors.InvalidShape, $"{Named} has an entry without a name", "write a name before the colon");
            }
        }

        return entries.ToImmutable();
    }

    /// <summary>The entries of a mapping in which a name stands once; a fault for each that is there again.</summary>
    public ImmutableArray<(string Key, PolicyNode Value)> Unique()
    {
        var first = new Dictionary<string, PolicyNode>(StringComparer.Ordinal);
        foreach (var (key, value) in Entries())
        {
            if (!first.TryAdd(key, value))
            {
                value.FaultTwice(first[key]);
            }
        }

        return [.. first.Select(entry => (entry.Key, entry.Value))];
    }

    /// <summary>The entries of a mapping with fixed keys; a fault for each that is missing or not known.</summary>
    public PolicyFields Fields(string[] required, string[] optional)
    {
        var entries = Unique();
        foreach (var (key, value) in entries.Where(entry => !required.Contains(entry.Key)
            && !optional.Contains(entry.Key)))
        {
            value.Fault(
                PolicyErrors.InvalidShape,
                $"`{value.Path}` is not known here",
                $"write one of {string.Join(", ", required.Concat(optional))}");
        }

        // What is no mapping has been said to be none.
        foreach (var key in required.Where(key => node is YamlMappingNode && entries.All(entry => entry.Key != key)))
        {
            Fault(PolicyErrors.InvalidShape, $"`{path}` lacks `{key}`", $"write `{key}:` there");
        }

        return new PolicyFields(entries.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal));
    }

    /// <summary>Reports that it stands here although it stands elsewhere already.</summary>
    public void FaultTwice(PolicyNode first) => Fault(
        PolicyErrors.NotAllowed, $"`{path}` is written twice", $"keep one of the two: the first is at {first.Place}");

    /// <summary>Reports a mistake at this place.</summary>
    public void Fault(string code, string message, string cure) =>
        faults.Add(new PolicyFault(code, file, line, message, cure));

    private static string[] SplitCodes(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private T Shape<T>(string what, string cure, T otherwise)
    {
        Fault(PolicyErrors.InvalidShape, $"{Named} has to be {what}{(IsBlank ? ", and nothing is there" : "")}", cure);
        return otherwise;
    }
}

/// <summary>The fields of a mapping with fixed keys.</summary>
internal sealed class PolicyFields(Dictionary<string, PolicyNode> fields)
{
    /// <summary>The field, or null when it is not written.</summary>
    public PolicyNode? this[string key] => fields.GetValueOrDefault(key);

    /// <summary>Those that are written.</summary>
    public IEnumerable<PolicyNode> All => fields.Values;

    /// <summary>The field's text; empty when it is not written.</summary>
    public string Text(string key) => this[key]?.Text() ?? "";
}
