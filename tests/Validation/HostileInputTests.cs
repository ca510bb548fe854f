using System.Text;
using Aggregator.Fuzzing;
using CsCheck;
using Xunit;

namespace Aggregator.Validation.Tests;

/// <summary>Whatever is sent, there is an answer: an operation or errors with places inside the document.</summary>
public class HostileInputTests
{
    private static readonly string[] Documents =
    [
        .. Directory.EnumerateFiles(Fixture.Cases, "*.graphql", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(File.ReadAllText),
    ];

    private static readonly string[] Pieces =
    [
        "{", "}", "(", ")", "[", "]", ":", "=", "@", "$", "!", "|", "&", "...", "\"", "\"\"\"", "\\u", "\\uD83D", "{u{",
        "#", "\n", "\0", "\uFEFF", "\ud800", "é", "query", "fragment", "on", "subscription", "null", "-1.5e400", "00",
        "__typename", "...f", "{ dog { name } }", "@include(if: $a)", "extend type Dog { x: Int }",
        "(value: {a: {a: [[", "\"x\" query",
    ];

    private static readonly Gen<(int Document, int Place, int Length, int Piece)[]> Edits =
        Gen.Select(Gen.Int[0, 9_999], Gen.Int[0, 9_999], Gen.Int[0, 12], Gen.Int[0, 9_999])
            .Select((document, place, length, piece) => (document, place, length, piece)).Array[1, 6];

    [Fact]
    public void Mutated_documents_are_judged() =>
        Edits.Sample(edits => IsJudged(Mutated(edits)), iter: Mutation.Rounds(5_000), threads: 1);

    [Fact]
    public void Any_characters_are_judged() =>
        Gen.Char.Array[0, 60].Sample(text => IsJudged(new string(text)), iter: Mutation.Rounds(2_000), threads: 1);

    [Fact]
    public void Pieces_in_any_order_are_judged() => Gen.Int[0, Pieces.Length - 1].Array[0, 40].Sample(
        pieces => IsJudged(string.Join(' ', pieces.Select(piece => Pieces[piece]))),
        iter: Mutation.Rounds(5_000),
        threads: 1);

    [Fact]
    public void Any_bytes_as_variables_are_judged()
    {
        var operation = Fixture.Valid(
            "query ($c: ComplexInput, $a: Anything) { findDog(complex: $c) { name } " +
            "arguments { anythingArg(value: $a) } }");
        var valid = Encoding.UTF8.GetBytes(
            """{"c": {"name": "\u00e9", "age": 1, "tags": ["x"], "commands": [["SIT"]]}, "a": [1.5, null, {}]}""");
        Gen.Select(Gen.Int[0, valid.Length - 1], Gen.Byte).Array[1, 5].Sample(
            edits =>
            {
                var bytes = (byte[])valid.Clone();
                Array.ForEach(edits, edit => bytes[edit.Item1] = edit.Item2);
                var outcome = VariableCoercion.Coerce(operation, bytes);
                return outcome.Variables is null
                    ? !outcome.Errors.IsEmpty
                    : outcome.Variables.Names.All(name => outcome.Variables.Value(name) is not null);
            },
            iter: Mutation.Rounds(5_000),
            threads: 1);
    }

    private static string Mutated((int Document, int Place, int Length, int Piece)[] edits)
    {
        var text = new StringBuilder(Documents[edits[0].Document % Documents.Length]);
        foreach (var (document, place, length, piece) in edits)
        {
            var at = place % (text.Length + 1);
            _ = text.Remove(at, Math.Min(length, text.Length - at));
            var other = Documents[document % Documents.Length];
            _ = text.Insert(
                at, piece % 2 == 0 ? Pieces[piece % Pieces.Length] : other[..Math.Min(piece % 40, other.Length)]);
        }

        return text.ToString();
    }

    private static bool IsJudged(string text)
    {
        var outcome = Fixture.Validate(text);
        var lines = text.Split('\n').Length;
        return outcome.Operation is null
            ? !outcome.Errors.IsEmpty
                && outcome.Errors.SelectMany(error => error.Locations).All(at => at.Line >= 1 && at.Line <= lines)
            : outcome.Errors.IsEmpty;
    }
}
