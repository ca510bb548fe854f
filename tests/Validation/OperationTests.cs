using Aggregator.Schema;
using Xunit;

namespace Aggregator.Validation.Tests;

public class OperationTests
{
    private static OperationError Fault(string text, string? operation = null) =>
        Assert.Single(Fixture.Validate(text, operation).Errors);

    [Fact]
    public void The_only_operation_is_chosen_without_a_name()
    {
        Assert.Equal("A", Fixture.Valid("query A { dog { name } }").Name);
        Assert.Equal(OperationKind.Mutation, Fixture.Valid("mutation { rename(name: \"x\") { name } }", null).Kind);
    }

    [Fact]
    public void One_of_several_operations_is_chosen_by_name()
    {
        const string Text = "query A { dog { name } } query B { cat { name } }";

        Assert.Equal("cat", Fixture.Valid(Text, "B").RootKeys.Single());
        Assert.Equal("the document has several operations: say which with `operationName`", Fault(Text).Message);
        Assert.Equal("the document has no operation `C`", Fault(Text, "C").Message);
        Assert.Equal(OperationErrorCodes.ResolutionFailure, Fault(Text, "C").Code);
    }

    [Fact]
    public void A_name_that_is_no_name_is_not_repeated() =>
        Assert.Equal("the document has no operation of the name given", Fault("{ site }", "943 476 5919").Message);

    [Fact]
    public void A_kind_of_operation_that_the_schema_lacks_is_refused()
    {
        var api = Fixture.Types("type Query { a: Int }");

        var error = OperationValidator.Validate("mutation { a }", null, api, OperationLimits.Default).Errors[0];

        Assert.Equal(
            "GRAPHQL_VALIDATION_FAILED Operation Type Existence (5.2.1.1) at [1:1]: the schema has no mutations",
            error.ToString());
    }

    [Theory]
    [InlineData("", "the document is empty: send an operation")]
    [InlineData("# only a comment", "the document is empty: send an operation")]
    [InlineData("{ dog { name }", "syntax error: expected Name, found EOF")]
    [InlineData("{ dog(a: \"secret\" { name } }", "syntax error: expected Name, found {")]
    [InlineData("{ dog } \"secret\"", "syntax error: unexpected String")]
    [InlineData("{ arguments { intArg(value: 1a: 2) } }", "syntax error: a number runs into a name")]
    [InlineData("{ site @a(b: \"\\ud83d\") }", "syntax error: an escape that is half of a character")]
    [InlineData("query ($a: Int, $b: Int = $a) { dog { name } }", "syntax error: unexpected $")]
    [InlineData("query ($a: Int @x(y: $a)) { dog { name } }",
        "syntax error: a variable cannot stand in a default or on a variable")]
    public void A_text_that_is_not_graphql_is_refused_without_repeating_values(string text, string message)
    {
        var error = Fault(text);

        Assert.Equal(OperationErrorCodes.ParseFailed, error.Code);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Half_a_character_in_a_string_is_refused() =>
        Assert.Equal("syntax error: half of a character", Fault("{ site @a(b: \"\ud83d\") }").Message);

    [Fact]
    public void Descriptions_of_operations_fragments_and_variables_are_read_over()
    {
        var operation = Fixture.Valid(
            """"
            """
            What the operation is for,
            in two lines.
            """
            query A("Whom." $id: ID = "1", """Unused "then".""" $text: String = "x") {
              human(id: $id) { ...f }
              arguments { stringArg(value: $text) }
            }
            "What it shows."
            fragment f on Human { name }
            """");

        Assert.Equal(["id", "text"], operation.Variables.Select(variable => variable.Name));
        Assert.Equal(new Location(6, 3), operation.Selections.Fields.First().Locations[0]);
    }

    [Fact]
    public void A_description_of_the_short_form_is_refused() =>
        Assert.Equal(OperationErrorCodes.ParseFailed, Fault("\"What.\" { dog { name } }").Code);

    [Fact]
    public void Escapes_outside_the_basic_plane_are_read()
    {
        var field = Fixture.Valid("{ arguments { stringArg(value: \"\\u{1F600} \\uD83D\\uDE00\") } }")
            .Selections.Fields.Single().Children!.Fields.Single();

        Assert.Equal(new StringValue("😀 😀"), field.Arguments[0].Value);
    }

    [Fact]
    public void Errors_come_in_the_order_of_the_document_up_to_a_limit()
    {
        var limits = OperationLimits.Default with { MaxErrors = 3 };

        var errors = Fixture.Validate("{ dog { a(x: $v) b } nowhere cat }", limits: limits).Errors;

        Assert.Equal(3, errors.Length);
        Assert.Equal(errors.OrderBy(error => error.Locations[0].Column), errors);
    }

    [Fact]
    public void Every_code_is_in_the_catalogue_once() =>
        Assert.Equal(
            ["BAD_USER_INPUT", "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "LIMIT_EXCEEDED",
                "OPERATION_RESOLUTION_FAILURE"],
            OperationErrorCodes.All.Select(entry => entry.Code).Order(StringComparer.Ordinal));

    [Fact]
    public void Typename_has_a_definition_of_its_own()
    {
        var field = Fixture.Valid("{ __typename }").Selections.Fields.Single();

        Assert.True(field.IsTypeName);
        Assert.Equal("String!", field.Definition.Type.ToString());
        Assert.Null(field.Children);
    }
}
