using System.Security.Cryptography;
using Aggregator.Audit;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Host.Tests;

/// <summary>What <c>audit accesses</c> says of one access.</summary>
public sealed class AuditAccessesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ECDsa _key;
    private readonly Pseudonyms _pseudonyms;

    public AuditAccessesTests()
    {
        _key = InstanceKey.Open(_folder.File("log-key.pem"));
        _pseudonyms = PseudonymKey.Open(_folder.File("pseudonym-key"));
    }

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_given_otherwise_than_in_full_is_printed_with_its_form()
    {
        var given = new CoordinateList(["Child.name", "Child.nhsNumber", "PoliceIncident.narrative"], [])
        {
            Forms =
            [
                new("Child.nhsNumber", "MASK"),
                new("PoliceIncident.narrative", "CLEAR"), new("PoliceIncident.narrative", "GENERALISE"),
            ],
        };

        var printed = await PrintedAsync(new OutcomeEntry([new SubjectAccess(_pseudonyms.Of("P3"), given)]));

        Assert.Contains(
            "  given     Child.name, Child.nhsNumber (MASK), PoliceIncident.narrative (CLEAR, GENERALISE)\n",
            printed,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_entry_from_before_forms_were_logged_it_is_said_that_they_are_not_known()
    {
        var given = new CoordinateList(["Child.name"], []);
        var known = await PrintedAsync(new OutcomeEntry([new SubjectAccess(_pseudonyms.Of("P3"), given)]));
        var segment = Path.Combine(_folder.File("access-log"), "entries", "000000.jsonl");
        await File.WriteAllTextAsync(
            segment, (await File.ReadAllTextAsync(segment)).Replace("\"forms\":[],", "", StringComparison.Ordinal));

        Assert.DoesNotContain("from before the log said", known, StringComparison.Ordinal);
        Assert.Contains("from before the log said", await PrintedAsync(), StringComparison.Ordinal);
    }

    // A glass that is not in force is found before anybody is asked, too many people afterwards.
    [Theory]
    [InlineData("BREAK_GLASS_NOT_IN_FORCE")]
    [InlineData("TOO_MANY_SUBJECTS")]
    public async Task Of_a_refused_request_it_is_not_said_that_agencies_were_asked(string code)
    {
        var printed = await PrintedAsync(new OutcomeEntry([]) { Refused = code });

        Assert.Contains(
            $"  refused   {code}: nothing was shown; agencies may have been asked before\n",
            printed,
            StringComparison.Ordinal);
        Assert.DoesNotContain("agencies were asked", printed, StringComparison.Ordinal);
    }

    private async Task<string> PrintedAsync(OutcomeEntry outcome)
    {
        var options = new AccessLogOptions(_folder.File("access-log"), "here");
        await using (var log = new FileAccessLog(options, _key, TimeProvider.System))
        {
            var caller = new AccessCaller("c:1", "GP", "GP", "DIRECT_CARE", "CONTACT", null, null);
            var intent = new IntentEntry(caller, "p", "o", DateTimeOffset.UnixEpoch, ["GP"], [_pseudonyms.Of("P3")]);
            _ = await log.AppendOutcomeAsync(await log.AppendIntentAsync(intent, default), outcome, default);
        }

        return await PrintedAsync();
    }

    private async Task<string> PrintedAsync()
    {
        var ran = await Verb.RunAsync(
            "audit", "accesses", _folder.File("access-log"), "--subject", "P3",
            "--pseudonym-key", _folder.File("pseudonym-key"));
        Assert.Equal(0, ran.Code);
        return ran.Output;
    }
}
