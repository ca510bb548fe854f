using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Aggregator.Policy;

/// <summary>Reads the YAML of a policy file. Whatever the text is, it ends with documents or with one fault.</summary>
internal static class PolicyYaml
{
    /// <summary>How deep lists and mappings stand in each other at most: each takes some of the stack.</summary>
    private const int MaxDepth = 16;

    /// <summary>The most values of a file, what is repeated by name (<c>*name</c>) counted each time.</summary>
    private const int MaxValues = 100_000;

    /// <summary>The documents of a file; none, with a fault, when it is not YAML.</summary>
    public static IReadOnlyList<YamlNode> Load(PolicyText file, List<PolicyFault> faults)
    {
        var parser = new BoundedParser(new Parser(new StringReader(file.Text)));
        try
        {
            var stream = new YamlStream();
            stream.Load(parser);
            return [.. stream.Documents.Select(document => document.RootNode)];
        }

        // The library says some mistakes without their place: then by the last line it understood.
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            var yaml = fault as YamlException;
            var line = yaml?.Start.Line is > 1 and var place ? place : parser.Line;
            faults.Add(new PolicyFault(
                PolicyErrors.InvalidYaml, file.Name, (int)Math.Max(line, 1),
                "not YAML here: " + (yaml is null ? "it cannot be understood from here on" : PlainOf(yaml.Message)),
                "look on this line and those beside it for a bracket, quotation mark, colon or tab too many or too "
                + "few"));
            return [];
        }
    }

    // The library puts its own place in front of its message: "(Line: 1, Col: 1, Idx: 0) - (…): text".
    private static string PlainOf(string message)
    {
        var plain = message.StartsWith('(') && message.LastIndexOf("): ", StringComparison.Ordinal) is >= 0 and var end
            ? message[(end + 3)..]
            : message;
        return plain.Length == 0 ? "unexpected" : char.ToLowerInvariant(plain[0]) + plain[1..].TrimEnd('.');
    }

    // What is built of the events takes the stack for each list or mapping within another.
    private sealed class BoundedParser(Parser parser) : IParser
    {
        private readonly Stack<(AnchorName Name, int Before)> _open = new();
        private readonly Dictionary<AnchorName, int> _sizes = [];
        private int _values;

        public ParsingEvent? Current => parser.Current;

        public long Line => parser.Current?.Start.Line ?? 1;

        public bool MoveNext()
        {
            if (!parser.MoveNext())
            {
                return false;
            }

            Count(parser.Current!);
            if (_open.Count > MaxDepth || _values > MaxValues)
            {
                throw new YamlException(Current!.Start, Current.End, _open.Count > MaxDepth
                    ? $"more than {MaxDepth} lists or mappings stand in each other"
                    : $"a file can have at most {MaxValues} values");
            }

            return true;
        }

        private void Count(ParsingEvent at)
        {
            switch (at)
            {
                case AnchorAlias alias:
                    _values += _sizes.TryGetValue(alias.Value, out var size)
                        ? size
                        : throw new YamlException(at.Start, at.End, $"nothing above is called `{alias.Value}`");
                    break;
                case SequenceStart or MappingStart:
                    _open.Push((((NodeEvent)at).Anchor, _values++));
                    break;
                case SequenceEnd or MappingEnd:
                    var (name, before) = _open.Pop();
                    _sizes[name] = _values - before;
                    break;
                case Scalar scalar:
                    _sizes[scalar.Anchor] = 1;
                    _values++;
                    break;
            }
        }
    }
}
