using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Validation.Tests;

/// <summary>The expected answers are graphql-js's own: eng/differential/validation writes them.</summary>
public class IntrospectionTests
{
    private static readonly string Folder = Path.Combine(Fixture.Cases, "introspection");

    [Theory]
    [InlineData("introspection/schema", "query", "{}", "query")]
    [InlineData("schema", "query", "{}", "query-kennel")]
    [InlineData("introspection/schema", "shown", "{}", "shown")]
    [InlineData("introspection/schema", "shown", """{"all": true, "skip": false}""", "shown-all")]
    public void Answer_is_that_of_graphql_js(string schema, string query, string variables, string answer)
    {
        var api = Fixture.Types(File.ReadAllText(Path.Combine(Fixture.Cases, schema + ".graphql")));
        var operation = Fixture.Valid(File.ReadAllText(Path.Combine(Folder, query + ".graphql")), api: api);

        var data = Execute(operation, variables);

        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, answer + ".json")))!;
        Assert.Equal(expected.ToJsonString(), JsonNode.Parse(data)!.ToJsonString());
    }

    [Fact]
    public void Built_in_scalars_that_the_schema_does_not_use_are_not_shown_but_can_type_a_variable()
    {
        var api = Fixture.Types("type Query { a(b: Any): ID } scalar Any");
        var operation = Fixture.Valid("query ($x: Float) { a(b: [$x]) __schema { types { name } } }", api: api);

        var names = JsonNode.Parse(Execute(operation, "{}"))!["__schema"]!["types"]!.AsArray()
            .Select(type => (string)type!["name"]!);

        Assert.Equal(["Query", "ID", "Any", "Boolean", "String"], names.Where(name => name[0] != '_'));
    }

    [Fact]
    public void An_answer_over_the_limit_is_refused()
    {
        var limits = OperationLimits.Default with { MaxIntrospectionBytes = 1_024 };
        var text = File.ReadAllText(Path.Combine(Folder, "query.graphql"));
        var operation = OperationValidator.Validate(text, null, Fixture.Kennel, limits).Operation!;

        var outcome = Introspection.Execute(operation, CoercedVariables.None);

        Assert.Equal(OperationErrorCodes.LimitExceeded, outcome.Error!.Code);
        Assert.True(outcome.Data.IsEmpty);
    }

    private static string Execute(ValidOperation operation, string variables)
    {
        var coerced = VariableCoercion.Coerce(operation, Encoding.UTF8.GetBytes(variables)).Variables!;
        return Encoding.UTF8.GetString(Introspection.Execute(operation, coerced).Data.Span);
    }
}
