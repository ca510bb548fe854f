using System.Text;
using System.Text.Json;
using CsCheck;
using Xunit;

namespace Aggregator.Execution.Tests;

public class ReadingLaws
{
    private const string Sdl = "scalar Json type Query { v: Json }";

    private static readonly string[] Odd =
        ["null", "true", "false", "0", "-0", "1e5", "-1.50E+3", "123456789012345678901234567890"];

    private static readonly Gen<string> GenJson = Gen.Recursive<string>((depth, inner) => depth > 4
        ? GenScalar
        : Gen.Frequency(
            (3, GenScalar),
            (1, inner.Array[0, 4].Select(items => "[" + string.Join(" , ", items) + "]")),
            (1, Gen.Select(Gen.String[Gen.Char["abc\"\\\u00e9\u0001"], 0, 3], inner).Array[0, 4].Select(members =>
                "{ " + string.Join(",", members.Select(one => Member(one.Item1, one.Item2))) + "}"))));

    private static Gen<string> GenScalar => Gen.OneOf(
        Gen.Int[0, Odd.Length - 1].Select(at => Odd[at]),
        Gen.Int.Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Gen.String.Select(text => JsonSerializer.Serialize(text)));

    [Fact]
    public async Task Valid_JSON_comes_through_byte_for_byte() =>
        await GenJson.SampleAsync(async json =>
        {
            var answer = await AnswerAsync(Body(json));

            Assert.Equal(Body(json), answer);
        }, iter: 500);

    [Fact]
    public async Task Bytes_are_JSON_for_us_exactly_when_they_are_for_the_platform() =>
        await Gen.Select(GenJson, Gen.Int[0, 60], Gen.Char["{}[]\",:\\0e.-tnu \u0001\u00ff"]).SampleAsync(
            async (json, at, put) =>
            {
                var body = Body(json);
                at %= body.Length;
                body = body[..at] + put + body[(at + 1)..];
                var isUsable = IsUsable(body);

                using var data = await Plan().RunAsync(new ScriptedAgencies().On("one", body));

                Assert.Equal(isUsable, data.Errors.IsEmpty);
            }, iter: 2000);

    [Fact]
    public async Task Nothing_that_an_agency_sends_breaks_the_run() =>
        await Gen.Byte.Array[0, 200].SampleAsync(async bytes =>
        {
            var agencies = new ScriptedAgencies().On("one", (_, _) =>
                Task.FromResult(new AgencyResponse(AgencyOutcome.Answered, bytes, null, 200, null)));

            using var data = await Plan().RunAsync(agencies);

            Assert.NotEmpty(data.Errors);
        }, iter: 500);

    [Fact]
    public async Task A_hundred_thousand_brackets_are_an_error_and_not_a_crash()
    {
        using var data = await Plan().RunAsync(
            new ScriptedAgencies().On("one", "{\"data\":{\"v\":" + new string('[', 100_000)));

        Assert.Contains("nests too deep", data.Errors.Single().Message, StringComparison.Ordinal);
    }

    // Usable: a JSON object whose members stand once and whose data is an object or explained by errors.
    private static bool IsUsable(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(
                Encoding.UTF8.GetBytes(body), new JsonDocumentOptions { AllowDuplicateProperties = true });
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && root.EnumerateObject().Count(member => member.Name == "data") == 1
                && root.GetProperty("data").ValueKind == JsonValueKind.Object
                && root.GetProperty("data").EnumerateObject().Count(member => member.Name == "v") <= 1;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Member(string key, string value) => JsonSerializer.Serialize(key) + "\t:" + value;

    private static string Body(string json) => "{\"data\":{\"v\":" + json + "}}";

    private static Runnable Plan()
    {
        var sketch = new Sketch(Sdl);
        _ = sketch.Root("one", "{v}", "v");
        return sketch.Plan("v");
    }

    private static Task<string> AnswerAsync(string body) => Plan().AnswerAsync(new ScriptedAgencies().On("one", body));
}
