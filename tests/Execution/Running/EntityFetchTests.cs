using System.Text.Json;
using Xunit;

namespace Aggregator.Execution.Tests;

public class EntityFetchTests
{
    private const string Sdl = """
        type Query { me: User top: [Review] }
        type User { id: ID! name: String age: Int reviews: [Review!] friend: User }
        type Review { id: ID! body: String author: User stars: Float }
        """;

    [Fact]
    public async Task Entities_are_asked_once_each_and_their_fields_go_to_every_place()
    {
        var plan = Reviews();
        var agencies = new ScriptedAgencies()
            .On("reviews", """
                {"data":{"top":[{"id":"r1","author":{"id":"u1"}},{"id":"r2","author":{"id":"u2"}},
                {"id":"r3","author":{"id":"u1"}},{"id":"r4","author":null}]}}
                """)
            .On("users", """{"data":{"_entities":[{"name":"Ada","friend":{"name":"Eve"}},{"name":"Bob"}]}}""");

        var answer = await plan.AnswerAsync(agencies);

        Assert.Equal(
            """{"data":{"top":[{"id":"r1","author":{"name":"Ada","friend":{"name":"Eve"}}},"""
            + """{"id":"r2","author":{"name":"Bob","friend":null}},"""
            + """{"id":"r3","author":{"name":"Ada","friend":{"name":"Eve"}}},{"id":"r4","author":null}]}}""",
            answer);
        Assert.Equal(
            """[{"__typename":"User","id":"u1"},{"__typename":"User","id":"u2"}]""",
            agencies.SentTo("users").Single().GetProperty("variables").GetProperty("reps").GetRawText());
    }

    [Fact]
    public async Task Nobody_to_ask_about_means_no_request()
    {
        var agencies = new ScriptedAgencies().On("reviews", """{"data":{"top":[]}}""");

        var answer = await Reviews().AnswerAsync(agencies);

        Assert.Equal("""{"data":{"top":[]}}""", answer);
        Assert.Empty(agencies.SentTo("users"));
    }

    [Fact]
    public async Task An_agency_that_is_down_costs_its_own_fields_only()
    {
        var agencies = new ScriptedAgencies()
            .On("reviews", """{"data":{"top":[{"id":"r1","author":{"id":"u1"}}]}}""")
            .On("users", AgencyOutcome.Unreachable, DateTimeOffset.UnixEpoch);

        using var data = await Reviews().RunAsync(agencies);

        Assert.Equal(
            """
            {"data":{"top":[{"id":"r1","author":{"name":null,"friend":null}}]},"errors":[
            {"message":"`users` could not be reached","path":["top",0,"author","name"],
            "extensions":{"code":"SUBGRAPH_UNAVAILABLE","agency":"users"}},
            {"message":"`users` could not be reached","path":["top",0,"author","friend"],
            "extensions":{"code":"SUBGRAPH_UNAVAILABLE","agency":"users"}}]}
            """.ReplaceLineEndings(""),
            Reviews().Write(data));
        Assert.Equal(SourceOutcome.Unavailable, data.Sources.Single(source => source.Subgraph.Name == "users").Outcome);
        Assert.Equal(DateTimeOffset.UnixEpoch, data.Sources[1].Since);
    }

    [Fact]
    public async Task An_error_of_one_entity_names_every_place_of_it()
    {
        var agencies = new ScriptedAgencies()
            .On("reviews", """
                {"data":{"top":[{"id":"r1","author":{"id":"u1"}},{"id":"r2","author":{"id":"u2"}},
                {"id":"r3","author":{"id":"u2"}}]}}
                """)
            .On("users", """
                {"errors":[{"message":"secret text","path":["_entities",1,"friend","name"],"extensions":{"code":"X"}}],
                "data":{"_entities":[{"name":"Ada"},{"name":"Bob","friend":{"name":null}}]}}
                """);

        var answer = await Reviews().AnswerAsync(agencies);

        var errors = JsonElement.Parse(answer).GetProperty("errors").EnumerateArray().ToArray();
        Assert.Equal(
            ["""["top",1,"author","friend","name"]""", """["top",2,"author","friend","name"]"""],
            errors.Select(error => error.GetProperty("path").GetRawText()));
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"X\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"data":{"_entities":[{"name":"Ada"}]}}""", "gave 1 entities where 2 were asked for")]
    [InlineData("""{"data":{"_entities":[{"name":"A"},{"name":"B"},{"name":"C"}]}}""", "gave 3 entities where 2")]
    [InlineData("""{"data":{}}""", "gave no list of entities")]
    [InlineData("""{"data":{"_entities":[{"name":"Ada"},7]}}""", "something for an entity that is no object")]
    [InlineData("""{"data":{"_entities":[{"name":"A","name":"B"},{"name":"B"}]}}""", "gave a field twice")]
    [InlineData("""{"data":{"_entities":[{"__typename":"Review"},{"name":"B"}]}}""", "of another type")]
    [InlineData("""{"data":{"_entities":[{"__typename":"Spy"},{"name":"B"}]}}""", "of an unknown type")]
    [InlineData("""{"data":{"_entities":[{"friend":"B"},{"name":"B"}]}}""", "something for an object that is none")]
    [InlineData("""{"data":{"_entities":[{"name":"A"},{"name":"B"}]}""", "it is not JSON")]
    [InlineData("""{"data":{"_entities":[{"name":"A"},{"name":"B"},]}}""", "it is not JSON")]
    [InlineData("""{"data":{"_entities":[]},"data":null}""", "a key stands twice")]
    [InlineData("""{"data":7}""", "its data is not an object")]
    [InlineData("""{"extensions":{}}""", "it has neither data nor errors")]
    [InlineData("""{"data":null}""", "it has neither data nor errors")]
    [InlineData("[]", "it is not JSON")]
    [InlineData("", "it is not JSON")]
    public async Task A_wrong_answer_is_a_precise_error_of_its_part(string body, string message)
    {
        var agencies = new ScriptedAgencies()
            .On("reviews", """
                {"data":{"top":[{"id":"r1","author":{"id":"u1"}},{"id":"r2","author":{"id":"u2"}}]}}
                """)
            .On("users", body);

        using var data = await Reviews().RunAsync(agencies);
        var answer = JsonElement.Parse(Reviews().Write(data));

        Assert.Contains(data.Errors, error => error.Message.Contains(message, StringComparison.Ordinal));
        Assert.All(data.Errors, error => Assert.Equal(ExecutionErrorCodes.SubgraphInvalidResponse, error.Code));
        Assert.All(data.Errors, error => Assert.Equal("top", error.Path!.Value[0].Key));
        Assert.Equal(2, answer.GetProperty("data").GetProperty("top").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"errors":[{"message":"m"}],"data":{"_entities":[{"name":"Ada","friend":null}]}}""", "friend")]
    [InlineData("""{"errors":[{"message":"m"}],"data":null}""", "name friend")]
    [InlineData("""{"errors":[{"message":"m","path":["_entities",0]}],"data":{"_entities":[null]}}""", "")]
    public async Task An_error_without_a_place_stands_where_nothing_arrived(string body, string fields)
    {
        var agencies = new ScriptedAgencies()
            .On("reviews", """{"data":{"top":[{"id":"r1","author":{"id":"u1"}}]}}""")
            .On("users", body);

        using var data = await Reviews().RunAsync(agencies);

        Assert.Equal(
            fields.Split(' ').Select(field => ("top/0/author/" + field).TrimEnd('/')),
            data.Errors.Select(error => string.Join('/', error.Path!.Value)));
    }

    [Fact]
    public async Task An_entity_whose_required_input_failed_is_kept_out()
    {
        var sketch = new Sketch(Sdl);
        var users = sketch.Root("users", "{me{id}}", "me { id }");
        var ages = sketch.Entities("ages", "me", "User", "id", "age", [users.Id]);
        _ = sketch.Entities("friends", "me", "User", "id age?", "friend { name }", [ages.Id]);
        var plan = sketch.Plan("me { id age friend { name } }");
        var agencies = new ScriptedAgencies()
            .On("users", """{"data":{"me":{"id":"u1"}}}""")
            .On("ages", """
                {"errors":[{"message":"no","path":["_entities",0,"age"]}],"data":{"_entities":[{"age":null}]}}
                """)
            .On("friends", """{"data":{"_entities":[{"friend":{"name":"Eve"}}]}}""");

        var failed = await plan.AnswerAsync(agencies);
        var isNull = await plan.AnswerAsync(agencies.On("ages", """{"data":{"_entities":[{"age":null}]}}"""));

        Assert.Contains("\"friend\":null", failed, StringComparison.Ordinal);
        Assert.Contains("Eve", isNull, StringComparison.Ordinal);
        Assert.Equal(
            """
            {"query":"query($reps:[_Any!]!){_entities(representations:$reps){...on User{x}}}",
            "variables":{"reps":[{"__typename":"User","id":"u1","age":null}]}}
            """.ReplaceLineEndings(""),
            agencies.SentTo("friends").Single().GetRawText());
    }

    [Theory]
    [InlineData(2000, false, false)]
    [InlineData(6000, false, true)]
    [InlineData(2000, true, false)]
    [InlineData(6000, true, true)]
    public async Task What_goes_to_each_place_counts_as_values(int maxValues, bool shares, bool isGiven)
    {
        var sketch = new Sketch(Sdl);
        var root = sketch.Root("reviews", "{top{author{id}}}", "top { author { id } }");
        _ = sketch.Entities("users", "top.author", "User", "id", "reviews { id }", [root.Id]);
        var plan = sketch.Plan("top { author { reviews { id } } }");
        var top = string.Join(',', Enumerable.Repeat("""{"author":{"id":"1"}}""", 100));
        var reviews = string.Join(',', Enumerable.Range(0, 20).Select(at => "{\"id\":\"" + at + "\"}"));
        var agencies = new ScriptedAgencies()
            .On("reviews", "{\"data\":{\"top\":[" + top + "]}}")
            .On("users", "{\"data\":{\"_entities\":[{\"reviews\":[" + reviews + "]}]}}");

        using var data = await plan.RunAsync(agencies, new ExecutionInput
        {
            SharesObjects = shares,
            Limits = new ExecutionLimits { MaxValues = maxValues },
        });

        Assert.Equal(
            isGiven ? [] : [ExecutionErrorCodes.ExecutionLimit],
            data.Errors.Select(error => error.Code).Distinct());
    }

    private static Runnable Reviews()
    {
        var sketch = new Sketch(Sdl);
        var root = sketch.Root("reviews", "{top{id author{id}}}", "top { id author { id } }");
        _ = sketch.Entities("users", "top.author", "User", "id", "__typename name friend { name }", [root.Id]);
        return sketch.Plan("top { id author { name friend { name } } }");
    }
}
