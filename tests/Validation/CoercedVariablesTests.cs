using System.Buffers;
using System.Text;
using System.Text.Json;
using Aggregator.Schema;
using Xunit;

namespace Aggregator.Validation.Tests;

public class CoercedVariablesTests
{
    private const string Text =
        "query ($a: Boolean, $b: Boolean, $c: Boolean, $v: Anything, $n: String) { arguments { " +
        "a: booleanArg(value: $a) b: booleanArg(value: $b) c: booleanArg(value: $c) anythingArg(value: $v) " +
        "stringArg(value: $n) } }";

    private static CoercedVariables Coerced(string json) =>
        VariableCoercion.Coerce(Fixture.Valid(Text), Encoding.UTF8.GetBytes(json)).Variables!;

    [Fact]
    public void Only_true_is_true()
    {
        var variables = Coerced("""{"a": true, "b": false, "c": null, "v": "true"}""");

        Assert.Equal(["a"], "a b c v n".Split(' ').Where(variables.IsTrue));
    }

    [Fact]
    public void Null_is_a_value_and_left_out_is_none()
    {
        var variables = Coerced("""{"c": null}""");

        Assert.True(variables.Has("c"));
        Assert.False(variables.Has("a"));
        Assert.Equal(NullValue.Instance, variables.Value("c"));
        Assert.Null(variables.Value("a"));
    }

    [Fact]
    public void A_value_keeps_every_digit() =>
        Assert.Equal(
            "{n: 12345678901234567890, d: [0.100, 1e+400], s: \"x\", b: null}",
            Coerced("""{"v": {"n": 12345678901234567890, "d": [0.100, 1e+400], "s": "x", "b": null}}""")
                .Value("v")!.ToString());

    [Fact]
    public void Variables_are_written_as_one_object_in_the_order_asked_for()
    {
        var output = new ArrayBufferWriter<byte>();

        Coerced("""{"v": {"k" : 1.0}, "b": false, "n": null}""").WriteObject(["v", "a", "n", "b"], output);

        Assert.Equal("""{"v":{"k" : 1.0},"n":null,"b":false}""", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void A_json_element_is_coerced_as_its_bytes_are()
    {
        using var json = JsonDocument.Parse("""{"a": true}""");

        Assert.True(VariableCoercion.Coerce(Fixture.Valid(Text), json.RootElement).Variables!.IsTrue("a"));
        Assert.Empty(VariableCoercion.Coerce(Fixture.Valid(Text), (JsonElement?)null).Variables!.Names);
    }

    [Fact]
    public void A_json_element_with_half_a_character_or_a_list_is_refused()
    {
        using var half = JsonDocument.Parse("""{"n": "\ud800"}""");
        using var list = JsonDocument.Parse("[]");

        Assert.Single(VariableCoercion.Coerce(Fixture.Valid(Text), half.RootElement).Errors);
        Assert.Single(VariableCoercion.Coerce(Fixture.Valid(Text), list.RootElement).Errors);
    }

    [Fact]
    public void Variables_over_the_limit_are_refused()
    {
        var limits = OperationLimits.Default with { MaxVariablesBytes = 10 };
        var operation = OperationValidator.Validate(Text, null, Fixture.Kennel, limits).Operation!;

        var error = Assert.Single(VariableCoercion.Coerce(operation, "{\"a\": true}"u8.ToArray()).Errors);

        Assert.Equal("the variables are larger than 10 bytes", error.Message);
        Assert.Equal(OperationErrorCodes.LimitExceeded, error.Code);
    }
}
