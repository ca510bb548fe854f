using System.Text.Json;
using Aggregator.Kit;
using Aggregator.Police;
using CsCheck;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

/// <summary>Laws of versions, identity and order, on random histories in a real database.</summary>
public sealed class BitemporalTests : IAsyncLifetime
{
    private const int Histories = 25;

    // Far above what any history writes: a page that never advances ends here.
    private const int MaxIds = 200;

    private static readonly DateTimeOffset Start = RunningAgency.Day("D+0 08:00");

    // A history: which record each step writes (0-3), and how many minutes after the step before.
    private static readonly Gen<(int Record, int Minutes)[]> History =
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 90]).Array[1, 12];

    private RunningAgency _agency = null!;
    private int _number;

    public async Task InitializeAsync() => _agency = await RunningAgency.StartAsync(new PoliceAgency(), seed: false);

    public async Task DisposeAsync() => await _agency.DisposeAsync();

    [Fact]
    public Task As_at_gives_for_each_record_the_last_version_recorded_by_then() => ForHistoriesAsync(
        async (person, versions) =>
        {
            foreach (var asAt in versions.SelectMany(version => new[] { version.At.AddTicks(-1), version.At }))
            {
                var expected = versions.Where(version => version.At <= asAt)
                    .GroupBy(version => version.Id)
                    .Select(record => (record.Key, record.Last().Headline))
                    .Order();
                Assert.Equal(expected, (await SeenAsync(person, asAt)).Order());
            }
        });

    [Fact]
    public Task What_was_seen_at_a_time_stays_the_same_whatever_is_recorded_later() => ForHistoriesAsync(
        async (person, versions) =>
        {
            var asAt = versions[versions.Count / 2].At;
            var before = await SeenAsync(person, asAt);
            await WriteAsync(person, versions[0].Id, "later", versions[^1].At.AddMinutes(1));

            Assert.Equal(before, await SeenAsync(person, asAt));
        });

    [Fact]
    public async Task Version_recorded_before_the_one_that_stands_is_refused()
    {
        await WriteAsync("P1", "POL-V", "second", Start.AddMinutes(5));

        var fault = await Assert.ThrowsAsync<AgencyException>(() => WriteAsync("P1", "POL-V", "first", Start));
        Assert.Equal("BAD_RECORD", fault.Code);
    }

    [Fact]
    public async Task Unlinking_hides_a_person_from_then_on_and_not_before()
    {
        await WriteAsync("P5", "POL-U", "about P5", Start);
        await _agency.Host.Writer.WriteAsync(
            [new LinkDraft("N-P5", null, MatchState.Unmatched, "records desk", Start.AddHours(1))], [], default);

        Assert.Single(await SeenAsync("P5", Start.AddMinutes(59)));
        Assert.Empty(await SeenAsync("P5", Start.AddHours(1)));
    }

    [Fact]
    public async Task Person_known_by_two_numbers_has_each_record_once()
    {
        await WriteAsync("P6", "POL-T", "twice", Start);
        await _agency.Host.Writer.WriteAsync(
            [new LinkDraft("N-P6-b", "P6", MatchState.Probable, "records desk", Start)],
            [Draft("POL-T2", "both", Start, new() { ["N-P6"] = "CALLER", ["N-P6-b"] = "PRESENT" })],
            default);

        Assert.Equal([("POL-T", "twice"), ("POL-T2", "both")], (await SeenAsync("P6", Start)).Order());
    }

    [Fact]
    public Task Pages_of_any_size_give_the_same_order_even_at_one_instant() => Task.Run(() =>
        Gen.Select(Gen.Int[0, 3].Array[1, 15], Gen.Int[1, 5]).SampleAsync(
            async (minutes, first) =>
            {
                var person = $"K{Interlocked.Increment(ref _number)}";
                await LinkAsync(person);
                await _agency.Host.Writer.WriteAsync(
                    [],
                    [.. minutes.Select((minute, index) =>
                        Draft($"{person}-{index:x}", "page", Start.AddMinutes(minute), Caller(person)))],
                    default);
                var expected = minutes.Select((minute, index) => (minute, Id: $"{person}-{index:x}"))
                    .OrderBy(item => item.minute).ThenBy(item => item.Id, StringComparer.Ordinal)
                    .Select(item => item.Id);

                Assert.Equal(expected, await PagedAsync(person, first));
            },
            iter: Histories,
            threads: 1));

    [Fact]
    public async Task Position_forms_mean_after_the_instant_from_the_instant_and_after_the_record()
    {
        await LinkAsync("P9");
        await _agency.Host.Writer.WriteAsync(
            [],
            [.. new[] { ("a", 0), ("b", 0), ("c", 1) }.Select(
                item => Draft(item.Item1, "at", Start.AddMinutes(item.Item2), Caller("P9")))],
            default);
        var at = LondonTime.Print(Start);

        Assert.Equal(["c"], await IdsAsync(at));
        Assert.Equal(["a", "b", "c"], await IdsAsync(at + "/"));
        Assert.Equal(["b", "c"], await IdsAsync(at + "/a"));

        async Task<IEnumerable<string>> IdsAsync(string after) =>
            (await PageAsync("P9", 10, after)).Nodes.Select(node => node.Id);
    }

    private static Dictionary<string, string> Caller(string person) => new() { [$"N-{person}"] = "CALLER" };

    private static FactDraft Draft(
        string id, string headline, DateTimeOffset at, Dictionary<string, string> subjects) =>
        new(id, "PoliceIncident", "POL", FuzzyTime.At(at), at, JsonSerializer.Serialize(new { headline }), subjects);

    private Task ForHistoriesAsync(Func<string, List<(string Id, string Headline, DateTimeOffset At)>, Task> law) =>
        Task.Run(() => History.SampleAsync(
            async steps =>
            {
                var person = $"H{Interlocked.Increment(ref _number)}";
                var at = Start;
                var versions = new List<(string Id, string Headline, DateTimeOffset At)>();
                foreach (var (record, minutes) in steps)
                {
                    at = at.AddMinutes(minutes);
                    versions.Add(($"{person}-{record}", $"version {versions.Count}", at));
                    await WriteAsync(person, versions[^1].Id, versions[^1].Headline, at);
                }

                await law(person, versions);
            },
            iter: Histories,
            threads: 1));

    private async Task WriteAsync(string person, string id, string headline, DateTimeOffset at)
    {
        await LinkAsync(person);
        await _agency.Host.Writer.WriteAsync([], [Draft(id, headline, at, Caller(person))], default);
    }

    private async Task LinkAsync(string person)
    {
        using var database = _agency.Host.Databases.Open(DateTimeOffset.MaxValue);
        if (!database.Links.Any(link => link.LocalId == $"N-{person}"))
        {
            await _agency.Host.Writer.WriteAsync(
                [new LinkDraft($"N-{person}", person, MatchState.Confirmed, "records desk", Start)], [], default);
        }
    }

    private async Task<List<(string Id, string Headline)>> SeenAsync(string person, DateTimeOffset asAt)
    {
        var facts = await new FactReader(_agency.Host.Databases, asAt)
            .OfPersonsAsync([person], ["PoliceIncident"], null, 100, default);
        return [.. facts[person].Select(fact => (fact.Id, fact.Text("headline")!))];
    }

    private async Task<List<string>> PagedAsync(string person, int first)
    {
        var ids = new List<string>();
        string? after = null;
        FactPage page;
        do
        {
            page = await PageAsync(person, first, after);
            ids.AddRange(page.Nodes.Select(node => node.Id));
            after = page.EndCursor;
        }
        while (page.HasNextPage && ids.Count < MaxIds);
        return ids;
    }

    private async Task<FactPage> PageAsync(string person, int first, string? after)
    {
        var facts = (await new FactReader(_agency.Host.Databases, DateTimeOffset.MaxValue)
            .OfPersonsAsync([person], ["PoliceIncident"], Position.Parse(after), first + 1, default))[person].ToList();
        return new FactPage([.. facts.Take(first)], facts.Count > first);
    }
}
