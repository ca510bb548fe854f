using System.Text;

namespace Aggregator.Validation.Tests;

/// <summary>Builds one document from a tape of numbers, each of which decides one choice.</summary>
/// <param name="tape">The choices.</param>
internal sealed class RandomDocumentBuilder(int[] tape)
{
    private static readonly string[] Composites = ["I", "A", "B", "C", "U"];

    private readonly StringBuilder _text = new();
    private int _next;
    private int _fragment = -1;

    public string Document()
    {
        _ = _text.Append("query ($p: Boolean! = true, $q: Boolean! = false, $x: Int) ");
        Set("Query", 0);
        for (_fragment = 0; _fragment < 3; _fragment++)
        {
            var type = Composites[Take(Composites.Length)];
            _ = _text.Append($"\nfragment f{_fragment} on {type} ");
            Set(type, 1);
        }

        return _text.ToString();
    }

    // An exhausted tape chooses the first of everything, which ends the document soon.
    private int Take(int choices) => _next < tape.Length ? tape[_next++] % choices : 0;

    private void Set(string type, int depth)
    {
        _ = _text.Append("{ ");
        var count = 1 + Take(4);
        for (var i = 0; i < count; i++)
        {
            var choice = depth == 0 ? 0 : Take(10);
            if (choice < 6)
            {
                Field(type, depth);
            }
            else if (choice < 8 && _fragment < 2)
            {
                _ = _text.Append($"...f{_fragment + 1 + Take(2 - _fragment)} {Directive()}");
            }
            else
            {
                var condition = Take(3) == 0 ? null : Composites[Take(Composites.Length)];
                _ = _text.Append(condition is null ? "... " : $"... on {condition} ").Append(Directive());
                Set(condition ?? type, depth + 1);
            }
        }

        _ = _text.Append("} ");
    }

    private void Field(string type, int depth)
    {
        var fields = RandomDocuments.Types.Type(type)!.Fields;
        if (fields.IsEmpty)
        {
            _ = _text.Append("__typename ");
            return;
        }

        var field = fields[Take(fields.Length)];
        var isLeaf = RandomDocuments.Types.Type(field.Type.Name) is not { IsComposite: true };
        if (!isLeaf && depth > 4)
        {
            _ = _text.Append("__typename ");
            return;
        }

        _ = _text.Append(Take(8) == 1 ? "k: " : "").Append(field.Name)
            .Append(field.Arguments.IsEmpty ? "" : Argument()).Append(' ').Append(Directive());
        if (!isLeaf)
        {
            Set(field.Type.Name, depth + 1);
        }
    }

    private string Argument() => Take(12) switch
    {
        1 => "(x: 1)",
        2 => "(x: $x)",
        _ => "",
    };

    private string Directive() => Take(12) switch
    {
        1 => "@skip(if: $p) ",
        2 => "@include(if: $p) ",
        3 => "@include(if: $q) ",
        4 => "@skip(if: $q) @include(if: $p) ",
        5 => "@skip(if: true) ",
        _ => "",
    };
}
