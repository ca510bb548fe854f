using CsCheck;
using Snapshooter.Xunit;
using Xunit;

namespace Aggregator.Schema.Tests;

public class SchemaPrinterTests
{
    [Fact]
    public void What_is_printed_reads_back_and_prints_the_same() => GeneratedSchemas.Any.Sample(
        system =>
        {
            var printed = SchemaPrinter.Print(system);
            var (read, fault) = DocumentReader.ReadTypes(printed);
            return fault is null && read!.Contradictions.IsEmpty && SchemaPrinter.Print(read) == printed;
        },
        iter: 800,
        print: SchemaPrinter.Print);

    [Fact]
    public void A_document_prints_in_the_usual_layout()
    {
        var (document, _) = DocumentReader.ReadTypes("""
            schema @a { query: Root }
            "Short." directive @a(x: [Int!] = [1], y: String) repeatable on SCHEMA | FIELD
            union U @a = A | B
            interface I { x: Int }
            "Two\nlines."
            type A implements I & J @a(x: [1]) @a {
              "A field." f(a: Int = 1, b: In = {x: "q\"", y: [E]}): [A!]! @deprecated
              g("An argument." a: Int): Int
            }
            enum E { "One." V @a W }
            input In { x: String = "s" y: [E] }
            scalar S @specifiedBy(url: "https://example.org")
            extend type Elsewhere { z: Int }
            """);

        SchemaPrinter.Print(document!).MatchSnapshot();
    }

    [Theory]
    [InlineData("id")]
    [InlineData("id organisation { id name } ... on A { x(a: 1, b: \"c\") } ... { y }")]
    [InlineData("a: b @c(d: 1) { e }")]
    public void A_field_set_prints_on_one_line(string fields)
    {
        var (document, _) = DocumentReader.ReadFieldSet(fields);

        Assert.Equal(fields, SelectionPrinter.Print(document!.Operations[0].Selections));
    }
}
