using System.Globalization;
using System.Text;
using System.Text.Json;
using Aggregator.Composition;
using Aggregator.Planning;
using Aggregator.Redaction;
using Aggregator.Schema;
using Aggregator.Validation;

namespace Aggregator.Execution.Tests;

/// <summary>
/// Accounts, products, reviews and stock in four subgraphs, and the same data in one service: the classic federation
/// example, about which a planned and executed operation has to say what the one service says.
/// </summary>
internal sealed class ShopWorld
{
    public const string DeepQuery = """
        fragment User on User { id username name }
        fragment Review on Review { id body }
        fragment Product on Product { inStock name price shippingEstimate upc weight }
        query Deep {
          users {
            ...User
            reviews {
              ...Review
              product {
                ...Product
                reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } }
              }
            }
          }
          topProducts {
            ...Product
            reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } }
          }
        }
        """;

    public static readonly (string Name, string Sdl)[] Subgraphs =
    [
        ("accounts", Link("@key", "@shareable") + """
            type Query { users: [User] me: User }
            type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: Int }
            """),
        ("inventory", Link("@key", "@external", "@requires") + """
            type Product @key(fields: "upc") {
              upc: String! weight: Int @external price: Int @external inStock: Boolean
              shippingEstimate: Int @requires(fields: "price weight")
            }
            """),
        ("products", Link("@key") + """
            type Query { topProducts(first: Int = 5): [Product] }
            type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }
            """),
        ("reviews", Link("@key", "@external", "@provides") + """
            type Query { latest: [Subject] }
            union Subject = Review | User
            type Review @key(fields: "id") {
              id: ID! body: String author: User @provides(fields: "username") product: Product
            }
            type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] }
            type Product @key(fields: "upc") { upc: String! reviews: [Review] }
            """),
    ];

    private readonly MemoryService _service;

    public ShopWorld(int users, int products, int reviewsOfProduct, int bodyLength = 40)
    {
        var entities = new Dictionary<(string Type, string Key), Thing>();
        var people = Make("User", users, (thing, at) =>
        {
            (thing["id"], thing["name"], thing["username"]) = (thing.Key, $"Person {at}", $"user{at}");
            thing["birthday"] = 19700101 + at;
        });
        var shelf = Make("Product", products, (thing, at) =>
        {
            (thing["upc"], thing["name"]) = (thing.Key, $"Product \"{at}\"");
            (thing["price"], thing["weight"]) = (at % 3 == 0 ? 1200 : 100 + at, at);
            (thing["inStock"], thing["shippingEstimate"]) = (at % 2 == 0, (100 + at) * at % 97);
        });
        var all = Make("Review", products * reviewsOfProduct, (thing, at) =>
        {
            (thing["id"], thing["body"]) = (thing.Key, string.Concat(Enumerable.Repeat($"word{at} ", bodyLength / 6)));
            (thing["author"], thing["product"]) = (people[at % users], shelf[at % products]);
        });
        foreach (var thing in people.Concat(shelf))
        {
            var of = thing.Type == "User" ? "author" : "product";
            thing["reviews"] = all.Where(review => review[of] == thing).ToArray();
        }

        var root = new Thing("Query", "");
        root["users"] = people;
        root["me"] = people[0];
        root["topProducts"] = (Func<string, JsonElement> argument) =>
            (object?)shelf.Take(argument("first") is { ValueKind: JsonValueKind.Number } first ? first.GetInt32() : 5)
                .ToArray();
        root["latest"] = new object?[] { all[0], people[^1], null, all[^1] };
        _service = new MemoryService(root, entities);

        Thing[] Make(string type, int count, Action<Thing, int> fill) =>
        [
            .. Enumerable.Range(0, count).Select(at =>
            {
                var thing = new Thing(type, (type[..1] + at).ToLower(CultureInfo.InvariantCulture));
                fill(thing, at);
                entities.Add((type, thing.Key), thing);
                return thing;
            }),
        ];
    }

    public static Supergraph Supergraph { get; } = Compose();

    /// <summary>What the one service says, as a request's body in and a body out.</summary>
    public byte[] Answer(ReadOnlyMemory<byte> body) => _service.Answer(JsonElement.Parse(body.Span));

    /// <summary>An operation, planned and made ready.</summary>
    public static Runnable Plan(string operation)
    {
        var valid = OperationValidator.Validate(operation, null, Supergraph.Api, OperationLimits.Default);
        var permitted = OpenScreen.Permit(
            valid.Operation ?? throw new InvalidOperationException(string.Join('\n', valid.Errors)), Supergraph);
        var planned = Planner.Plan(permitted, Supergraph);
        var plan = CompiledPlan.Compile(
            planned.Plan ?? throw new InvalidOperationException(string.Join('\n', planned.Errors)), Supergraph.Types);
        return new Runnable(plan, CompiledResponse.Compile(plan, Supergraph.Api));
    }

    /// <summary>The subgraphs as agencies in memory.</summary>
    public IAgencyClient Agencies() => new WorldClient(this);

    private static string Link(params string[] imports) =>
        "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.3\", import: ["
        + string.Join(", ", imports.Select(one => $"\"{one}\"")) + "])\n";

    private static Supergraph Compose()
    {
        var result = Composer.Compose([.. Subgraphs.Select(one => new SubgraphSource(one.Name, "", one.Sdl))]);
        return SupergraphReader.Read(
            result.SupergraphSdl ?? throw new InvalidOperationException(string.Join('\n', result.Errors))).Supergraph!;
    }

    private sealed class WorldClient(ShopWorld world) : IAgencyClient
    {
        public async ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return new AgencyResponse(AgencyOutcome.Answered, world.Answer(request.Body), null, 200, null);
        }
    }

    /// <summary>Bytes as text.</summary>
    public static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
