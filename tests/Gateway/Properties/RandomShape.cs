using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Aggregator.Gateway.Tests;

/// <summary>Makes schemas, data and operations up: few names, so that everything meets.</summary>
internal sealed class RandomShape(Random random, ImmutableArray<string> classes)
{
    public const int Persons = 4;

    public static readonly ImmutableArray<string> Contributors = ["alpha", "beta"];

    public Shape Schema()
    {
        var isDerived = random.Next(3) == 0;
        var secret = Text("alpha", "secret");
        var person = new ShapeType("Person")
        {
            IsEntity = true,
            Classes = Some(0.3),
            Subjects = [("id", random.Next(2) == 0 ? "THIRD_PARTY" : "CHILD")],
            Fields =
            [
                new ShapeField("home", "id", "ID!", ShapeKind.Id) { Classes = Some(0.3) },
                .. WithTwin("home", "name"),
                new ShapeField("home", "count", "Int", ShapeKind.Number) { Classes = Some(0.7) },
                new ShapeField("home", "friend", "Person", ShapeKind.Object) { Classes = Some(0.5) },
                new ShapeField("home", "friends", "[Person!]", ShapeKind.Object) { Classes = Some(0.5) },
                new ShapeField("home", "size", "Size", ShapeKind.Value) { Classes = Some(0.5) },
                secret,
                .. isDerived ? [Derived(secret)] : Array.Empty<ShapeField>(),
                Text("beta", "remark"),
                .. Contributors.Select(agency => new ShapeField(
                    agency, "notes", "[Note!]!", ShapeKind.Object)
                {
                    Rest = " @contributed(orderBy: \"sortAt\", key: \"id\")",
                    IsMerged = true,
                }),
                new ShapeField("home", "circleNotes", "[Note!]!", ShapeKind.Object)
                {
                    Rest = " @gathered(from: \"Person.notes\", over: \"friends { id }\")",
                    IsMerged = true,
                },
            ],
        };
        return new Shape
        {
            DefaultClasses = Shape.Agencies.ToImmutableDictionary(agency => agency, _ => One()),
            OnInterface = ImmutableDictionary<string, ImmutableArray<string>>.Empty
                .Add("", Some(0.2)).Add("text", Some(0.3)),
            Types = new ShapeType[]
            {
                new("Query")
                {
                    Fields =
                    [
                        new ShapeField("home", "person", "Person", ShapeKind.Object)
                        {
                            Classes = Some(0.3), Arguments = "(id: ID!)",
                        },
                    ],
                },
                person,
                new("Size")
                {
                    Fields =
                    [
                        new ShapeField("home", "high", "Int", ShapeKind.Number),
                        new ShapeField("home", "wide", "String", ShapeKind.Text) { Classes = Some(0.6) },
                    ],
                },
                Note("alpha", "NoteA"),
                Note("beta", "NoteB"),
            }.ToImmutableDictionary(type => type.Name),
        };
    }

    /// <summary>Data for every agency.</summary>
    public JsonObject World()
    {
        var number = 0;
        return new JsonObject
        {
            ["home"] = new JsonObject
            {
                ["Query"] = new JsonObject { ["person"] = People(HomePerson) },
                ["Person"] = People(HomePerson),
            },
            ["alpha"] = new JsonObject { ["Person"] = People(id => Contributor(id, "alpha", ref number)) },
            ["beta"] = new JsonObject { ["Person"] = People(id => Contributor(id, "beta", ref number)) },
        };
    }

    /// <summary>An operation about one person.</summary>
    public string Operation(Shape shape)
    {
        var keys = 0;
        var person = $"P{random.Next(Persons + 1)}";
        return $"{{ top: person(id: \"{person}\") {{ {Selection(shape, "Person", 3, ref keys)} }} }}";
    }

    /// <summary>The same person in several places is the same person.</summary>
    public static void Repeat(JsonObject world) =>
        world["home"]!["Query"]!["person"] = world["home"]!["Person"]!.DeepClone();

    private static JsonObject People(Func<string, JsonObject> one) => new(
        Enumerable.Range(0, Persons).Select(at => KeyValuePair.Create<string, JsonNode?>($"P{at}", one($"P{at}"))));

    private JsonObject HomePerson(string id) => new()
    {
        ["id"] = id,
        ["name"] = Word("name"),
        ["nameShort"] = Word("short"),
        ["count"] = random.Next(5) == 0 ? null : random.Next(100),
        ["friend"] = random.Next(4) == 0 ? null : Reference(),
        ["friends"] = new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Reference()).DistinctBy(
            each => each["id"]!.ToString())]),
        ["size"] = random.Next(5) == 0 ? null : new JsonObject { ["high"] = random.Next(9), ["wide"] = Word("wide") },
        ["digest"] = Word("digest"),
    };

    private JsonObject Contributor(string id, string agency, ref int number)
    {
        var notes = new JsonArray();
        for (var count = random.Next(3); count > 0; count--)
        {
            notes.Add(NoteOf(id, agency, number++));
        }

        return new JsonObject
        {
            ["id"] = id,
            ["secret"] = Word("secret"),
            ["remark"] = Word("remark"),
            ["notes"] = notes,
        };
    }

    /// <summary>A note about a person.</summary>
    public JsonObject NoteOf(string person, string agency, int number) => new()
    {
        ["__typename"] = agency == "alpha" ? "NoteA" : "NoteB",
        ["id"] = $"N{number}",
        ["sortAt"] = $"2025-01-{1 + (number % 28):00}T{number / 28:00}",
        ["agency"] = random.Next(3) == 0 ? "HUB" : Shape.CodeOf(agency),
        ["text"] = Word("text"),
        ["textShort"] = Word("textShort"),
        ["extra"] = Word("extra"),
        ["about"] = new JsonObject { ["id"] = person },
        ["other"] = random.Next(3) == 0 ? null : Reference(),
    };

    /// <summary>A new text.</summary>
    public JsonNode? Word(string what) => random.Next(5) == 0 ? null : $"{what}-{random.Next(1_000_000)}";

    private JsonObject Reference() => new() { ["id"] = $"P{random.Next(Persons)}" };

    private ShapeField Text(string agency, string name) =>
        new(agency, name, "String", ShapeKind.Text) { Classes = Some(0.8) };

    private IEnumerable<ShapeField> WithTwin(string agency, string name)
    {
        var isTwinned = random.Next(2) == 0;
        yield return Text(agency, name) with { Twin = isTwinned ? name + "Short" : null };
        yield return Text(agency, name + "Short") with
        {
            Rest = isTwinned ? $" @variant(of: \"{name}\", effect: GENERALISE)" : "",
        };
    }

    private ShapeField Derived(ShapeField secret)
    {
        var isClaimed = random.Next(2) == 0 && secret.Classes.Length > 0;
        return Text("home", "digest") with
        {
            Requires = "secret",
            Declassified = isClaimed ? secret.Classes : [],
            Rest = " @requires(fields: \"secret\")" + (isClaimed
                ? $" @declassify(from: [{string.Join(", ", secret.Classes)}], reason: \"less\", "
                    + "standingDecision: \"D0\")"
                : ""),
        };
    }

    private ShapeType Note(string agency, string name) => new(name)
    {
        Classes = Some(0.6),
        Subjects =
        [
            ("about", Part()),
            .. random.Next(2) == 0 ? [("other", Part())] : Array.Empty<(string, string)>(),
        ],
        Fields =
        [
            new ShapeField(agency, "id", "ID!", ShapeKind.Id),
            new ShapeField(agency, "sortAt", "String!", ShapeKind.Text),
            new ShapeField(agency, "agency", "String!", ShapeKind.Text),
            .. WithTwin(agency, "text"),
            Text(agency, "extra"),
            new ShapeField(agency, "about", "Person", ShapeKind.Object) { Classes = Some(0.3) },
            new ShapeField(agency, "other", "Person", ShapeKind.Object) { Classes = Some(0.3) },
        ],
    };

    private string Part() => new[] { "CONFIDER", "CHILD", "PERSON_OF_CONCERN", "THIRD_PARTY" }[random.Next(4)];

    private string Selection(Shape shape, string type, int depth, ref int keys)
    {
        var parts = new List<string>();
        for (var count = 1 + random.Next(5); count > 0; count--)
        {
            parts.Add(type == "Note" ? NoteSelection(shape, depth, ref keys) : Field(shape, type, depth, ref keys));
        }

        return string.Join(' ', parts);
    }

    private string NoteSelection(Shape shape, int depth, ref int keys) => random.Next(3) switch
    {
        0 => $"... on NoteA {{ {Field(shape, "NoteA", depth, ref keys)} }}",
        1 => $"... on NoteB {{ {Field(shape, "NoteB", depth, ref keys)} }}",
        _ => new[] { "id", "__typename", $"k{keys++}: text", $"k{keys++}: agency" }[random.Next(4)],
    };

    private string Field(Shape shape, string type, int depth, ref int keys)
    {
        var fields = shape.Types[type].Fields.Where(field => depth > 0 || field.Kind < ShapeKind.Value).ToList();
        var field = fields[random.Next(fields.Count)];
        var key = $"k{keys++}: ";
        return field.Kind < ShapeKind.Value
            ? key + field.Name
            : $"{key}{field.Name} {{ {Selection(shape, field.Named, depth - 1, ref keys)} }}";
    }

    private string One() => classes[random.Next(classes.Length)];

    private ImmutableArray<string> Some(double chance) => random.NextDouble() >= chance ? []
        : random.Next(4) == 0 ? [.. new[] { One(), One() }.Distinct()] : [One()];
}
