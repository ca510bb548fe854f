using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests;

/// <summary>
/// Non-interference on generated cases: two worlds in which the reference redactor answers equally cannot be told apart
/// by the caller, and an agency whose own data is the same is asked the same.
/// </summary>
public class GeneratedTwoWorldsTests
{
    [Fact]
    public Task Worlds_that_redact_alike_answer_alike_byte_for_byte() => RedactionProperties.Holds(60, async each =>
    {
        var other = Changed(each);
        if (!JsonNode.DeepEquals(each.Reference().Data(each.Operation), each.Reference(other).Data(each.Operation)))
        {
            return;
        }

        await using var first = each.Gateway();
        await using var second = each.Gateway(other);
        var one = await first.SendAsync(each.Caller, each.Operation);
        var two = await second.SendAsync(each.Caller, each.Operation);

        Assert.Equal(one.Status, two.Status);
        Assert.Equal(
            await first.AskAsync(each.Caller, each.Operation), await second.AskAsync(each.Caller, each.Operation));
        foreach (var agency in Shape.Agencies
            .Where(agency => JsonNode.DeepEquals(each.World[agency], other[agency]) && !Flows(each, agency)))
        {
            Assert.Equal(Sent(first, agency), Sent(second, agency));
        }
    });

    // What a standing decision lets flow into a field is sent to the agency that works the field out.
    private static bool Flows(RandomCase each, string agency) =>
        agency == "home" && each.Operation.Contains(" digest", StringComparison.Ordinal);

    private static string[] Sent(LabGateway gateway, string agency) =>
        [.. gateway.Agencies.Requests.Where(request => request.Agency == agency).Select(request => request.Body)
            .Order(StringComparer.Ordinal)];

    private static JsonObject Changed(RandomCase each)
    {
        var random = new Random(each.Seed ^ 77);
        var shapes = new RandomShape(random, []);
        var world = each.World.DeepClone().AsObject();
        for (var count = 1 + random.Next(3); count > 0; count--)
        {
            var agency = Shape.Agencies[random.Next(3)];
            var person = world[agency]!["Person"]![$"P{random.Next(RandomShape.Persons)}"]!.AsObject();
            if (agency == "home")
            {
                ChangeHome(person, random, shapes);
            }
            else
            {
                ChangeContributor(person, agency, random, shapes);
            }
        }

        RandomShape.Repeat(world);
        return world;
    }

    private static void ChangeHome(JsonObject person, Random random, RandomShape shapes)
    {
        switch (random.Next(4))
        {
            case 0:
                person["count"] = random.Next(5) == 0 ? null : random.Next(1000);
                break;
            case 1:
                person["size"] = random.Next(3) == 0 ? null
                    : new JsonObject { ["high"] = random.Next(9), ["wide"] = shapes.Word("wide") };
                break;
            default:
                var name = new[] { "name", "nameShort", "digest" }[random.Next(3)];
                person[name] = shapes.Word(name);
                break;
        }
    }

    private static void ChangeContributor(JsonObject person, string agency, Random random, RandomShape shapes)
    {
        var notes = person["notes"]!.AsArray();
        switch (random.Next(4))
        {
            case 0:
                notes.Add(shapes.NoteOf((string)person["id"]!, agency, 90 + random.Next(9)));
                break;
            case 1 when notes.Count > 0:
                notes.RemoveAt(random.Next(notes.Count));
                break;
            case 2 when notes.Count > 0:
                var field = new[] { "text", "textShort", "extra" }[random.Next(3)];
                notes[random.Next(notes.Count)]![field] = shapes.Word(field);
                break;
            default:
                person[agency == "alpha" ? "secret" : "remark"] = shapes.Word("secret");
                break;
        }
    }
}
