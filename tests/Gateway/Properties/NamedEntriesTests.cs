using System.Text.Json.Nodes;
using Aggregator.Policy;
using Xunit;

namespace Aggregator.Gateway.Tests;

/// <summary>
/// Non-interference of entries that do no more than name somebody, on generated policies and registers: the answer is
/// that of a world without those who name whom the caller may not know, and in which those who name somebody of whom it
/// may be known only that they are there say something else.
/// </summary>
public class NamedEntriesTests
{
    private const string Given = "SERVICE_FACT";

    private static readonly string[] Selections =
        ["part", "word", "who { id }", "part word", "word who { id }", "part word who { id name }"];

    [Fact]
    public Task Entry_that_names_somebody_shielded_tells_nothing_of_them_whatever_is_selected() =>
        RedactionProperties.Holds(60, async drawn =>
        {
            var each = Opened(WithEntries(drawn));
            var decision = each.Decision();
            await using var first = each.Gateway();
            await using var second = each.Gateway(Changed(each.World, decision.OfNamed));

            Assert.Equal(
                await first.AskAsync(each.Caller, each.Operation), await second.AskAsync(each.Caller, each.Operation));
        });

    private static RandomCase WithEntries(RandomCase drawn)
    {
        var random = new Random(drawn.Seed);
        var entry = new ShapeType("Entry")
        {
            Classes = random.Next(2) == 0 ? [] : [Given],
            Subjects = [("who", "NAMED")],
            Fields =
            [
                new ShapeField("home", "who", "Person", ShapeKind.Object),
                new ShapeField("home", "part", "String!", ShapeKind.Text),
                new ShapeField("home", "word", "String", ShapeKind.Text)
                {
                    Classes = random.Next(2) == 0 ? [] : [Given],
                },
            ],
        };
        var (query, person) = (drawn.Shape.Types["Query"], drawn.Shape.Types["Person"]);
        var world = drawn.World.DeepClone().AsObject();
        foreach (var (_, value) in world["home"]!["Person"]!.AsObject())
        {
            value!["entries"] = new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Entry(random))]);
        }

        RandomShape.Repeat(world);
        var selected = Selections[random.Next(Selections.Length)];
        return drawn with
        {
            Shape = new Shape
            {
                DefaultClasses = drawn.Shape.DefaultClasses.SetItem("home", Given),
                OnInterface = drawn.Shape.OnInterface,
                Types = drawn.Shape.Types.SetItem("Entry", entry)
                    .SetItem("Query", query with { Fields = [.. query.Fields.Select(Bare)] })
                    .SetItem("Person", person with
                    {
                        Classes = [],
                        Fields =
                        [
                            .. person.Fields.Select(Bare),
                            new ShapeField("home", "entries", "[Entry!]", ShapeKind.Value),
                        ],
                    }),
            },
            World = world,
            Operation = $"{{ person(id: \"P0\") {{ "
                + $"entries {{ {selected} }} friends {{ entries {{ {selected} }} }} }} }}",
        };
    }

    // Whoever asks has a link to one person and is given one class, and another person is shielded: without, there
    // would seldom be anything to tell.
    private static RandomCase Opened(RandomCase each)
    {
        var (role, model) = (each.Caller.Roles[0], each.Model);
        return each with
        {
            Model = model with
            {
                Forbids = [],
                Classes = model.Classes.SetItem(model.Sealed.Class, model.Classes[model.Sealed.Class] with
                {
                    Presence = each.Seed % 3 == 0 ? Presence.Visible : Presence.Hidden,
                }),
                Grants = model.Grants.Add(new Grant(role, Given, Effect.Clear, [], Stage.Contact, [], null)),
                Roles = model.Roles.SetItem(role, model.Roles[role] with { Ceiling = null }),
                BreakGlass = model.BreakGlass with
                {
                    Roles = model.BreakGlass.Roles.Add(role),
                    Ceilings = model.BreakGlass.Ceilings.SetItem(
                        model.Sealed.Class, each.Seed % 2 == 0 ? Effect.Clear : Effect.Exists),
                },
            },
            Caller = each.Caller with { Stage = null, BreakGlass = "G" },
            Facts = each.Facts
                .SetItem(0, new PersonFacts { Links = [new RegisterLink("L0", "P", LinkReach.View, null, null)] })
                .SetItem(1, (each.Facts[1] ?? new PersonFacts()) with
                {
                    Seal = SealState.Closed,
                    Links = [.. (each.Facts[1]?.Links ?? []).Select(link => link with { IsSealed = true })],
                    BreakGlass = Glass(each.Seed / 6),
                }),
        };
    }

    // None, that which the caller names, another, and one that has ended.
    private static BreakGlassFact? Glass(int seed) => (seed & 3) switch
    {
        0 => null,
        1 => new BreakGlassFact("G", LabGateway.Now.AddHours(1)),
        2 => new BreakGlassFact("another", LabGateway.Now.AddHours(1)),
        _ => new BreakGlassFact("G", LabGateway.Now),
    };

    private static ShapeField Bare(ShapeField field) => field.Agency == "home" ? field with { Classes = [] } : field;

    private static JsonObject Entry(Random random) => new()
    {
        ["who"] = random.Next(6) == 0 ? null : new JsonObject { ["id"] = $"P{random.Next(RandomShape.Persons)}" },
        ["part"] = $"part-{random.Next(1000)}",
        ["word"] = $"word-{random.Next(1000)}",
    };

    private static JsonObject Changed(JsonObject world, Func<string, Effect> told)
    {
        var changed = world.DeepClone().AsObject();
        foreach (var (_, person) in changed["home"]!["Person"]!.AsObject())
        {
            var entries = person!["entries"]!.AsArray();
            foreach (var entry in entries.ToList())
            {
                var of = (string?)entry!["who"]?["id"] is { } who ? told(who) : Effect.Clear;
                if (of == Effect.Hide)
                {
                    _ = entries.Remove(entry);
                }
                else if (of == Effect.Exists)
                {
                    (entry["part"], entry["word"]) = ("part-of-another", "word-of-another");
                }
            }
        }

        RandomShape.Repeat(changed);
        return changed;
    }
}
