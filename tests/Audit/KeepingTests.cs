using Xunit;

namespace Aggregator.Audit.Tests;

/// <summary>Holds and retention: payloads go, the tree stays.</summary>
public sealed class KeepingTests : IDisposable
{
    private static readonly DateTimeOffset Later = TimeProvider.System.GetUtcNow().AddDays(1);

    private readonly LogCase _case = new();

    public void Dispose() => _case.Dispose();

    [Fact]
    public async Task Payloads_are_deleted_after_their_retention_and_the_log_still_verifies()
    {
        await _case.FillAsync(3);
        var outside = _case.Signed();

        var result = await RetireAsync();

        Assert.Equal(new RetentionResult(6, 0, 0), result);
        Assert.DoesNotContain("a:1", File.ReadAllText(_case.Segment), StringComparison.Ordinal);
        Assert.True(_case.Verify(outside).IsProvenComplete);
        Assert.Equal(6, _case.Verify().Deleted);
        Assert.Empty(LogAccesses.Of(_case.Folder, new AccessFilter(Subject: "a:1")).Accesses);
    }

    [Fact]
    public async Task Nothing_of_a_person_under_a_hold_is_deleted_until_the_hold_ends()
    {
        await _case.FillAsync(3);
        await HoldAsync("a:1", isHeld: true);

        Assert.Equal(new RetentionResult(4, 2, 0), await RetireAsync());
        _ = Assert.Single(LogAccesses.Of(_case.Folder, new AccessFilter(Subject: "a:1")).Accesses);

        await HoldAsync("a:1", isHeld: false);
        Assert.Equal(2, (await RetireAsync()).Deleted);
        Assert.Empty(_case.Verify().Faults);
    }

    [Fact]
    public async Task Nothing_of_a_person_whom_others_hold_is_deleted()
    {
        await _case.FillAsync(3);

        Assert.Equal(new RetentionResult(4, 2, 0), await RetireAsync(held: "a:1"));
        _ = Assert.Single(LogAccesses.Of(_case.Folder, new AccessFilter(Subject: "a:1")).Accesses);
    }

    [Fact]
    public async Task A_request_without_an_outcome_stays_as_a_finding()
    {
        await using (var log = _case.Open())
        {
            _ = await log.AppendIntentAsync(LogCase.Intent("a:1"), default);
        }

        Assert.Equal(new RetentionResult(0, 0, 1), await RetireAsync());
        _ = Assert.Single(_case.Verify().OpenIntents);
    }

    [Fact]
    public async Task What_is_not_old_enough_stays()
    {
        await _case.FillAsync(2);

        Assert.Equal(0, (await RetireAsync(DateTimeOffset.UnixEpoch)).Deleted);
        Assert.Equal(0, _case.Verify().Deleted);
    }

    [Fact]
    public async Task The_log_goes_on_after_payloads_were_deleted()
    {
        await _case.FillAsync(2);
        await using (var keeping = new LogKeeping(_case.Options, _case.Key, TimeProvider.System))
        {
            _ = await keeping.RetireAsync(Later, "records office", "retention rule", []);
            await keeping.HoldAsync("a:9", isHeld: true, "records office", "inquiry");
        }

        await _case.FillAsync(1, from: 7);

        Assert.Empty(_case.Verify().Faults);
        _ = Assert.Single(LogAccesses.Of(_case.Folder, new AccessFilter(Subject: "a:7")).Accesses);
    }

    private async Task<RetentionResult> RetireAsync(DateTimeOffset? before = null, params string[] held)
    {
        await using var keeping = new LogKeeping(_case.Options, _case.Key, TimeProvider.System);
        return await keeping.RetireAsync(before ?? Later, "records office", "retention rule", held);
    }

    private async Task HoldAsync(string subject, bool isHeld)
    {
        await using var keeping = new LogKeeping(_case.Options, _case.Key, TimeProvider.System);
        await keeping.HoldAsync(subject, isHeld, "records office", "inquiry");
    }
}
