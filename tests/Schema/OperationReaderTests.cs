using Xunit;

namespace Aggregator.Schema.Tests;

public class OperationReaderTests
{
    private const string Text =
        """
        query First($id: ID! = "1" @mark, $flags: [Boolean!]) @mark(level: 2) {
          alias: field(id: $id) @include(if: true) { ...Parts  ... on Thing @skip(if: $flags) { name } }
          ... { other }
        }
        # what changes
        mutation { change }
        subscription Third { event }
        fragment Parts on Thing @mark { name }
        type Extra { a: Int }
        """;

    private static OperationDocument Document => DocumentReader.ReadOperations(Text).Document!;

    [Fact]
    public void Operations_fragments_and_the_rest_are_told_apart()
    {
        var document = Document;

        Assert.Equal(["Query First 1:1", "Mutation  6:1", "Subscription Third 7:1"],
            document.Operations.Select(operation => $"{operation.Kind} {operation.Name} {operation.At}"));
        Assert.Equal("Parts on Thing at 8:1", Assert.Single(document.Fragments) is var fragment
            ? $"{fragment.Name} on {fragment.TypeCondition} at {fragment.At}"
            : "");
        Assert.Equal(new Location(9, 1), Assert.Single(document.NotExecutable).At);
    }

    [Fact]
    public void Variables_keep_type_default_and_directives()
    {
        var variables = Document.Operations[0].Variables;

        Assert.Equal(
            ["id ID! \"1\" @mark 1:13", "flags [Boolean!]   1:35"],
            variables.Select(variable => $"{variable.Name} {variable.Type} {variable.Default} "
                + $"{string.Join(' ', variable.Directives.Select(each => "@" + each.Name))} {variable.At}"));
    }

    [Fact]
    public void Selections_print_as_they_were_written() => Assert.Equal(
        "alias: field(id: $id) @include(if: true) { ...Parts ... on Thing @skip(if: $flags) { name } } ... { other }",
        SelectionPrinter.Print(Document.Operations[0].Selections));

    [Fact]
    public void Every_selection_knows_its_place()
    {
        var field = (FieldSelection)Document.Operations[0].Selections[0];

        Assert.Equal("2:3", $"{field.At}");
        Assert.Equal("2:25", $"{field.Directives[0].At}");
        Assert.Equal(["2:46", "2:56"], field.Selections.Select(selection => $"{selection.At}"));
    }

    [Fact]
    public void A_field_set_reads_without_braces() =>
        Assert.Equal("id organisation { id }", SelectionPrinter.Print(
            DocumentReader.ReadFieldSet("id organisation { id }").Document!.Operations[0].Selections));

    [Theory]
    [InlineData("{ a(b: \"Jane\" }", "syntax error: expected Name, found }", "1:15")]
    [InlineData("{ a } \"Jane\"", "syntax error: unexpected String", "1:7")]
    [InlineData("{ a(b: 1 2) }", "syntax error: expected Name, found Int", "1:10")]
    [InlineData("{\n  a(b: \"\\u{110000}\")\n}", "a string holds an escape that is no Unicode character", "0:0")]
    public void A_fault_has_a_place_and_repeats_no_value(string text, string message, string at)
    {
        var fault = DocumentReader.ReadOperations(text).Fault!;

        Assert.Equal(message, fault.Message);
        Assert.Equal(at, fault.At.ToString());
    }

    [Fact]
    public void Nesting_is_limited()
    {
        var text = string.Concat(Enumerable.Repeat("{ a ", 1_000));

        Assert.Equal("the document nests deeper than 128 levels", DocumentReader.ReadOperations(text).Fault!.Message);
        Assert.NotNull(DocumentReader.ReadOperations("{ a { b } }", maxDepth: 3).Fault);
    }
}
