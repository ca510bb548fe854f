using System.Text;
using System.Text.Json;
using Aggregator.Planning;
using Aggregator.Schema;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Aggregator.Execution.Tests;

public class RunTests
{
    private const string Sdl = """
        schema { query: Query mutation: Mutation }
        type Query { a: Thing b: Thing }
        type Mutation { one: Int two: Int three: Int }
        type Thing { id: ID! name: String size: Int! }
        """;

    [Fact]
    public async Task A_fetch_starts_when_its_own_inputs_are_there_whatever_else_is_running()
    {
        var sketch = new Sketch(Sdl);
        _ = sketch.Root("slow", "{b{id}}", "b { id }");
        var quick = sketch.Root("quick", "{a{id}}", "a { id }");
        _ = sketch.Entities("names", "a", "Thing", "id", "name", [quick.Id]);
        var named = new TaskCompletionSource();
        var agencies = new ScriptedAgencies()
            .On("slow", async (_, stop) =>
            {
                await named.Task.WaitAsync(TimeSpan.FromSeconds(30), stop);
                return ScriptedAgencies.Json("""{"data":{"b":{"id":"2"}}}""");
            })
            .On("quick", """{"data":{"a":{"id":"1"}}}""")
            .On("names", _ =>
            {
                named.SetResult();
                return """{"data":{"_entities":[{"name":"n"}]}}""";
            });

        var answer = await sketch.Plan("a { name } b { id }").AnswerAsync(agencies);

        Assert.Equal("""{"data":{"a":{"name":"n"},"b":{"id":"2"}}}""", answer);
    }

    [Fact]
    public async Task Mutations_run_one_after_another_even_when_one_fails()
    {
        var sketch = new Sketch(Sdl);
        foreach (var field in new[] { "one", "two", "three" })
        {
            _ = sketch.Root(field, $"mutation{{{field}}}", field, kind: OperationKind.Mutation);
        }

        var running = 0;
        Func<JsonElement, CancellationToken, Task<AgencyResponse>> Answer(string body) => async (_, _) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref running));
            await Task.Yield();
            _ = Interlocked.Decrement(ref running);
            return ScriptedAgencies.Json(body);
        };
        var agencies = new ScriptedAgencies()
            .On("one", Answer("""{"data":{"one":1}}"""))
            .On("two", Answer("nonsense"))
            .On("three", Answer("""{"data":{"three":3}}"""));

        var answer = await sketch.Plan("one two three", OperationKind.Mutation).AnswerAsync(agencies);

        Assert.StartsWith("""{"data":{"one":1,"two":null,"three":3},"errors":""", answer, StringComparison.Ordinal);
        Assert.Equal(["one", "two", "three"], agencies.Requests.Select(request => request.Agency));
    }

    [Theory]
    [InlineData(true, "{\"data\":{\"a\":{\"id\":\"1\"},\"b\":{\"id\":\"2\"}}}", 2)]
    [InlineData(false, "{\"data\":{\"a\":{\"id\":\"1\"}}}", 1)]
    public async Task A_fetch_whose_condition_does_not_hold_is_not_sent(bool flag, string expected, int requests)
    {
        var sketch = new Sketch(Sdl);
        _ = sketch.Root("quick", "{a{id}}", "a { id }");
        _ = sketch.Root("slow", "{b{id}}", "b { id }", condition: Condition.All(new ConditionTerm("flag", true)));
        var agencies = new ScriptedAgencies()
            .On("quick", """{"data":{"a":{"id":"1"}}}""")
            .On("slow", """{"data":{"b":{"id":"2"}}}""");

        var plan = sketch.Plan("a { id } b @flag { id }");
        var answer = await plan.AnswerAsync(agencies, Given("flag", flag ? "true" : "false"));

        Assert.Equal(expected, answer);
        Assert.Equal(requests, agencies.Requests.Count);
    }

    [Fact]
    public async Task Variables_go_out_byte_for_byte_and_absent_ones_not_at_all()
    {
        var sketch = new Sketch(Sdl);
        _ = sketch.Root(
            "quick", "query($n:Big,$m:Int,$f:Boolean!){a{id}}", "a { id }",
            variables: ["n", "m"],
            planVariables: [new("f", new ConditionSource(Condition.All(new ConditionTerm("n", true))))]);
        var agencies = new ScriptedAgencies().On("quick", """{"data":{"a":null}}""");

        _ = await sketch.Plan("a { id }").AnswerAsync(agencies, Given("n", "12345678901234567890.10"));

        Assert.Equal(
            """{"n":12345678901234567890.10,"f":false}""",
            agencies.SentTo("quick").Single().GetProperty("variables").GetRawText());
    }

    [Fact]
    public async Task What_has_not_arrived_by_the_answer_by_time_is_pending()
    {
        var sketch = new Sketch(Sdl);
        _ = sketch.Root("quick", "{a{id}}", "a { id }");
        var slow = sketch.Root("slow", "{b{id}}", "b { id }");
        _ = sketch.Entities("names", "b", "Thing", "id", "name", [slow.Id]);
        var time = new FakeTimeProvider();
        var agencies = new ScriptedAgencies()
            .On("quick", """{"data":{"a":{"id":"1"}}}""")
            .On("slow", async (_, stop) =>
            {
                time.Advance(TimeSpan.FromSeconds(2));
                await Task.Delay(Timeout.Infinite, stop);
                return ScriptedAgencies.Json("");
            });
        var plan = sketch.Plan("a { id } b { name }");

        using var data = await Executor.RunAsync(
            plan.Plan,
            new ExecutionInput { AnswerWithin = TimeSpan.FromSeconds(1) },
            agencies,
            time,
            CancellationToken.None);

        Assert.StartsWith(
            """{"data":{"a":{"id":"1"},"b":null},"errors":""", plan.Write(data), StringComparison.Ordinal);
        Assert.Equal(
            [SourceOutcome.Ok, SourceOutcome.Pending, SourceOutcome.NotAsked],
            data.Sources.Select(source => source.Outcome));
        Assert.Equal(
            "SUBGRAPH_PENDING at b: the answer was given before that of `slow` arrived",
            data.Errors.Single().ToString());
    }

    [Fact]
    public async Task A_caller_who_goes_away_ends_the_requests()
    {
        var sketch = new Sketch(Sdl);
        _ = sketch.Root("slow", "{b{id}}", "b { id }");
        using var gone = new CancellationTokenSource();
        var reached = false;
        var agencies = new ScriptedAgencies().On("slow", async (_, stop) =>
        {
            await gone.CancelAsync();
            reached = stop.IsCancellationRequested;
            await Task.Delay(Timeout.Infinite, stop);
            return ScriptedAgencies.Json("");
        });

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => sketch.Plan("b { id }").RunAsync(agencies, cancellationToken: gone.Token));

        Assert.True(reached);
    }

    [Fact]
    public async Task A_person_whom_the_gate_keeps_out_is_not_named_to_the_agency()
    {
        var sketch = new Sketch(Sdl);
        var root = sketch.Root("quick", "{a{id}b{id}}", "a { id } b { id }");
        _ = sketch.Entities("names", "a|b", "Thing", "id", "name", [root.Id]);
        var agencies = new ScriptedAgencies()
            .On("quick", """{"data":{"a":{"id":"open"},"b":{"id":"shut"}}}""")
            .On("names", """{"data":{"_entities":[{"name":"n"}]}}""");

        var plan = sketch.Plan("a { name } b { name }");
        using var data = await plan.RunAsync(agencies, new ExecutionInput { Gate = new OnlyOpen() });

        Assert.DoesNotContain("shut", agencies.SentTo("names").Single().GetRawText(), StringComparison.Ordinal);
        Assert.Equal("""{"data":{"a":{"name":"n"},"b":{"name":null}}}""", plan.Write(data));
        Assert.Equal(1, data.Gated.Single().Fetch);
    }

    [Fact]
    public async Task An_agency_that_cannot_look_back_is_not_asked_as_at_an_earlier_instant()
    {
        var sketch = new Sketch(Sdl);
        _ = sketch.Subgraph("quick", asAt: true);
        _ = sketch.Root("quick", "{a{id}}", "a { id }");
        _ = sketch.Root("slow", "{b{id}}", "b { id }");
        var agencies = new ScriptedAgencies().On("quick", """{"data":{"a":{"id":"1"}}}""");

        using var data = await sketch.Plan("a { id } b { id }")
            .RunAsync(agencies, new ExecutionInput { IsAsAtRequest = true });

        Assert.Equal([SourceOutcome.Ok, SourceOutcome.NotCovered], data.Sources.Select(source => source.Outcome));
        Assert.Equal(ExecutionErrorCodes.SubgraphNotCovered, data.Errors.Single().Code);
    }

    [Fact]
    public async Task A_shared_value_of_another_shape_is_an_error_and_the_first_is_kept()
    {
        var sketch = new Sketch("type Query { things: [Thing] } type Thing { id: ID name: String }");
        var first = sketch.Root("one", "{things{id}}", "things { id }");
        _ = sketch.Root("two", "{things{name}}", "things { name }", after: [first.Id]);
        var plan = sketch.Plan("things { id name }");
        var agencies = new ScriptedAgencies()
            .On("one", """{"data":{"things":[{"id":"1"},{"id":"2"}]}}""")
            .On("two", """{"data":{"things":[{"name":"a"},{"name":"b"}]}}""");

        var alike = await plan.AnswerAsync(agencies);
        var unlike = await plan.AnswerAsync(agencies.On("two", """{"data":{"things":[{"name":"a"}]}}"""));

        Assert.Equal("""{"data":{"things":[{"id":"1","name":"a"},{"id":"2","name":"b"}]}}""", alike);
        Assert.StartsWith(
            """{"data":{"things":[{"id":"1","name":null},{"id":"2","name":null}]},"errors":[{"message":"`two` gave""",
            unlike,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_are_errors_of_the_part_that_reaches_them()
    {
        var sketch = new Sketch(Sdl);
        var root = sketch.Root("quick", "{a{id}b{id}}", "a { id } b { id }");
        _ = sketch.Entities("names", "a|b", "Thing", "id", "name", [root.Id]);
        var plan = sketch.Plan("a { name } b { name }");
        var agencies = new ScriptedAgencies()
            .On("quick", """{"data":{"a":{"id":"1"},"b":{"id":"2"}}}""")
            .On("names", """{"data":{"_entities":[{"name":"n"}]}}""");

        var entities = await plan.AnswerAsync(agencies, Limited(new ExecutionLimits { MaxRepresentations = 1 }));
        var fetches = await plan.AnswerAsync(agencies, Limited(new ExecutionLimits { MaxFetches = 1 }));
        var values = await plan.AnswerAsync(agencies, Limited(new ExecutionLimits { MaxValues = 1 }));
        var depth = await plan.AnswerAsync(agencies, Limited(new ExecutionLimits { MaxDepth = 1 }));

        Assert.StartsWith(
            """{"data":{"a":{"name":"n"},"b":{"name":null}},"errors":[""", entities, StringComparison.Ordinal);
        Assert.Contains("needs more than 1 requests", fetches, StringComparison.Ordinal);
        Assert.Contains("`maxValues`", values, StringComparison.Ordinal);
        Assert.Contains("nests too deep", depth, StringComparison.Ordinal);
    }

    private static ExecutionInput Limited(ExecutionLimits limits) => new() { Limits = limits };

    private static ExecutionInput Given(string variable, string value) => new()
    {
        Variables = (string name, out ReadOnlyMemory<byte> json) =>
        {
            json = Encoding.UTF8.GetBytes(value);
            return name == variable;
        },
    };

    private sealed class OnlyOpen : IFetchGate
    {
        public object? Note(
            ResponseSet response,
            EntityGroup group,
            DataObject root,
            string typeName,
            string? key,
            DataObject entity) => key;

        public ValueTask AdmitAsync(
            FetchStep fetch,
            string typeName,
            IReadOnlyList<object?> noted,
            Admission[] admitted,
            CancellationToken cancellationToken)
        {
            for (var at = 0; at < noted.Count; at++)
            {
                admitted[at] = typeName == "Thing" && noted[at] is "open" ? Admission.Full : Admission.None;
            }

            return ValueTask.CompletedTask;
        }
    }
}
