using System.Text.Json;
using Xunit;

namespace Aggregator.Execution.Tests;

/// <summary>
/// An object that a response gives in several places is held once. Whatever comes then, the answer is the one that it
/// would be if each place had its own.
/// </summary>
public class SharedObjectsTests
{
    private const string Sdl = """
        type Query { top: [Review] first: [Review] mixed: [Thing] }
        interface Thing { id: ID! }
        type Review implements Thing { id: ID! body: String! author: User }
        type Note implements Thing { id: ID! author: User }
        type User { id: ID! handle: String name: String! age: Int team: Team box: Box }
        type Team { id: ID! motto: String lead: User size: Int }
        type Box { x: String y: String }
        """;

    private const string Ada = """{"id":"u1","handle":"a handle that is long enough"}""";
    private const string Bob = """{"id":"u2","handle":"a handle that is long enough"}""";

    [Fact]
    public async Task Places_of_one_text_have_one_object_and_it_is_asked_about_once()
    {
        var plan = Authors("name team { id motto }", "name team { id motto }");
        var agencies = Reviews(Ada, Bob, Ada).On("users", Entities("""
            {"name":"Ada","team":{"id":"t1","motto":"onward"}},{"name":"Bob","team":null}
            """));

        var answer = await SameAsApartAsync(plan, agencies);

        Assert.Contains("""{"id":"u1","name":"Ada","team":{"id":"t1","motto":"onward"}}""", answer, Ordinal);
        Assert.Equal([true, false, true], await SharedAsync(plan, agencies));
    }

    [Fact]
    public async Task A_type_on_the_way_keeps_places_apart()
    {
        var sketch = new Sketch(Sdl);
        const string each = "mixed { __typename id author { id handle } }";
        var root = sketch.Root("reviews", "{mixed}", each);
        _ = sketch.Entities("users", "mixed.author@Review", "User", "id", "name", [root.Id]);
        var plan = sketch.Plan("mixed { ... on Review { author { name } } ... on Note { author { name } } }");
        var agencies = new ScriptedAgencies()
            .On("reviews", $$$"""
                {"data":{"mixed":[{"__typename":"Note","id":"n1","author":{{{Ada}}}},
                {"__typename":"Review","id":"r1","author":{{{Ada}}}},
                {"__typename":"Note","id":"n2","author":{{{Ada}}}}]}}
                """)
            .On("users", Entities("""{"name":"Ada"}"""));

        var answer = await SameAsApartAsync(plan, agencies);

        Assert.Contains("""{"mixed":[{"author":null},{"author":{"name":"Ada"}},{"author":null}]}""", answer, Ordinal);
    }

    [Fact]
    public async Task Each_place_shows_what_it_selects_of_a_shared_object()
    {
        var sketch = new Sketch(Sdl);
        var root = sketch.Root("reviews", "{mixed}", "mixed { __typename author { id handle } }");
        _ = sketch.Entities("users", "mixed.author", "User", "id", "name", [root.Id]);
        var plan = sketch.Plan("mixed { ... on Review { author { name } } ... on Note { author { id } } }");
        var agencies = new ScriptedAgencies()
            .On("reviews", $$$"""
                {"data":{"mixed":[{"__typename":"Note","author":{{{Ada}}}},{"__typename":"Review","author":{{{Ada}}}}]}}
                """)
            .On("users", Entities("""{"name":"Ada"}"""));

        var answer = await SameAsApartAsync(plan, agencies);

        Assert.Equal("""{"data":{"mixed":[{"author":{"id":"u1"}},{"author":{"name":"Ada"}}]}}""", answer);
    }

    [Fact]
    public async Task An_object_that_two_agencies_give_is_each_places_own()
    {
        const string box = """{"x":"a text that is the same for both of them"}""";
        var sketch = new Sketch(Sdl);
        var root = sketch.Root("reviews", "{top}", "top { author { id box { x } } }");
        var users = sketch.Entities("users", "top.author", "User", "id", "box { y }", [root.Id]);
        _ = sketch.Entities("boxes", "top.author.box", "Box", "x", "z", [users.Id]);
        var plan = sketch.Plan("top { author { box { x y } } }");
        var agencies = Reviews("""{"id":"u1","box":""" + box + "}", """{"id":"u2","box":""" + box + "}")
            .On("users", Entities("""{"box":{"y":"of Ada"}},{"box":{"y":"of Bob"}}"""))
            .On("boxes", Entities("""{"z":1}"""));

        var answer = await SameAsApartAsync(plan, agencies);

        Assert.Contains("of Ada", answer, Ordinal);
        Assert.Contains("of Bob", answer, Ordinal);
    }

    [Fact]
    public async Task Each_path_of_a_fetch_has_objects_of_its_own()
    {
        // The second author has two objects on the first path, since their texts differ, and a team that is shared.
        const string team = """{"id":"t1","motto":"a motto that is the same for both"}""";
        var sketch = new Sketch(Sdl);
        var root = sketch.Root("reviews", "{top,first}", "top { author { id } } first { author { id } }");
        var users = sketch.Entities("users", "top.author|first.author", "User", "id", "team { id motto }", [root.Id]);
        _ = sketch.Entities("leads", "first.author.team", "Team", "id", "lead { name }", [users.Id]);
        _ = sketch.Entities("sizes", "top.author.team", "Team", "id", "size", [users.Id]);
        var plan = sketch.Plan(
            "top { author { team { id lead { name } size } } } first { author { team { id lead { name } size } } }");
        var agencies = new ScriptedAgencies()
            .On("reviews", """
                {"data":{"top":[{"author":{"id":"u1"}},{"author":{"id":"u2"}},{"author":{ "id":"u2"}}],
                "first":[{"author":{"id":"u2"}},{"author":{"id":"u1"}}]}}
                """)
            .On("users", Entities($$$"""{"team":{{{team}}}},{"team":{{{team}}}}"""))
            .On("leads", Entities("""{"lead":{"name":"Eve"}}"""))
            .On("sizes", Entities("""{"size":7}"""));

        var answer = await SameAsApartAsync(plan, agencies);

        const string first = """{"author":{"team":{"id":"t1","lead":null,"size":7}}}""";
        const string second = """{"author":{"team":{"id":"t1","lead":{"name":"Eve"},"size":null}}}""";
        Assert.Equal(
            $$$"""{"data":{"top":[{{{first}}},{{{first}}},{{{first}}}],"first":[{{{second}}},{{{second}}}]}}""",
            answer);
    }

    [Fact]
    public async Task An_error_at_one_place_is_not_told_of_another_with_the_same_text()
    {
        var plan = Authors("name", "handle name");
        const string nameless = """{"id":"u1","handle":null,"more":"a text that is long enough"}""";
        var agencies = Reviews(nameless, nameless);
        agencies.On("reviews", Body(nameless, nameless)[..^1]
                + ""","errors":[{"message":"m","path":["top",1,"author","handle"]}]}""")
            .On("users", Entities("""{"name":"Ada"}"""));

        var answer = await SameAsApartAsync(plan, agencies);

        Assert.Equal(["""["top",1,"author","handle"]"""], PathsOf(answer));
    }

    [Fact]
    public async Task A_failure_names_as_many_places_as_without_sharing_and_counts_the_rest()
    {
        var plan = Authors("age", "age");
        var agencies = Reviews([.. Enumerable.Repeat(Ada, 13)]).On("users", AgencyOutcome.Unreachable);

        var answer = await SameAsApartAsync(plan, agencies);

        Assert.Equal(10, PathsOf(answer).Count);
        Assert.Contains("\"morePlaces\":3", answer, Ordinal);
    }

    [Fact]
    public async Task A_value_that_is_never_null_is_missed_at_every_place()
    {
        var plan = Authors("name", "name");
        var agencies = Reviews(Ada, Ada, Bob).On("users", Entities("""{"name":null},{"name":"Bob"}"""));

        var answer = await SameAsApartAsync(plan, agencies);

        Assert.Equal(["""["top",0,"author","name"]""", """["top",1,"author","name"]"""], PathsOf(answer));
    }

    [Fact]
    public async Task What_was_cut_off_is_not_copied_to_the_next_place()
    {
        var sketch = new Sketch(Sdl);
        var root = sketch.Root("reviews", "{top}", "top { author { id handle } body }");
        _ = sketch.Entities("users", "top.author", "User", "id", "age", [root.Id]);
        var plan = sketch.Plan("top { author { id age } body }");
        var agencies = new ScriptedAgencies()
            .On("reviews", $$$"""
                {"data":{"top":[{"author":{{{Ada}}},"body":null},{"author":{{{Ada}}},"body":"b"},
                {"author":{{{Ada}}},"body":"c"}]}}
                """)
            .On("users", Entities("""{"age":7}"""));

        var answer = await SameAsApartAsync(plan, agencies);

        Assert.Contains("""[null,{"author":{"id":"u1","age":7},"body":"b"}""", answer, Ordinal);
        Assert.Contains("""{"author":{"id":"u1","age":7},"body":"c"}]""", answer, Ordinal);
    }

    [Theory]
    [InlineData(130_000, false)]
    [InlineData(5_000, true)]
    public async Task What_a_shared_object_stands_for_counts_at_each_place(int maxValues, bool isRefused)
    {
        // Fifty reviews of one author, who leads one team, whose fifty leads are one user: 2,500 places of 20 fields.
        const string lead = """{"lead":{"id":"u9","handle":"a handle that is long enough"}}""";
        var sketch = new Sketch("""
            type Query { top: [Review] }
            type Review { author: User }
            type User { id: ID! handle: String teams: [Team] days: [Day] }
            type Team { lead: User }
            type Day { day: Int }
            """);
        var root = sketch.Root("reviews", "{top}", "top { author { id handle } }");
        var users = sketch.Entities("users", "top.author", "User", "id", "teams { lead { id handle } }", [root.Id]);
        _ = sketch.Entities("days", "top.author.teams.lead", "User", "id", "days { day }", [users.Id]);
        var plan = sketch.Plan("top { author { teams { lead { days { day } } } } }");
        var agencies = Reviews([.. Enumerable.Repeat(Ada, 50)])
            .On("users", Entities("{\"teams\":[" + string.Join(',', Enumerable.Repeat(lead, 50)) + "]}"))
            .On("days", Entities("{\"days\":[" + string.Join(',', Enumerable.Repeat("{\"day\":1}", 20)) + "]}"));

        var answer = await SameAsApartAsync(plan, agencies, new ExecutionLimits { MaxValues = maxValues });

        Assert.Equal(isRefused, answer.Contains(ExecutionErrorCodes.ExecutionLimit, Ordinal));
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static Runnable Authors(string fetched, string selected)
    {
        var sketch = new Sketch(Sdl);
        var root = sketch.Root("reviews", "{top}", "top { author { id handle } }");
        _ = sketch.Entities("users", "top.author", "User", "id", fetched, [root.Id]);
        return sketch.Plan("top { author { id " + selected + " } }");
    }

    private static ScriptedAgencies Reviews(params string[] authors) =>
        new ScriptedAgencies().On("reviews", Body(authors));

    private static string Body(params string[] authors) =>
        "{\"data\":{\"top\":[" + string.Join(',', authors.Select(author => "{\"author\":" + author + "}")) + "]}}";

    private static string Entities(string entities) => "{\"data\":{\"_entities\":[" + entities + "]}}";

    private static List<string> PathsOf(string answer) =>
    [
        .. JsonElement.Parse(answer).GetProperty("errors").EnumerateArray()
            .Select(error => error.GetProperty("path").GetRawText()),
    ];

    // The answer where objects are shared, which is the one where they are not, its errors in any order.
    private static async Task<string> SameAsApartAsync(
        Runnable plan, ScriptedAgencies agencies, ExecutionLimits? limits = null)
    {
        var input = new ExecutionInput { Limits = limits ?? ExecutionLimits.Default };
        var apart = await plan.AnswerAsync(agencies, input);
        var shared = await plan.AnswerAsync(agencies, input with { SharesObjects = true });
        Assert.Equal(Parts(apart), Parts(shared));
        return shared;

        static string[] Parts(string answer)
        {
            var json = JsonElement.Parse(answer);
            var errors = json.TryGetProperty("errors", out var told) ? told.EnumerateArray().ToArray() : [];
            return [json.GetProperty("data").GetRawText(), .. errors.Select(error => error.GetRawText()).Order()];
        }
    }

    private static async Task<List<bool>> SharedAsync(Runnable plan, ScriptedAgencies agencies)
    {
        using var data = await plan.RunAsync(agencies, new ExecutionInput { SharesObjects = true });
        var top = plan.Plan.Plan.Slots.IndexOf("top");
        var shared = new List<bool>();
        foreach (var review in data.Root[top])
        {
            shared.Add(review.Object.IsShared);
        }

        return shared;
    }
}
