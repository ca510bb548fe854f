using System.Globalization;
using System.Security.Cryptography;
using Aggregator.Audit;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Host.Tests;

/// <summary>Retention ends in the past: no day to come is one that it ended before.</summary>
public sealed class AuditRetireTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ECDsa _key;
    private readonly Pseudonyms _pseudonyms;

    public AuditRetireTests()
    {
        _key = InstanceKey.Open(_folder.File("log-key.pem"));
        _pseudonyms = PseudonymKey.Open(_folder.File("pseudonym-key"));
    }

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(36_500)]
    public async Task A_day_to_come_is_refused_and_nothing_is_deleted(int ahead)
    {
        await FillAsync();
        var segment = Path.Combine(_folder.File("access-log"), "entries", "000000.jsonl");
        var before = await File.ReadAllBytesAsync(segment);

        var ran = await RetireAsync(ahead);

        Assert.Equal(1, ran.Code);
        Assert.Contains("is after today", ran.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(segment));
    }

    [Fact]
    public async Task What_was_logged_today_stays_whatever_day_is_named()
    {
        await FillAsync();

        var ran = await RetireAsync(0);

        Assert.StartsWith("deleted 0 payloads", ran.Output, StringComparison.Ordinal);
    }

    private async Task FillAsync()
    {
        var options = new AccessLogOptions(_folder.File("access-log"), "here");
        await using var log = new FileAccessLog(options, _key, TimeProvider.System);
        var caller = new AccessCaller("c:1", "GP", "GP", "DIRECT_CARE", "CONTACT", null, null);
        var intent = new IntentEntry(caller, "p", "o", DateTimeOffset.UnixEpoch, ["GP"], [_pseudonyms.Of("P1")]);
        _ = await log.AppendOutcomeAsync(
            await log.AppendIntentAsync(intent, default), new OutcomeEntry([]), default);
    }

    private async Task<Ran> RetireAsync(int ahead)
    {
        await using var register = await FakeRegister.StartAsync("""{"held": []}""");
        var day = TimeProvider.System.GetUtcNow().AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return await Verb.RunAsync(
            "audit", "retire", _folder.File("access-log"), "--before", day, "--origin", "here",
            "--key", _folder.File("log-key.pem"), "--by", "records", "--reason", "rule",
            "--register", register.Address.ToString(), "--caller-key", _folder.File("log-key.pem"),
            "--pseudonym-key", _folder.File("pseudonym-key"));
    }
}
