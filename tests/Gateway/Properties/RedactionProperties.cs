using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aggregator.Policy;
using CsCheck;
using Xunit;

namespace Aggregator.Gateway.Tests;

/// <summary>Laws of redaction, on generated schemas, policies, registers, worlds and operations.</summary>
public partial class RedactionProperties
{
    [Fact]
    public Task Plan_gate_and_release_give_what_fetching_everything_and_redacting_gives() => Holds(60, async each =>
    {
        await using var gateway = each.Gateway();

        var answer = JsonNode.Parse(await gateway.AskAsync(each.Caller, each.Operation))!;

        if (!IsOverstated(answer))
        {
            Assert.Equal("", answer["errors"]?.ToJsonString() ?? "");
            var expected = each.Reference().Data(each.Operation);
            if (each.IsListedUnderItsOwn)
            {
                Equal(expected, answer["data"], answer);
            }

            Assert.Subset(Words(new JsonObject { ["data"] = expected }), Words(answer));
        }
    });

    [Fact]
    public Task What_is_delivered_of_whom_is_in_the_log() => Holds(20, async each =>
    {
        await using var gateway = each.Gateway();
        var reference = each.Reference();
        var expected = reference.Data(each.Operation);
        var answer = JsonNode.Parse(await gateway.AskAsync(each.Caller, each.Operation))!;
        if (!JsonNode.DeepEquals(expected, answer["data"]))
        {
            return;
        }

        var logged = LogReader.Delivered(gateway.LogText);
        Assert.All(reference.Given, given =>
            Assert.Contains((given.Coordinate, gateway.Pseudonyms.Of(given.Person)), logged));
    });

    [Fact]
    public Task Without_a_grant_no_value_is_given() => Holds(20, async each =>
    {
        var bare = each with
        {
            Model = each.Model with { Grants = [] },
            Caller = each.Caller with { BreakGlass = null },
        };
        await using var gateway = bare.Gateway();

        var answer = await gateway.AskAsync(bare.Caller, bare.Operation);

        // An element whose presence is visible may stand, with nothing in it but what says that it is there.
        Assert.DoesNotMatch(@"[a-z]+-\d+", JsonNode.Parse(answer)!["data"]?.ToJsonString() ?? "");
    });

    [Fact]
    public Task A_forbid_more_never_reveals_more() => Narrows(each => each with
    {
        Model = each.Model with
        {
            Forbids = each.Model.Forbids.Add(new Forbid(
                [], [Policy.Tests.RandomPolicy.Classes[Math.Abs(each.Seed % 4)]], [], Effect.Omit, "law")),
        },
    });

    [Fact]
    public Task A_refusal_of_every_confider_never_reveals_more() => Narrows(each => each with
    {
        Facts =
        [
            .. each.Facts.Select(facts => facts is null ? null : facts with
            {
                Consents = facts.Consents.Add(new ConsentFact("law", "REFUSED", [], null)),
            }),
        ],
    });

    [Fact]
    public Task A_role_that_no_purpose_lists_any_more_sees_nothing() => Narrows(each => each with
    {
        Model = each.Model with
        {
            Purposes = each.Model.Purposes.SetItem(each.Caller.Purpose!, each.Model.Purposes[each.Caller.Purpose!] with
            {
                Roles = [.. each.Model.Purposes[each.Caller.Purpose!].Roles.Remove(each.Caller.Roles[0])],
            }),
        },
    });

    [Fact]
    public Task A_label_more_never_reveals_more() => Narrows(each =>
    {
        var random = new Random(each.Seed);
        var type = each.Shape.Types.Values.OrderBy(one => one.Name, StringComparer.Ordinal)
            .Where(one => one.Name != "Query").ElementAt(random.Next(each.Shape.Types.Count - 1));
        var nullable = type.Fields.Where(field => !field.IsNonNull && !field.IsMerged).ToList();
        var field = nullable[random.Next(nullable.Count)];
        var cls = Policy.Tests.RandomPolicy.Classes[random.Next(4)];

        // On an unlabelled field a label takes the place of the default: that is no label more.
        return field.Classes.IsEmpty || field.Classes.Contains(cls) ? each : each with
        {
            Shape = With(each.Shape, type with
            {
                Fields = type.Fields.Replace(field, field with { Classes = field.Classes.Add(cls) }),
            }),
        };
    });

    [Fact]
    public Task Order_and_duplicates_in_the_policy_mean_nothing() => Holds(15, async each =>
    {
        var other = each with
        {
            Model = each.Model with
            {
                Grants = [.. each.Model.Grants.Reverse(), .. each.Model.Grants],
                Forbids = [.. each.Model.Forbids.Reverse(), .. each.Model.Forbids],
            },
        };
        await using var before = each.Gateway();
        await using var after = other.Gateway();

        Assert.Equal(
            await before.AskAsync(each.Caller, each.Operation), await after.AskAsync(other.Caller, other.Operation));
    });

    [Fact]
    public Task Aliases_fragments_and_order_of_the_selection_mean_nothing() => Holds(20, async each =>
    {
        // The same under other keys, inside a fragment on the same type, and through a named fragment.
        var renamed = Key().Replace(each.Operation, "other$1");
        var wrapped = renamed["{ top: person".Length..];
        var braces = wrapped.IndexOf('{', StringComparison.Ordinal);
        var other = $"query Q {{ top: person{wrapped[..braces]}{{ ... on Person {{ ...F }} }} }} fragment F on Person "
            + wrapped[braces..^1];
        await using var gateway = each.Gateway();

        var plain = JsonNode.Parse(await gateway.AskAsync(each.Caller, each.Operation))!["data"];
        var changed = JsonNode.Parse(await gateway.AskAsync(each.Caller, other))!["data"];

        Equal(plain is null ? null : JsonNode.Parse(KeyInJson().Replace(plain.ToJsonString(), "\"other$1\"")), changed);
    });

    [Fact]
    public Task Answers_are_valid_by_the_schema_that_clients_see() => Holds(20, async each =>
    {
        await using var gateway = each.Gateway();

        var answer = JsonNode.Parse(await gateway.AskAsync(each.Caller, each.Operation))!;

        if (answer["data"] is not null)
        {
            AnswerValidity.Check(answer["data"]!, each.Operation, gateway.Supergraph.Api);
        }
    });

    /// <summary>True when the caller claims more than the register holds: then there is nothing to compare.</summary>
    internal static bool IsOverstated(JsonNode answer) => answer.Codes() is ["STAGE_NOT_RECORDED"];

    internal static async Task Holds(int cases, Func<RandomCase, Task> law) =>
        await RandomCase.All.SampleAsync(
            law, iter: RandomCase.Cases(cases), threads: 1, print: each => each.ToString());

    private static Task Narrows(Func<RandomCase, RandomCase> narrow) => Holds(20, async each =>
    {
        var narrowed = narrow(each);
        await using var before = each.Gateway();
        await using var after = narrowed.Gateway();

        var more = Revealed(await before.AskAsync(each.Caller, each.Operation));
        var less = Revealed(await after.AskAsync(narrowed.Caller, narrowed.Operation));

        Assert.Subset(more, less);
    });

    // Values of the world that an answer's data holds.
    private static HashSet<string> Words(JsonNode answer) =>
        [.. Word().Matches(answer["data"]?.ToJsonString() ?? "").Select(match => match.Value)];

    // The agency's own coarser twins tell less than what they stand for.
    private static HashSet<string> Revealed(string answer) =>
        [.. Words(JsonNode.Parse(answer)!).Where(word => !word.Contains("hort-", StringComparison.Ordinal))];

    private static Shape With(Shape shape, ShapeType type) => new()
    {
        DefaultClasses = shape.DefaultClasses,
        OnInterface = shape.OnInterface,
        Types = shape.Types.SetItem(type.Name, type),
    };

    private static void Equal(JsonNode? expected, JsonNode? actual, JsonNode? answer = null) => Assert.True(
        JsonNode.DeepEquals(expected, actual),
        $"expected {expected?.ToJsonString()}\nactual   {(answer ?? actual)?.ToJsonString()}");

    [GeneratedRegex(@"[a-zA-Z]+-\d+|N\d+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\bk(\d+)(?=:)")]
    private static partial Regex Key();

    [GeneratedRegex("\"k(\\d+)\"")]
    private static partial Regex KeyInJson();
}
