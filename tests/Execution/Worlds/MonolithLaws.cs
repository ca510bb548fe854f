using System.Text.Json;
using CsCheck;
using Xunit;

namespace Aggregator.Execution.Tests;

public class MonolithLaws
{
    private static readonly ShopWorld World = new(users: 4, products: 6, reviewsOfProduct: 3);

    [Fact]
    public async Task The_deep_query_says_byte_for_byte_what_one_service_says()
    {
        var (expected, answer) = await BothAsync(ShopWorld.DeepQuery);

        Assert.Equal(expected, answer);
    }

    [Fact]
    public async Task Any_operation_says_what_one_service_says() =>
        await GenOperation.SampleAsync(async operation =>
        {
            var (expected, answer) = await BothAsync(operation);

            Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(answer)), answer);
        }, iter: 150);

    private static Gen<string> GenOperation => GenSelection("Query", 0).Select(selection => "query " + selection);

    private static async Task<(string Expected, string Answer)> BothAsync(string operation) => (
        ShopWorld.Text(World.Answer(JsonSerializer.SerializeToUtf8Bytes(new { query = operation }))),
        await ShopWorld.Plan(operation).AnswerAsync(World.Agencies()));

    // A response key goes with its field and arguments, so that selections always merge.
    private static Gen<string> GenSelection(string type, int depth)
    {
        var fields = Fields(type, depth).ToArray();
        return Gen.Int[0, fields.Length - 1].Array[1, 4]
            .SelectMany(picks => Gather([.. picks.Distinct().Select(pick => fields[pick])]))
            .Select(parts => "{ " + string.Join(' ', parts) + " }");
    }

    private static Gen<string[]> Gather(Gen<string>[] parts) => parts.Aggregate(
        Gen.Const(Array.Empty<string>()),
        (all, part) => Gen.Select(all, part, (some, one) => (string[])[.. some, one]));

    private static IEnumerable<Gen<string>> Fields(string type, int depth)
    {
        yield return Gen.Const("__typename");
        string[] leaves = type switch
        {
            "User" => ["id", "name", "username", "alias: name", "birthday"],
            "Product" => ["upc", "name", "price", "weight", "inStock", "shippingEstimate", "cost: shippingEstimate"],
            "Review" => ["id", "body", "text: body"],
            _ => [],
        };
        foreach (var leaf in leaves)
        {
            yield return Gen.Const(leaf);
        }

        if (depth < 5)
        {
            (string Field, string Type)[] objects = type switch
            {
                "Query" => [("users", "User"), ("me", "User"), ("topProducts", "Product"), ("latest", "Subject"),
                    ("three: topProducts(first: 3)", "Product")],
                "User" => [("reviews", "Review"), ("all: reviews", "Review")],
                "Product" => [("reviews", "Review")],
                "Review" => [("author", "User"), ("product", "Product"), ("of: product", "Product")],
                "Subject" => [("... on User", "User"), ("... on Review", "Review")],
                _ => [],
            };
            foreach (var (field, of) in objects)
            {
                yield return GenSelection(of, depth + 1).Select(selection => field + " " + selection);
            }
        }
    }
}
