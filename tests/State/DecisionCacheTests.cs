using System.Diagnostics.CodeAnalysis;
using Aggregator.Policy;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Aggregator.State.Tests;

[SuppressMessage("Design", "CA1001", Justification = "a keeper that was not started holds nothing")]
public class DecisionCacheTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestRegister _register = new()
    {
        Facts = { ["P1"] = TestRegister.OnCaseload, ["P2"] = TestRegister.OnCaseload },
    };

    private readonly MemoryEpochs _epochs;
    private readonly EpochKeeper _keeper;
    private readonly DecisionCache _cache;

    public DecisionCacheTests()
    {
        _epochs = new MemoryEpochs(_time);
        _keeper = new EpochKeeper("one", _epochs, _register, person => "#" + person, _time);
        _cache = new DecisionCache(_register, _epochs, text => "#" + text, _time);
    }

    [Fact]
    public async Task While_nothing_changes_the_hub_is_asked_once()
    {
        await LookAsync();

        var first = await AskAsync("P1", "P2", "P9");
        var again = await AskAsync("P1", "P2", "P9");

        Assert.Equal(1, _register.Asked);
        Assert.Equal(first.Persons.Keys.Order(), again.Persons.Keys.Order());
        Assert.Equal(first.Standing, again.Standing);
    }

    [Fact]
    public async Task Question_about_nobody_is_asked_once_too_until_something_changes()
    {
        await LookAsync();

        var first = await AskAsync();
        var again = await AskAsync();

        Assert.Equal(1, _register.Asked);
        Assert.Equal(["SD-1"], again.Standing.Select(decision => decision.Id));
        Assert.Equal(first.Standing, again.Standing);
        Assert.Empty(again.Persons);
        Assert.All(_register.Questions, question => Assert.Empty(question.Persons));

        _register.Change("", "StandingDecision");
        await LookAsync();
        _ = await AskAsync();
        Assert.Equal(2, _register.Asked);
    }

    [Fact]
    public async Task Withdrawal_ends_what_is_remembered_of_that_person_and_of_nobody_else()
    {
        await LookAsync();
        _ = await AskAsync("P1", "P2");
        _register.Facts["P2"] = TestRegister.OnCaseload with
        {
            Consents = [new ConsentFact("C1", "WITHDRAWN", ["HV"], null)],
        };
        _register.Change("P2", "ConsentRecord");
        await LookAsync();

        _ = await AskAsync("P1");
        Assert.Equal(1, _register.Asked);
        Assert.Equal("WITHDRAWN", (await AskAsync("P1", "P2")).Persons["P2"].Consents[0].State);
        Assert.Equal(2, _register.Asked);
    }

    [Fact]
    public async Task Change_of_a_link_ends_everything_since_links_reach_beyond_whom_they_name()
    {
        await LookAsync();
        _ = await AskAsync("P1");
        _register.Change("P7", "Enquiry");
        await LookAsync();

        _ = await AskAsync("P1");

        Assert.Equal(2, _register.Asked);
    }

    [Fact]
    public async Task What_no_decision_rests_on_ends_nothing_and_an_unknown_kind_ends_everything()
    {
        await LookAsync();
        _ = await AskAsync("P1");
        foreach (var kind in EpochKeeper.WithoutEffect)
        {
            _register.Change("P1", kind);
        }

        await LookAsync();
        _ = await AskAsync("P1");
        Assert.Equal(1, _register.Asked);

        _register.Change("P7", "SomethingNew");
        await LookAsync();
        _ = await AskAsync("P1");
        Assert.Equal(2, _register.Asked);
    }

    [Fact]
    public async Task What_changed_before_anything_was_remembered_is_not_read_through()
    {
        for (var change = 0; change < 1_000; change++)
        {
            _register.Change("P1", "Enquiry");
        }

        await LookAsync();

        Assert.InRange(_register.ChangesRead, 1, 100);
    }

    [Fact]
    public async Task What_is_passed_over_where_nothing_was_recorded_ends_everything()
    {
        await LookAsync();
        _ = await AskAsync("P1");
        _register.Change("P1", "ConsentRecord");
        for (var change = 0; change < 100; change++)
        {
            _register.Change("P9", "ConsentRecord");
        }

        await LookAsync();
        _ = await AskAsync("P1");

        Assert.Equal(2, _register.Asked);
    }

    [Fact]
    public async Task Nobody_looks_for_changes_while_nothing_is_asked()
    {
        await LookAsync();
        _ = await AskAsync("P1");
        _time.Advance(MemoryEpochs.LookedForAfterwards);
        var before = _register.ChangesRead;
        _register.Change("P1", "ConsentRecord");

        _ = await _keeper.LookAsync(default);
        Assert.Equal(before, _register.ChangesRead);

        // The first question after the rest goes to the hub itself.
        _ = await AskAsync("P1");
        Assert.Equal(2, _register.Asked);
    }

    [Fact]
    public async Task Nothing_is_relied_on_once_nobody_looks_for_changes()
    {
        await LookAsync();
        _ = await AskAsync("P1");
        _time.Advance(EpochKeeper.Lease);

        _ = await AskAsync("P1");
        _ = await AskAsync("P1");

        Assert.Equal(3, _register.Asked);
        Assert.Equal(0, _cache.Count);
    }

    // Nothing but the clock is waited for, so how long it takes on a busy machine is no part of it.
    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(2_000)]
    public async Task Withdrawal_is_obeyed_within_a_second_also_where_nobody_learns_of_it(int millisecondsOfLooking)
    {
        var looking = new SlowChanges(_register, _time, TimeSpan.FromMilliseconds(millisecondsOfLooking));
        await using var keeper = new EpochKeeper("slow", _epochs, looking, person => "#" + person, _time);
        _register.Change("P9", "ConsentRecord");
        _ = await _epochs.ReadAsync([], default);
        _ = await keeper.LookAsync(default);
        _ = await AskAsync("P1");
        _register.Facts["P1"] = TestRegister.OnCaseload with
        {
            Consents = [new ConsentFact("C1", "WITHDRAWN", ["HV"], null)],
        };
        _register.Change("P1", "ConsentRecord");

        var step = TimeSpan.FromMilliseconds(10);
        var waited = TimeSpan.Zero;
        for (; (await AskAsync("P1")).Persons["P1"].Consents[0].State != "WITHDRAWN"; waited += step)
        {
            _time.Advance(step);
        }

        Assert.InRange(waited, TimeSpan.Zero, TimeSpan.FromMilliseconds(999));
    }

    [Fact]
    public void Nobody_relies_on_epochs_for_longer_than_the_lease_and_lease_and_rest_are_under_a_second()
    {
        Assert.InRange(EpochKeeper.Lease + EpochKeeper.Rest, TimeSpan.Zero, TimeSpan.FromMilliseconds(999));
        Assert.DoesNotContain(typeof(EpochKeeper).GetProperties(), property => property.CanWrite);
    }

    [Fact]
    public async Task Keeper_that_cannot_reach_the_hub_does_not_vouch_for_what_is_remembered()
    {
        await LookAsync();
        _ = await AskAsync("P1");
        _register.IsDown = true;
        _time.Advance(EpochKeeper.Lease / 2);
        await LookAsync();
        _time.Advance(EpochKeeper.Lease / 2);

        Assert.Equal(RegisterState.Unavailable, (await AskAsync("P1")).State);
    }

    [Fact]
    public async Task Nothing_is_remembered_for_longer_than_a_minute()
    {
        await LookAsync();
        _ = await AskAsync("P1");
        _time.Advance(DecisionCache.Kept);
        await LookAsync();

        _ = await AskAsync("P1");

        Assert.Equal(2, _register.Asked);
    }

    [Fact]
    public async Task Change_while_the_hub_answers_makes_the_answer_one_of_an_epoch_that_is_over()
    {
        await LookAsync();
        _register.WhileAsked = async () =>
        {
            _register.WhileAsked = () => Task.CompletedTask;
            _register.Change("P1", "ConsentRecord");
            await LookAsync();
        };
        _ = await AskAsync("P1");

        _ = await AskAsync("P1");

        Assert.Equal(2, _register.Asked);
    }

    [Fact]
    public async Task What_was_under_way_when_something_was_forgotten_is_not_remembered()
    {
        await LookAsync();
        _register.WhileAsked = () =>
        {
            _cache.Forget();
            return Task.CompletedTask;
        };

        _ = await AskAsync("P1");

        Assert.Equal(0, _cache.Count);
    }

    [Fact]
    public async Task Another_recipient_purpose_or_role_and_what_is_passed_on_is_asked_for_anew()
    {
        await LookAsync();
        var question = TestRegister.About("P1");
        _ = await _cache.AskAsync(question, default);

        _ = await _cache.AskAsync(question with { Recipient = "health-visitor-2" }, default);
        _ = await _cache.AskAsync(question with { Purpose = "DIRECT_CARE" }, default);
        _ = await _cache.AskAsync(question with { Role = "MIDWIFE" }, default);
        _ = await _cache.AskAsync(question with { PassesOn = true }, default);
        _ = await _cache.AskAsync(question with { PassesOn = true }, default);

        Assert.Equal(5, _register.Asked);
    }

    private ValueTask<RegisterAnswer> AskAsync(params string[] persons) =>
        _cache.AskAsync(TestRegister.About(persons), default);

    private async ValueTask LookAsync()
    {
        // Whoever asks is what makes the keeper look.
        _ = await _epochs.ReadAsync([], default);
        _ = await _keeper.LookAsync(default);
    }

    /// <summary>The register's changes, read in a time.</summary>
    private sealed class SlowChanges(TestRegister register, FakeTimeProvider time, TimeSpan takes) : IRegisterChanges
    {
        public async ValueTask<RegisterChangePage?> ReadAsync(long after, CancellationToken cancellationToken)
        {
            var page = await register.ReadAsync(after, cancellationToken);
            time.Advance(takes);
            return page;
        }

        public ValueTask<long?> LastAsync(CancellationToken cancellationToken) =>
            register.LastAsync(cancellationToken);
    }
}
