using CsCheck;
using Xunit;

namespace Aggregator.Schema.Tests;

public class ValueTests
{
    private static readonly Gen<string> Names = Gen.String[Gen.Char.AlphaNumeric, 1, 8].Select(name => "n" + name);

    private const string Strange = "\"\\\n\r\t\b\f\u0001\u007f\u00e9\u2028{u#";

    private static readonly Gen<Value> Leaves = Gen.OneOf<Value>(
        Gen.Const((Value)NullValue.Instance),
        Gen.Bool.Select(flag => (Value)new BooleanValue(flag)),
        Gen.Long.Select(number => (Value)new IntValue($"{number}")),
        Gen.Select(Gen.Long, Gen.UShort, Gen.Short)
            .Select((whole, part, power) => (Value)new FloatValue($"{whole}.{part}e{power}")),
        Gen.String[Gen.OneOf(Gen.Char.AlphaNumeric, Gen.Char[Strange]), 0, 12]
            .Select(text => (Value)new StringValue(text)),
        Names.Select(name => (Value)new EnumLiteral(name)),
        Names.Select(name => (Value)new VariableValue(name)));

    private static readonly Gen<Value> Values = Gen.Recursive<Value>((depth, inner) => depth > 3
        ? Leaves
        : Gen.OneOf(
            Leaves,
            inner.Array[0, 3].Select(items => (Value)new ListValue([.. items])),
            Gen.Select(Names, inner).Array[0, 3].Select(fields =>
                (Value)new ObjectValue([.. fields.Select(field => new ObjectField(field.Item1, field.Item2))]))));

    [Fact]
    public void A_printed_value_reads_back_the_same() => Values.Sample(
        value => Read($"{{ f(a: {value}) }}") == value, iter: 2_000, threads: 1);

    [Theory]
    [InlineData("12345678901234567890123", "12345678901234567890123")]
    [InlineData("-0.10e+05", "-0.10e+05")]
    [InlineData("\"\\u00e9\\u{1F600}\\\"\"", "\"é😀\\\"\"")]
    [InlineData("\"\"\"\n    one\n      two \\\"\"\"\n    \"\"\"", "\"one\\n  two \\\"\\\"\\\"\"")]
    [InlineData("[1 2,3]", "[1, 2, 3]")]
    [InlineData("{b:$v a:[null true RED]}", "{b: $v, a: [null, true, RED]}")]
    public void A_value_is_printed_in_one_form(string written, string printed) =>
        Assert.Equal(printed, Read($"{{ f(a: {written}) }}").ToString());

    [Fact]
    public void Places_of_arguments_and_input_fields_are_kept_but_not_compared()
    {
        var document = DocumentReader.ReadOperations("{ f(a: 1,\n  b: {c: 2}) }").Document!;
        var arguments = ((FieldSelection)document.Operations[0].Selections[0]).Arguments;
        var nested = ((ObjectValue)arguments[1].Value).Fields[0];

        Assert.Equal(["1:5", "2:3", "2:7"], new[] { arguments[0], arguments[1], nested }.Select(each => $"{each.At}"));
        Assert.Equal(new ObjectField("c", new IntValue("2")), nested);
    }

    private static Value Read(string document)
    {
        var read = DocumentReader.ReadOperations(document);
        return read.Document is { } document1
            ? ((FieldSelection)document1.Operations[0].Selections[0]).Arguments[0].Value
            : throw new InvalidOperationException($"{read.Fault}");
    }
}
