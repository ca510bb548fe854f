using System.Globalization;
using System.Security.Cryptography;
using Aggregator.Audit;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Host.Tests;

public sealed class AuditVerbTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ECDsa _key;
    private readonly Pseudonyms _pseudonyms;

    public AuditVerbTests()
    {
        _key = InstanceKey.Open(_folder.File("log-key.pem"));
        _pseudonyms = PseudonymKey.Open(_folder.File("pseudonym-key"));
    }

    private string Log => _folder.File("access-log");

    private string PublicKey => _folder.File("log-key.pub.pem");

    private static string Today =>
        TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Segment => Path.Combine(Log, "entries", "000000.jsonl");

    public async Task InitializeAsync()
    {
        await using var log = new FileAccessLog(new AccessLogOptions(Log, "here"), _key, new Yesterday());
        foreach (var person in new[] { "P1", "P2", "P1" })
        {
            var intent = await log.AppendIntentAsync(Intent(), default);
            _ = await log.AppendOutcomeAsync(intent, Outcome(person), default);
        }

        _ = await log.AppendIntentAsync(Intent(), default);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_log_without_an_outside_checkpoint_is_not_proven_complete()
    {
        var ran = await Verb.RunAsync("audit", "verify", Log, "--key", PublicKey);

        Assert.Equal(0, ran.Code);
        Assert.Contains("self-consistent, not proven complete", ran.Output, StringComparison.Ordinal);
        Assert.Contains("1 requests have no outcome", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_continues_an_outside_checkpoint_is_proven_complete_up_to_it()
    {
        var checkpoint = KeepCheckpoint();

        var ran = await Verb.RunAsync("audit", "verify", Log, "--key", PublicKey, "--against", checkpoint);

        Assert.Equal(0, ran.Code);
        Assert.Contains("complete up to the outside checkpoint over 8 entries", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_rolled_back_with_its_own_checkpoint_is_found_by_an_outside_one()
    {
        var checkpoint = KeepCheckpoint();
        Directory.Delete(Log, recursive: true);
        await using (var log = new FileAccessLog(new AccessLogOptions(Log, "here"), _key, TimeProvider.System))
        {
            _ = await log.AppendIntentAsync(Intent(), default);
        }

        var alone = await Verb.RunAsync("audit", "verify", Log, "--key", PublicKey);
        var against = await Verb.RunAsync("audit", "verify", Log, "--key", PublicKey, "--against", checkpoint);

        Assert.Equal((0, 1), (alone.Code, against.Code));
        Assert.Contains("over 8 entries and the log has 1: entries are gone", against.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_entry_is_found_and_cannot_be_proven()
    {
        var lines = await File.ReadAllLinesAsync(Segment);
        lines[1] = lines[1].Replace("P", "Q", StringComparison.Ordinal) + " ";
        await File.WriteAllTextAsync(Segment, string.Join('\n', lines) + "\n");

        var verified = await Verb.RunAsync("audit", "verify", Log, "--key", PublicKey);
        var proven = await Verb.RunAsync("audit", "prove", Log, "--entry", "0");

        Assert.Equal((1, 1), (verified.Code, proven.Code));
        Assert.Contains("not those that the log's checkpoint was signed", verified.Error, StringComparison.Ordinal);
        Assert.Contains("\nentry 2 is not the one that was logged\n", verified.Error, StringComparison.Ordinal);
        Assert.Contains("verify the log", proven.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_after_the_signed_checkpoint_are_named()
    {
        await File.AppendAllTextAsync(Segment, (await File.ReadAllLinesAsync(Segment))[0] + "\n");

        var ran = await Verb.RunAsync("audit", "verify", Log, "--key", PublicKey);

        Assert.Contains("the last 1 entries are under no signed checkpoint yet", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_instances_key_does_not_verify_the_log()
    {
        using var other = InstanceKey.Open(_folder.File("other.pem"));

        var ran = await Verb.RunAsync("audit", "verify", Log, "--key", _folder.File("other.pub.pem"));

        Assert.Equal(1, ran.Code);
        Assert.Contains("checkpoint is not signed by the instance's key", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_is_printed_with_a_proof_that_leads_to_the_checkpoint()
    {
        var ran = await Verb.RunAsync("audit", "prove", Log, "--entry", "4");

        var lines = ran.Output.Split('\n');
        var path = lines.Skip(4).TakeWhile(line => line.Length > 0)
            .Select(line => new MerkleHash(Convert.FromBase64String(line)));
        var checkpoint = Checkpoint.Parse(string.Join('\n', lines.SkipWhile(line => line != "here")))!;
        var proof = new InclusionProof(4, checkpoint.Size, [.. path]);
        Assert.Equal(("c2sp.org/tlog-proof@v1", "index 4"), (lines[2], lines[3]));
        Assert.Equal((await File.ReadAllLinesAsync(Segment))[4], lines[0]);
        Assert.True(checkpoint.IsSignedBy(_key));
        Assert.True(proof.Proves(MerkleHash.OfEntry(System.Text.Encoding.UTF8.GetBytes(lines[0])), checkpoint.Root));
    }

    [Fact]
    public async Task An_entry_that_is_not_there_is_refused_with_those_that_are()
    {
        var ran = await Verb.RunAsync("audit", "prove", Log, "--entry", "8");

        Assert.Equal(1, ran.Code);
        Assert.Contains("name one from 0 to 7", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accesses_to_one_persons_data_are_listed_over_all_logs()
    {
        var ran = await Verb.RunAsync(
            "audit", "accesses", Log, Log, "--subject", "P2", "--pseudonym-key", _folder.File("pseudonym-key"));

        Assert.Equal(0, ran.Code);
        Assert.Contains("GP of GP for DIRECT_CARE at CONTACT", ran.Output, StringComparison.Ordinal);
        Assert.Contains("  given     Person.name\n", ran.Output, StringComparison.Ordinal);
        Assert.Contains("Consultation.narrative (OMIT, GP_NARRATIVE)", ran.Output, StringComparison.Ordinal);
        Assert.Contains("2 accesses in 2 logs", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_whom_data_was_passed_on_and_the_reason_given_are_printed()
    {
        await using (var log = new FileAccessLog(new AccessLogOptions(Log, "here"), _key, TimeProvider.System))
        {
            var plain = Intent();
            var intent = await log.AppendIntentAsync(
                plain with { Caller = plain.Caller with { OnwardTo = "HV", Reason = "strategy meeting" } }, default);
            _ = await log.AppendOutcomeAsync(intent, Outcome("P3"), default);
        }

        var ran = await Verb.RunAsync(
            "audit", "accesses", Log, "--subject", "P3", "--pseudonym-key", _folder.File("pseudonym-key"));

        Assert.Contains("  passed on to HV\n", ran.Output, StringComparison.Ordinal);
        Assert.Contains("  reason    strategy meeting\n", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_whose_data_nobody_was_shown_has_no_accesses()
    {
        var ran = await Verb.RunAsync(
            "audit", "accesses", Log, "--subject", "P3", "--pseudonym-key", _folder.File("pseudonym-key"));

        Assert.StartsWith("0 accesses in 1 log\n", ran.Output, StringComparison.Ordinal);
        Assert.Contains("nothing in these logs is about P3 under this key", ran.Output, StringComparison.Ordinal);
        Assert.Contains("is not to say that nobody looked", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_that_cannot_be_read_is_not_passed_over()
    {
        await File.AppendAllTextAsync(Segment, "not an entry\n");

        var ran = await Verb.RunAsync(
            "audit", "accesses", Log, "--subject", "P1", "--pseudonym-key", _folder.File("pseudonym-key"));

        Assert.Equal(1, ran.Code);
        Assert.Contains("entries 8 cannot be read", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify", "--key", "log-key.pub.pem")]
    [InlineData("prove", "--entry", "0")]
    public async Task A_folder_without_a_log_is_refused(string verb, string option, string value)
    {
        var given = option == "--key" ? _folder.File(value) : value;

        var ran = await Verb.RunAsync("audit", verb, _folder.Name, option, given);

        Assert.Equal(1, ran.Code);
        Assert.Contains("no access log here", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_key_or_checkpoint_is_refused()
    {
        var no = _folder.With("no", "neither");

        var key = await Verb.RunAsync("audit", "verify", Log, "--key", no);
        var checkpoint = await Verb.RunAsync("audit", "verify", Log, "--key", PublicKey, "--against", no);
        var pseudonyms = await Verb.RunAsync("audit", "accesses", Log, "--subject", "P1", "--pseudonym-key", no);

        Assert.Contains("no public key in PEM form", key.Error, StringComparison.Ordinal);
        Assert.Contains("no checkpoint can be read", checkpoint.Error, StringComparison.Ordinal);
        Assert.Contains("no pseudonym key can be read", pseudonyms.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Payloads_are_retired_but_for_a_person_under_a_hold_and_the_log_still_verifies()
    {
        string[] keeper =
            ["--origin", "here", "--key", _folder.File("log-key.pem"), "--by", "records", "--reason", "rule"];
        string[] pseudonyms = ["--pseudonym-key", _folder.File("pseudonym-key")];

        var held = await Verb.RunAsync(["audit", "hold", Log, "--subject", "P2", .. pseudonyms, .. keeper]);
        await using var register = await FakeRegister.StartAsync("""{"held": []}""");
        var retired = await RetireAsync(register.Address);
        var verified = await Verb.RunAsync("audit", "verify", Log, "--key", PublicKey);
        var accesses = await Verb.RunAsync(["audit", "accesses", Log, "--subject", "P2", .. pseudonyms]);

        Assert.Equal("held: 1 access in this log is about P2\n", held.Output);
        Assert.Equal("deleted 4 payloads; 2 are held; 1 requests have no outcome\n", retired.Output);
        Assert.Contains("4 payloads were deleted when", verified.Output, StringComparison.Ordinal);
        Assert.Contains("1 access in 1 log", accesses.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("P999", "pseudonym-key")]
    [InlineData("P1", "other-pseudonym-key")]
    public async Task A_hold_that_reaches_no_entry_of_the_log_says_so(string subject, string key)
    {
        _ = PseudonymKey.Open(_folder.File("other-pseudonym-key"));

        var ran = await KeepAsync("hold", "here", "log-key.pem", "records", "rule", subject, key);

        Assert.Equal(0, ran.Code);
        Assert.Contains(
            $"nothing in this log is about {subject} under this key; held from now on", ran.Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hold", "wrong", "log-key.pem", "the log is `here`, not `wrong`")]
    [InlineData("hold", "here", "caller-key.pem", "did not sign this log")]
    [InlineData("hold", "here", "log-key.pub.pem", "name the instance's private key")]
    [InlineData("retire", "wrong", "log-key.pem", "the log is `here`, not `wrong`")]
    [InlineData("retire", "here", "caller-key.pem", "did not sign this log")]
    public async Task A_log_is_kept_only_under_its_own_name_and_key(
        string verb, string origin, string key, string reason)
    {
        using var other = InstanceKey.Open(_folder.File("caller-key.pem"));
        var (entries, checkpoint) = (await File.ReadAllBytesAsync(Segment), KeepCheckpoint());

        var ran = await KeepAsync(verb, origin, key, "records", "rule");
        var verified = await Verb.RunAsync("audit", "verify", Log, "--key", PublicKey, "--against", checkpoint);

        Assert.Equal((1, 0), (ran.Code, verified.Code));
        Assert.Contains(reason, ran.Error, StringComparison.Ordinal);
        Assert.Equal(entries, await File.ReadAllBytesAsync(Segment));
    }

    [Theory]
    [InlineData("hold", "", "rule", "--by")]
    [InlineData("hold", "records", " ", "--reason")]
    [InlineData("retire", " ", "rule", "--by")]
    public async Task Nothing_is_held_or_retired_without_who_decided_and_why(
        string verb, string by, string reason, string option)
    {
        var before = await File.ReadAllBytesAsync(Segment);

        var ran = await KeepAsync(verb, "here", "log-key.pem", by, reason);

        Assert.Equal(1, ran.Code);
        Assert.Contains($"`{option}` is empty", ran.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Segment));
    }

    [Fact]
    public async Task A_log_without_a_checkpoint_is_not_signed_anew()
    {
        File.Delete(Path.Combine(Log, "checkpoint"));

        var ran = await KeepAsync("hold", "here", "log-key.pem", "records", "rule");

        Assert.Equal(1, ran.Code);
        Assert.Contains("no checkpoint can be read here", ran.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Log, "checkpoint")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/behind/a/proxy")]
    [InlineData("/behind/a/proxy/")]
    public async Task Nothing_of_a_person_whom_the_hubs_register_holds_is_retired(string place)
    {
        await using var register = await FakeRegister.StartAsync("""{"held": ["P1"]}""");

        var retired = await RetireAsync(new Uri(register.Address, place));

        Assert.Equal("deleted 2 payloads; 4 are held; 1 requests have no outcome\n", retired.Output);
    }

    [Theory]
    [InlineData("""{"held": [null]}""", 200)]
    [InlineData("{}", 200)]
    [InlineData("<html>", 200)]
    [InlineData("""{"held": []}""", 403)]
    [InlineData(null, 200)]
    public async Task Nothing_is_retired_while_the_register_does_not_say_who_is_held(string? answer, int status)
    {
        var before = await File.ReadAllBytesAsync(Segment);
        await using var register = answer is null ? null : await FakeRegister.StartAsync(answer, status);

        var ran = await RetireAsync(register?.Address ?? new Uri("http://127.0.0.1:9"));

        Assert.Equal(1, ran.Code);
        Assert.Contains("does not say who is under a legal hold", ran.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Segment));
    }

    [Fact]
    public async Task Nothing_is_retired_while_an_instance_appends()
    {
        await using var log = new FileAccessLog(new AccessLogOptions(Log, "here"), _key, TimeProvider.System);
        await using var register = await FakeRegister.StartAsync("""{"held": []}""");

        var ran = await RetireAsync(register.Address);

        Assert.Equal(1, ran.Code);
        Assert.Contains("another process appends to this log", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_folder_names_people_alike_after_a_restart() =>
        Assert.Equal(_pseudonyms.Of("P1"), PseudonymKey.Open(_folder.File("pseudonym-key")).Of("P1"));

    // The register answers nothing: what is wrong before it is asked is said first.
    private Task<Ran> KeepAsync(
        string verb, string origin, string key, string by, string reason, string subject = "P2",
        string pseudonymKey = "pseudonym-key") => Verb.RunAsync(
        [
            "audit", verb, Log, "--origin", origin, "--key", _folder.File(key), "--by", by, "--reason", reason,
            "--pseudonym-key", _folder.File(pseudonymKey),
            .. verb == "hold" ? new[] { "--subject", subject } :
            [
                "--before", Today, "--register", "http://127.0.0.1:9",
                "--caller-key", _folder.File("log-key.pem"),
            ],
        ]);

    private Task<Ran> RetireAsync(Uri register) => Verb.RunAsync(
        "audit", "retire", Log, "--before", Today, "--origin", "here", "--key", _folder.File("log-key.pem"),
        "--by", "records", "--reason", "rule", "--register", register.ToString(),
        "--caller-key", _folder.File("log-key.pem"), "--pseudonym-key", _folder.File("pseudonym-key"));

    private string KeepCheckpoint() =>
        _folder.With("kept", File.ReadAllText(Path.Combine(Log, "checkpoint")));

    private IntentEntry Intent() => new(
        new AccessCaller(_pseudonyms.Of("someone"), "GP", "GP", "DIRECT_CARE", "CONTACT", null, null),
        "2026.1+000000000000", "00", DateTimeOffset.UnixEpoch, ["GP"], []);

    private OutcomeEntry Outcome(string person) => new(
    [
        new SubjectAccess(
            _pseudonyms.Of(person),
            new CoordinateList(
                ["Person.name"], [new WithheldCoordinate("Consultation.narrative", "OMIT", "GP_NARRATIVE")])),
    ]);

    private sealed class Yesterday : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddDays(-1);
    }
}
