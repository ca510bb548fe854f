using System.Collections.Immutable;
using System.Text.RegularExpressions;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace Aggregator.Schema;

/// <summary>A text that is not GraphQL.</summary>
/// <param name="Message">What is wrong, in lower case.</param>
/// <param name="At">Where.</param>
public sealed record SyntaxFault(string Message, Location At);

/// <summary>Either what was read or why it could not be.</summary>
/// <typeparam name="T">What is read.</typeparam>
/// <param name="Document">What was read, or null.</param>
/// <param name="Fault">Why not, or null.</param>
public readonly record struct ReadResult<T>(T? Document, SyntaxFault? Fault)
    where T : class;

/// <summary>Reads GraphQL texts into this room's own model. Never throws on bad input.</summary>
public static partial class DocumentReader
{
    /// <summary>How deeply syntax nodes may nest; deeper is a fault, so that the stack is safe.</summary>
    public const int MaxDepth = 128;

    /// <summary>Reads an executable document.</summary>
    /// <param name="text">The document.</param>
    /// <param name="maxDepth">Deepest nesting of the syntax, 1..128.</param>
    public static ReadResult<OperationDocument> ReadOperations(string text, int maxDepth = MaxDepth)
    {
        var parsed = Parse(text, maxDepth);
        return parsed.Fault is null
            ? new(new OperationReader(new LineIndex(text)).Read(parsed.Document!), null)
            : new(null, parsed.Fault);
    }

    /// <summary>Reads a type system document; extensions are merged into what they extend.</summary>
    /// <param name="text">The document.</param>
    public static ReadResult<TypeSystem> ReadTypes(string text)
    {
        var parsed = Parse(text, MaxDepth);
        return parsed.Fault is null
            ? new(new TypeSystemReader(new LineIndex(text)).Read(parsed.Document!), null)
            : new(null, parsed.Fault);
    }

    /// <summary>Reads a field set such as <c>id organisation { id }</c>, without its outer braces.</summary>
    /// <param name="text">The field set.</param>
    public static ReadResult<OperationDocument> ReadFieldSet(string text) => ReadOperations("{" + text + "}");

    private static ReadResult<GraphQLDocument> Parse(string text, int maxDepth)
    {
        if (UnicodeEscapes.Rewrite(text) is not { } readable)
        {
            return new(null, new SyntaxFault("a string holds an escape that is no Unicode character", default));
        }

        try
        {
            var options = new ParserOptions { Ignore = IgnoreOptions.Comments, MaxDepth = maxDepth };
            return new(Parser.Parse(readable, options), null);
        }
        catch (GraphQLSyntaxErrorException fault)
        {
            var at = new Location(fault.Location.Line, fault.Location.Column);
            return new(null, new SyntaxFault(Wording(fault), at));
        }
        catch (GraphQLMaxDepthExceededException)
        {
            return new(null, new SyntaxFault($"the document nests deeper than {maxDepth} levels", default));
        }
    }

    // The parser repeats the text around the fault; the place is enough and repeats nobody's data.
    private static string Wording(GraphQLSyntaxErrorException fault)
    {
        var end = fault.Message.IndexOf('\n', StringComparison.Ordinal);
        var line = end < 0 ? fault.Message : fault.Message[..end];
        var start = line.IndexOf(") ", StringComparison.Ordinal);
        var words = (start < 0 ? line : line[(start + 2)..]).TrimEnd('\r', ' ', '.');
        return "syntax error: " + Reference().Replace(Literal().Replace(Lowered(words), "$1"), "");
    }

    private static string Lowered(string words) =>
        words.Length == 0 ? words : char.ToLowerInvariant(words[0]) + words[1..];

    [GeneratedRegex("\\b(String|BlockString|Block String|Int|Float|Comment) \".*\"", RegexOptions.Singleline)]
    private static partial Regex Literal();

    [GeneratedRegex("; for more information see .*$")]
    private static partial Regex Reference();
}

/// <summary>Finds line and column of an offset.</summary>
internal sealed class LineIndex
{
    private readonly ImmutableArray<int> _starts;

    public LineIndex(string text)
    {
        var starts = ImmutableArray.CreateBuilder<int>();
        starts.Add(0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                starts.Add(i + 1);
            }
        }

        _starts = starts.ToImmutable();
    }

    public Location At(ASTNode node)
    {
        var offset = node.Location.Start;
        var found = _starts.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        return new Location(line + 1, offset - _starts[line] + 1);
    }
}
