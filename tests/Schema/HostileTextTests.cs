using Aggregator.Fuzzing;
using CsCheck;
using Xunit;

namespace Aggregator.Schema.Tests;

/// <summary>Whatever the text, reading gives a document or a fault.</summary>
public class HostileTextTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "(", ")", "[", "]", ":", "=", "@", "$", "!", "|", "&", "...", "\"", "\"\"\"", "\\u{", "\\ud83d",
        "#", "\n", "\0", "\ud800", "type Q", "extend", "schema", "query", "Q", "enum E", "input I", "union U =",
        "directive @d on", "FIELD", "implements", "scalar S", "1", "-", "1.5e", "\"\"\"\"",
        "type Query { a(b: [Int!]! = [1]): ID @x(y: {z: 1}) }",
    ];

    [Fact]
    public void Pieces_in_any_order_are_read_or_refused() =>
        Gen.Int[0, Pieces.Length - 1].Array[0, 30].Sample(
            pieces => IsReadOrRefused(string.Join(' ', pieces.Select(piece => Pieces[piece]))),
            iter: Mutation.Rounds(5_000),
            threads: 1);

    [Fact]
    public void Any_characters_are_read_or_refused() =>
        Gen.Char.Array[0, 60].Sample(
            text => IsReadOrRefused(new string(text)), iter: Mutation.Rounds(2_000), threads: 1);

    private static bool IsReadOrRefused(string text)
    {
        var types = DocumentReader.ReadTypes(text);
        var operations = DocumentReader.ReadOperations(text);
        return (types.Document is null) != (types.Fault is null)
            && (operations.Document is null) != (operations.Fault is null);
    }
}
