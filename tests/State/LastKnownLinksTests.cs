using Aggregator.Policy;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Aggregator.State.Tests;

public class LastKnownLinksTests
{
    private static readonly byte[] Key = new byte[32];

    private readonly FakeTimeProvider _time = new();
    private readonly MemoryLinks _store = new();
    private readonly TestRegister _register = new() { Facts = { ["P1"] = TestRegister.OnCaseload } };
    private readonly LastKnownLinks _links;

    public LastKnownLinksTests() => _links = new LastKnownLinks(_register, _store, Key, _time);

    [Fact]
    public async Task Links_of_the_last_day_stand_in_for_a_hub_that_is_down_and_agreements_do_not()
    {
        _ = await AskAsync("P1", "P2");
        _register.IsDown = true;
        _time.Advance(TimeSpan.FromHours(23));

        var answer = await AskAsync("P1", "P2");

        Assert.Equal(RegisterState.LastKnown, answer.State);
        Assert.False(answer.Persons["P2"].IsReached);
        Assert.Equal("CASELOAD", answer.Persons["P1"].Links.Single().Kind);
        Assert.Empty(answer.Persons["P1"].Consents);
        Assert.Empty(answer.Standing);
    }

    [Fact]
    public async Task Whether_glass_is_in_force_is_asked_of_the_hub_each_time_and_unknown_while_it_is_down()
    {
        var cache = new DecisionCache(_links, new MemoryEpochs(_time), person => person, _time);
        var question = TestRegister.About();
        _register.InForce = "glass";

        Assert.True(await cache.IsInForceAsync(question, "glass", default));
        _register.InForce = null;
        Assert.False(await cache.IsInForceAsync(question, "glass", default));
        _register.IsDown = true;
        Assert.Null(await cache.IsInForceAsync(question, "glass", default));
    }

    [Fact]
    public async Task Links_older_than_a_day_are_nothing()
    {
        _ = await AskAsync("P1");
        _register.IsDown = true;
        _time.Advance(LastKnownLinks.MaxAge + TimeSpan.FromSeconds(1));

        Assert.Equal(RegisterState.Unavailable, (await AskAsync("P1")).State);
    }

    [Fact]
    public async Task Link_that_ended_before_the_hub_went_down_does_not_come_back()
    {
        _ = await AskAsync("P1");
        _ = _register.Facts.Remove("P1");
        _ = await AskAsync("P1");
        _register.IsDown = true;

        Assert.Equal(RegisterState.Unavailable, (await AskAsync("P1")).State);
    }

    [Fact]
    public async Task Links_of_another_caller_or_with_another_signature_are_nothing()
    {
        _ = await AskAsync("P1");
        _register.IsDown = true;
        var other = new LastKnownLinks(_register, new Moved(_store), [.. Key.Select(_ => (byte)1)], _time);

        var asOther = await _links.AskAsync(TestRegister.About("P1") with { Recipient = "somebody" }, default);
        var forged = await other.AskAsync(TestRegister.About("P1"), default);

        Assert.Equal(RegisterState.Unavailable, asOther.State);
        Assert.Equal(RegisterState.Unavailable, forged.State);
    }

    [Fact]
    public async Task Glass_broken_while_the_hub_is_down_opens_one_person_for_its_time_and_not_again()
    {
        _register.IsDown = true;
        var glass = new OfflineGlass("#caller", "P1", TimeSpan.FromMinutes(60));
        var question = TestRegister.About("P1", "P2") with { Glass = glass };

        var first = await _links.AskAsync(question, default);
        _time.Advance(TimeSpan.FromMinutes(61));
        var later = await _links.AskAsync(question, default);

        Assert.Equal(["P1"], first.Persons.Where(each => each.Value.IsReached).Select(each => each.Key));
        Assert.Equal(glass.Id, first.Persons["P1"].BreakGlass!.Id);
        Assert.Equal(first.Persons["P1"].BreakGlass, later.Persons["P1"].BreakGlass);
        Assert.True(later.Persons["P1"].BreakGlass!.Until < _time.GetUtcNow());
    }

    [Fact]
    public async Task For_a_hub_that_answers_and_does_not_say_nothing_stands_in_and_no_glass_is_broken()
    {
        _ = await AskAsync("P1", "P2");
        _register.IsRefusing = true;
        var glass = new OfflineGlass("#caller", "P2", TimeSpan.FromMinutes(60));

        var answer = await _links.AskAsync(TestRegister.About("P1", "P2") with { Glass = glass }, default);

        Assert.Equal(RegisterState.Unavailable, answer.State);
        Assert.Empty(answer.Persons);
    }

    [Fact]
    public async Task Who_is_shielded_is_so_for_whoever_breaks_the_glass_while_the_hub_is_down()
    {
        _register.Facts["P2"] = new PersonFacts { Seal = SealState.Closed };
        _ = await AskAsync("P1", "P2");
        _register.IsDown = true;
        var glass = new OfflineGlass("#caller", "P2", TimeSpan.FromMinutes(60));
        var stranger = TestRegister.About("P2") with { Recipient = "somebody", Glass = glass };

        var answer = await _links.AskAsync(stranger, default);

        Assert.Equal(SealState.Closed, answer.Persons["P2"].Seal);
        Assert.Equal(glass.Id, answer.Persons["P2"].BreakGlass!.Id);
    }

    [Fact]
    public async Task Of_whom_nothing_was_heard_within_a_day_is_held_to_be_shielded()
    {
        _ = await AskAsync("P2");
        _register.IsDown = true;
        var glass = new OfflineGlass("#caller", "P2", TimeSpan.FromDays(2));
        var soon = await _links.AskAsync(TestRegister.About("P2", "P3") with { Glass = glass }, default);
        _time.Advance(LastKnownLinks.MaxAge + TimeSpan.FromMinutes(1));
        glass = glass with { Caller = "#another" };
        var late = await _links.AskAsync(TestRegister.About("P2") with { Glass = glass }, default);

        Assert.Equal((SealState.None, SealState.Closed), (soon.Persons["P2"].Seal, soon.Persons["P3"].Seal));
        Assert.Equal((SealState.Closed, true), (late.Persons["P2"].Seal, late.Persons["P2"].IsReached));
    }

    [Fact]
    public async Task Who_was_shielded_since_is_so_while_the_hub_is_down_and_is_not_when_that_ended()
    {
        _ = await AskAsync("P1");
        _register.Facts["P1"] = new PersonFacts { Seal = SealState.Closed };
        _ = await _links.AskAsync(TestRegister.About("P1") with { Recipient = "somebody" }, default);
        _register.IsDown = true;
        var during = await AskAsync("P1");
        _register.IsDown = false;
        _register.Facts["P1"] = TestRegister.OnCaseload;
        _ = await AskAsync("P1");
        _register.IsDown = true;
        var after = await AskAsync("P1");

        Assert.Equal((SealState.Closed, SealState.None), (during.Persons["P1"].Seal, after.Persons["P1"].Seal));
    }

    [Fact]
    public async Task Glass_is_not_broken_here_while_the_hub_can_record_it()
    {
        var glass = new OfflineGlass("#caller", "P2", TimeSpan.FromMinutes(60));

        var answer = await _links.AskAsync(TestRegister.About("P2") with { Glass = glass }, default);

        Assert.Equal(RegisterState.Current, answer.State);
        Assert.Empty(answer.Persons);
    }

    private ValueTask<RegisterAnswer> AskAsync(params string[] persons) =>
        _links.AskAsync(TestRegister.About(persons), default);

    // Whatever is looked for, the first text that was ever kept is found: as if somebody had put it there.
    private sealed class Moved(MemoryLinks store) : ILinkStore
    {
        public ValueTask KeepAsync(IReadOnlyDictionary<string, string> texts, CancellationToken cancellationToken) =>
            store.KeepAsync(texts, cancellationToken);

        public ValueTask<string?[]> FindAsync(IReadOnlyList<string> names, CancellationToken cancellationToken) =>
            ValueTask.FromResult<string?[]>([.. names.Select(_ => store.Texts.First())]);
    }
}
