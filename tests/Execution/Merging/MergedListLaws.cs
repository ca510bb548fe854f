using System.Text;
using System.Text.Json;
using Aggregator.Planning;
using Aggregator.Schema;
using CsCheck;
using Xunit;

namespace Aggregator.Execution.Tests;

public class MergedListLaws
{
    private const string Sdl = """
        type Query { person: Person }
        type Person { id: ID! events(first: Int = 50, after: String): EventConnection! codes: [Event!] }
        type EventConnection { nodes: [Event!]! pageInfo: PageInfo! missing: [Missing!]! }
        type PageInfo { hasNextPage: Boolean! endCursor: String }
        type Missing { agency: String! state: String! since: String }
        interface Event { id: ID! sortAt: String! a: String b: String c: String }
        type Told implements Event { id: ID! sortAt: String! a: String b: String c: String }
        type Secret implements Event { id: ID! sortAt: String! a: String b: String c: String }
        """;

    private static readonly string[] Agencies = ["a", "b", "c"];

    // Few instants and few keys: ties, and records that several agencies hold, are common.
    private static readonly Gen<Event> GenEvent =
        from instant in Gen.Int[0, 5]
        from key in Gen.Int[0, 9]
        select new Event($"2025-01-0{instant + 1}T10:00:00Z", $"k{key}");

    // Records of one key agree on their instant, whoever holds them.
    private static readonly Gen<Event[][]> GenParts =
        from events in GenEvent.Array[0, 14]
        from holders in Gen.Int[1, 7].Array[events.Length]
        let distinct = events.Zip(holders).DistinctBy(pair => pair.First.Key).ToArray()
        select Agencies.Select((_, agency) => distinct
            .Where(pair => (pair.Second & (1 << agency)) != 0)
            .Select(pair => pair.First)
            .ToArray()).ToArray();

    private static readonly ExecutionLimits SmallPages = new() { DefaultPageSize = 4, MaxPageSize = 12 };

    // Long runs of what is hidden, longer than an agency gives at once: by its type, of which nothing is asked, or when
    // the answer is released. Two records share each instant.
    private static readonly Gen<Event[][]> GenHidden =
        from runs in Gen.Select(Gen.Int[0, 2], Gen.Int[1, 25], Gen.Int[1, 7]).Array[1, 8]
        let all = runs.SelectMany(run => Enumerable.Repeat((Kind: run.Item1, Holders: run.Item3), run.Item2))
            .Select((one, place) => (one.Holders, Event: new Event(
                $"2025-02-01T{place / 120:00}:{place / 2 % 60:00}:00Z",
                $"{place:000}",
                (Visibility)one.Kind)))
            .ToArray()
        select Agencies.Select((_, agency) =>
            all.Where(one => (one.Holders & (1 << agency)) != 0).Select(one => one.Event).ToArray()).ToArray();

    [Fact]
    public async Task The_merged_list_is_the_sorted_union() =>
        await GenParts.SampleAsync(async parts =>
        {
            var (ids, _, _) = await ReleasedPageAsync(parts, 200, null, ExecutionLimits.Default);

            Assert.Equal(Union(parts), ids);
        }, iter: 200);

    [Fact]
    public async Task Pages_one_after_another_are_the_whole_list_whatever_their_sizes() =>
        await Gen.Select(GenParts, Gen.Int[1, 5].Array[1, 4]).SampleAsync(async (parts, sizes) =>
        {
            var (pages, isEnd) = await WalkAsync(parts, sizes, ExecutionLimits.Default);

            Assert.True(isEnd);
            Assert.Equal(Union(parts), pages.SelectMany(page => page));
        }, iter: 200);

    [Fact]
    public async Task Whoever_goes_on_with_the_cursor_sees_all_that_is_visible_however_much_is_hidden_in_between() =>
        await Gen.Select(GenHidden, Gen.Int[1, 12]).SampleAsync(async (parts, size) =>
        {
            var (pages, isEnd) = await WalkAsync(parts, [size], SmallPages);

            Assert.True(isEnd);
            Assert.Equal(Union(Told(parts)), pages.SelectMany(page => page));
        }, iter: 100);

    [Fact]
    public async Task List_that_is_withheld_as_a_whole_does_not_tell_that_there_is_more()
    {
        var plan = ListPlan();
        using var data = await plan.RunAsync(
            Agents([[At(1, "a"), At(2, "b"), At(3, "c")], [], []], null), Input(1, null) with { LooksAhead = true });

        var goesOn = data.SettlePages(new ReleasedPages(data, new HashSet<string>(), isListed: false));
        var (_, more, end) = Page(plan.Write(data));

        Assert.False(goesOn);
        Assert.False(more);
        Assert.Null(end);
    }

    [Fact]
    public async Task A_page_is_not_emptied_by_what_is_hidden_before_it()
    {
        Event[][] parts = [[.. Secrets(0, 199)], [At(1000, "k")], []];

        var page = await ReleasedPageAsync(parts, 1, null, ExecutionLimits.Default);

        Assert.Equal(["k"], page.Ids);
        Assert.False(page.More);
    }

    [Fact]
    public async Task The_last_page_is_the_last_one_though_what_is_not_asked_for_comes_behind_it()
    {
        Event[][] parts = [[.. Secrets(1, 3)], [At(1, "k")], []];

        var page = await ReleasedPageAsync(parts, 1, null, ExecutionLimits.Default);

        Assert.Equal(["k"], page.Ids);
        Assert.False(page.More);
    }

    // 250 in a row, which is more than an agency gives at once; between them another agency's, every so many or none.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 40)]
    [InlineData(50, 0)]
    [InlineData(50, 40)]
    public async Task Whoever_goes_on_comes_past_more_of_what_is_not_asked_for_than_an_agency_gives(int size, int every)
    {
        var between = Enumerable.Range(0, every > 0 ? 6 : 0).Select(at => At(10 + at * every, $"b{at}"));
        Event[][] parts =
            [[At(5, "a5"), .. Secrets(10, 250), At(400, "a400")], [.. between, At(400, "b400")], [At(401, "c401")]];

        var (pages, isEnd) = await WalkAsync(parts, [size], ExecutionLimits.Default);

        Assert.True(isEnd);
        Assert.Equal(Union(Told(parts)), pages.SelectMany(page => page));
        Assert.InRange(pages.Count(page => page.Count == 0), 0, 1);
    }

    // Not behind the client's place: it would lead round in a circle.
    [Theory]
    [InlineData("2025-01-01T00:00:00Z/s0", 2)]
    [InlineData("2025-01-01T00:00:00Z", 1)]
    [InlineData("2025-01-01T00:00:00Z/", 1)]
    [InlineData("no instant/s0", 1)]
    [InlineData("", 1)]
    public async Task A_page_end_that_leads_nowhere_is_not_gone_on_from(string end, int mostPages)
    {
        var (pages, isEnd) = await WalkAsync([[.. Secrets(0, 250)], [], []], [1], ExecutionLimits.Default, end);

        Assert.False(isEnd);
        Assert.Equal(mostPages, pages.Count);
    }

    [Fact]
    public async Task A_record_of_several_agencies_has_the_fields_of_each()
    {
        Event[][] parts = [[new("2025-01-01T00:00:00Z", "k")], [new("2025-01-01T00:00:00Z", "k")], []];

        var answer = await ListPlan().AnswerAsync(Agents(parts), Input(50, null));

        Assert.Contains(
            """{"id":"k","sortAt":"2025-01-01T00:00:00Z","a":"from a","b":"from b","c":null}""",
            answer,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_did_not_answer_is_named_and_the_others_are_given()
    {
        Event[][] parts = [[new("2025-01-02T00:00:00Z", "x")], [], []];
        var since = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var agencies = Agents(parts)
            .On("b", AgencyOutcome.TimedOut, since)
            .On("c", """{"errors":[{"message":"no","path":["_entities",0,"events"]}],"data":{"_entities":[null]}}""");

        var list = JsonElement.Parse(await ListPlan().AnswerAsync(agencies, Input(50, null)))
            .GetProperty("data").GetProperty("person").GetProperty("events");

        Assert.Equal(1, list.GetProperty("nodes").GetArrayLength());
        Assert.Equal(
            """[{"agency":"B","state":"UNAVAILABLE","since":"2025-01-01T00:00:00.0000000Z"},"""
            + """{"agency":"C","state":"UNAVAILABLE","since":null}]""",
            list.GetProperty("missing").GetRawText());
    }

    [Theory]
    [InlineData("0", null, ExecutionErrorCodes.BadPageSize)]
    [InlineData("201", null, ExecutionErrorCodes.BadPageSize)]
    [InlineData("-1", null, ExecutionErrorCodes.BadPageSize)]
    [InlineData("5", "nonsense", ExecutionErrorCodes.BadCursor)]
    public async Task A_bad_page_is_refused_before_anybody_is_asked(string first, string? after, string code)
    {
        var agencies = Agents([[], [], []]);

        var answer = JsonElement.Parse(await ListPlan().AnswerAsync(agencies, Input(first, after)));

        Assert.Equal(code, answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("data").ValueKind);
        Assert.Empty(agencies.Requests);
    }

    private static List<string> Union(IEnumerable<Event[]> parts) =>
    [
        .. parts.SelectMany((part, agency) => part.Select(one => (one, agency)))
            .GroupBy(at => at.one.Key)
            .Select(same => (same.First().one.SortAt, Agency: same.Min(at => at.agency), same.Key))
            .Order()
            .Select(at => at.Key),
    ];

    private static Event At(int minute, string key, Visibility visibility = Visibility.Told) =>
        new($"2025-01-01T{minute / 60:00}:{minute % 60:00}:00Z", key, visibility);

    private static IEnumerable<Event> Secrets(int from, int count) =>
        Enumerable.Range(from, count).Select(at => At(at, $"s{at}", Visibility.NotAskedFor));

    private static IEnumerable<Event[]> Told(Event[][] parts) =>
        parts.Select(part => part.Where(one => one.Visibility == Visibility.Told).ToArray());

    // Goes on with each page's cursor; true when the last page said that there is no more.
    private static async Task<(List<List<string>> Pages, bool IsEnd)> WalkAsync(
        Event[][] parts, int[] sizes, ExecutionLimits limits, string? end = null)
    {
        var pages = new List<List<string>>();
        string? cursor = null;
        var more = true;
        while (more && (pages.Count == 0 || cursor is not null) && pages.Count < 300)
        {
            var size = sizes[pages.Count % sizes.Length];
            (var ids, more, cursor) = await ReleasedPageAsync(parts, size, cursor, limits, end);
            Assert.True(ids.Count <= size);
            pages.Add(ids);
        }

        return (pages, !more);
    }

    // As the gateway does it: what may not stand is left out, and the page ends behind as many items as may.
    private static async Task<(List<string> Ids, bool More, string? Cursor)> ReleasedPageAsync(
        Event[][] parts, int size, string? cursor, ExecutionLimits limits, string? pageEnd = null)
    {
        var (plan, agents) = (ListPlan(), Agents(parts, pageEnd));
        var hidden = parts.SelectMany(part => part)
            .Where(one => one.Visibility == Visibility.Hidden).Select(one => one.Key).ToHashSet();
        var input = Input(size, cursor) with { Limits = limits, LooksAhead = true };
        using var data = await plan.RunAsync(agents, input);
        _ = data.SettlePages(new ReleasedPages(data, hidden));
        var (ids, more, end) = Page(plan.Write(data));
        return ([.. ids.Where(id => !hidden.Contains(id))], more, end);
    }

    private static (List<string> Ids, bool More, string? Cursor) Page(string text)
    {
        var answer = JsonElement.Parse(text);
        var list = answer.GetProperty("data").GetProperty("person").GetProperty("events");
        var info = list.GetProperty("pageInfo");
        return (
            [.. list.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("id").GetString()!)],
            info.GetProperty("hasNextPage").GetBoolean(),
            info.GetProperty("endCursor").GetString());
    }

    private static ExecutionInput Input(int size, string? cursor) =>
        Input(size.ToString(System.Globalization.CultureInfo.InvariantCulture), cursor);

    private static ExecutionInput Input(string size, string? cursor) => new()
    {
        Cursors = new OpenSeal(),
        Variables = (string name, out ReadOnlyMemory<byte> json) =>
        {
            json = Encoding.UTF8.GetBytes(name == "n" ? size : JsonSerializer.Serialize(cursor));
            return true;
        },
    };

    // Each agency keeps its own order and honours position and size, as the contract with agencies says.
    private static ScriptedAgencies Agents(Event[][] parts, string? end = null)
    {
        var agencies = new ScriptedAgencies().On("root", """{"data":{"person":{"id":"p"}}}""");
        for (var at = 0; at < parts.Length; at++)
        {
            var (name, part) = (Agencies[at], parts[at]);
            _ = agencies.On(name, body =>
            {
                var variables = body.GetProperty("variables");
                var page = part.OrderBy(one => (one.SortAt, one.Key))
                    .Where(one => IsAfter(one, variables.GetProperty("after").GetString()))
                    .Take(variables.GetProperty("size").GetInt32())
                    .ToList();
                var place = end ?? (page.Count == 0 ? null : $"{page[^1].SortAt}/{page[^1].Key}");
                var nodes = page.Select(one => one.Visibility == Visibility.NotAskedFor
                    ? """{"__typename":"Secret"}"""
                    : $$"""
                        {"__typename":"Told","id":"{{one.Key}}","sortAt":"{{one.SortAt}}",
                        "{{name}}":"from {{name}}"}
                        """);
                return $$"""
                    {"data":{"_entities":[{"events":{"nodes":[{{string.Join(',', nodes)}}],
                    "pageInfo":{"endCursor":{{JsonSerializer.Serialize(place)}} } } }] } }
                    """;
            });
        }

        return agencies;
    }

    private static bool IsAfter(Event one, string? position) => position?.Split('/') switch
    {
        null => true,
        [var instant] => string.CompareOrdinal(one.SortAt, instant) > 0,
        [var instant, ""] => string.CompareOrdinal(one.SortAt, instant) >= 0,
        [var instant, var key, ..] => (one.SortAt, one.Key).CompareTo((instant, key)) > 0,
        _ => false,
    };

    private static Runnable ListPlan()
    {
        var sketch = new Sketch(Sdl);
        var root = sketch.Root("root", "{person{id}}", "person { id }");
        PlanVariable[] page =
            [new("size", new PageSizeSource(4)), new("after", new PagePositionSource(4))];
        foreach (var agency in Agencies)
        {
            _ = sketch.Entities(
                agency, "person", "Person", "id",
                $"events={agency}.part {{ nodes {{ __typename id sortAt {agency} }} "
                + "pageInfo=part.pageInfo { endCursor=part.endCursor } }",
                [root.Id],
                planVariables: page);
        }

        _ = sketch.Add(new MergeStep
        {
            Id = 4,
            DependsOn = [1, 2, 3],
            Coordinate = "Person.events",
            Target = sketch.Path("person"),
            Slot = sketch.Slot("events"),
            Over = sketch.Path(""),
            Contributors = [.. Agencies.Select((agency, at) =>
                new Contributor(at + 1, sketch.Subgraph(agency), sketch.Slot(agency + ".part"))
                {
                    PageEnd = new([new(sketch.Slot("part.pageInfo"), []), new(sketch.Slot("part.endCursor"), [])]),
                })],
            OrderBy = sketch.Slot("sortAt"),
            Key = sketch.Slot("id"),
            Connection = new ConnectionSlots(
                sketch.Slot("nodes"), sketch.Slot("pageInfo"), sketch.Slot("hasNextPage"), sketch.Slot("endCursor"),
                sketch.Slot("missing"), sketch.Slot("agency"), sketch.Slot("state"), sketch.Slot("since")),
            First = new VariableValue("n"),
            After = new VariableValue("c"),
        });
        return sketch.Plan(
            "person { events { nodes { id sortAt a b c } pageInfo { hasNextPage endCursor } "
            + "missing { agency state since } } }");
    }

    private enum Visibility
    {
        Told,
        Hidden,
        NotAskedFor,
    }

    private sealed record Event(string SortAt, string Key, Visibility Visibility = Visibility.Told);

    /// <summary>A seal that hides nothing: the laws are about positions, not secrecy.</summary>
    private sealed class OpenSeal : ICursorSeal
    {
        public string Seal(string coordinate, ListPosition position) =>
            Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(position));

        public ListPosition? Open(string coordinate, string cursor)
        {
            var bytes = new byte[cursor.Length];
            return Convert.TryFromBase64String(cursor, bytes, out var length) && bytes[0] == '{'
                ? JsonSerializer.Deserialize<ListPosition>(bytes.AsSpan(0, length))
                : null;
        }
    }
}
