using System.Collections.Immutable;
using System.Security.Cryptography;
using Xunit;

namespace Aggregator.Audit.Tests;

public sealed class AccessLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("access-log-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _key.Dispose();
    }

    [Fact]
    public async Task A_log_that_nobody_touched_verifies_and_knows_what_was_asked_without_outcome()
    {
        await using (var log = Open())
        {
            _ = await Access(log, "a:1");
            _ = await log.AppendIntentAsync(Intent("a:2"), default);
        }

        var findings = Verify();
        Assert.Empty(findings.Faults);
        Assert.Equal(4, findings.Size);
        _ = Assert.Single(findings.OpenIntents);
        Assert.False(findings.IsProvenComplete);
    }

    [Fact]
    public async Task The_log_goes_on_where_it_was_after_a_restart()
    {
        await using (var log = Open())
        {
            _ = await Access(log, "a:1");
        }

        await using (var log = Open())
        {
            _ = await Access(log, "a:2");
        }

        Assert.Empty(Verify().Faults);
    }

    [Theory]
    [InlineData("flip")]
    [InlineData("delete")]
    [InlineData("insert")]
    [InlineData("reorder")]
    [InlineData("truncate")]
    public async Task A_changed_log_is_found(string change)
    {
        await FillAsync(10);
        var lines = File.ReadAllLines(Segment).ToList();
        switch (change)
        {
            case "flip": lines[3] = lines[3].Replace("HEALTH_VISITOR", "ANALYST", StringComparison.Ordinal); break;
            case "delete": lines.RemoveAt(4); break;
            case "insert": lines.Insert(4, lines[4]); break;
            case "reorder": (lines[0], lines[2]) = (lines[2], lines[0]); break;
            default: lines.RemoveRange(15, lines.Count - 15); break;
        }

        File.WriteAllText(Segment, string.Concat(lines.Select(line => line + "\n")));

        Assert.NotEmpty(Verify().Faults);
    }

    [Fact]
    public async Task A_log_rolled_back_with_its_own_checkpoint_is_found_only_against_an_outside_one()
    {
        await FillAsync(3);
        var (entries, checkpoint) = (File.ReadAllBytes(Segment), File.ReadAllText(OwnCheckpoint));
        await FillAsync(3);
        var outside = Checkpoint.Parse(File.ReadAllText(OwnCheckpoint));

        File.WriteAllBytes(Segment, entries);
        File.WriteAllText(OwnCheckpoint, checkpoint);

        Assert.Empty(Verify().Faults);
        Assert.NotEmpty(Verify(outside).Faults);
    }

    [Fact]
    public async Task A_log_forked_after_an_outside_checkpoint_was_taken_is_found()
    {
        await FillAsync(3);
        var outside = Checkpoint.Parse(File.ReadAllText(OwnCheckpoint));
        Directory.Delete(_folder, recursive: true);
        await FillAsync(6);

        Assert.Empty(Verify().Faults);
        Assert.NotEmpty(Verify(outside).Faults);
    }

    [Fact]
    public async Task A_last_entry_torn_by_a_crash_is_cut_off_and_the_log_goes_on()
    {
        await FillAsync(2);
        File.AppendAllText(Segment, "{\"kind\":\"intent\",\"id\":\"torn");

        await FillAsync(1);

        Assert.Empty(Verify().Faults);
        Assert.DoesNotContain("torn", File.ReadAllText(Segment), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_accesses_at_once_are_all_logged()
    {
        await using (var log = Open())
        {
            var accesses = Enumerable.Range(0, 200).Select(i => Access(log, $"a:{i}").AsTask());
            var receipts = await Task.WhenAll(accesses);
            Assert.Equal(200, receipts.Select(receipt => receipt.AuditId).Distinct().Count());
        }

        var findings = Verify();
        Assert.Empty(findings.Faults);
        Assert.Empty(findings.OpenIntents);
    }

    [Fact]
    public async Task A_log_whose_signed_entries_are_gone_is_not_gone_on_with()
    {
        await FillAsync(3);
        File.Delete(Segment);

        var refused = Assert.Throws<AuditUnavailableException>(() => Open());
        Assert.Contains("keep the folder as evidence", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_coordinates_is_stored_once_also_after_a_restart()
    {
        await FillAsync(3);
        await FillAsync(3);

        _ = Assert.Single(File.ReadAllLines(Segment), line => line.Contains("\"kind\":\"coordinates\""));
    }

    [Fact]
    public async Task A_refused_request_is_listed_for_whom_it_named()
    {
        await using (var log = Open())
        {
            var intent = await log.AppendIntentAsync(Intent("a:1"), default);
            _ = await log.AppendOutcomeAsync(intent, new OutcomeEntry([]) { Refused = "STAGE_NOT_RECORDED" }, default);
        }

        var access = Assert.Single(LogAccesses.Of(_folder, new AccessFilter(Subject: "a:1")).Accesses);
        Assert.Equal(("STAGE_NOT_RECORDED", true, 0), (access.Refused, access.IsAnswered, access.Delivered.Length));
        Assert.Equal("HEALTH_VISITOR", access.Caller!.Role);
        Assert.Empty(LogAccesses.Of(_folder, new AccessFilter(Subject: "a:2")).Accesses);
        Assert.Empty(Verify().OpenIntents);
    }

    [Fact]
    public async Task Whoever_a_request_named_and_showed_nothing_of_is_listed_with_nothing_and_everybody_once()
    {
        await using (var log = Open())
        {
            var intent = await log.AppendIntentAsync(Intent("a:1") with { Subjects = ["a:1", "a:2"] }, default);
            var nobodys = new SubjectAccess("", new CoordinateList(["Query.child"], []));
            _ = await log.AppendOutcomeAsync(
                intent, new OutcomeEntry([nobodys, .. Outcome("a:2").Subjects]), default);
        }

        var all = LogAccesses.Of(_folder, new AccessFilter()).Accesses;
        var access = Assert.Single(LogAccesses.Of(_folder, new AccessFilter(Subject: "a:1")).Accesses);
        Assert.Equal((true, null, 0, 0), (
            access.IsAnswered, access.Refused, access.Delivered.Length, access.Withheld.Length));
        Assert.Equal(["", "a:1", "a:2"], all.Select(each => each.Subject).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_request_that_named_nobody_and_showed_nothing_is_listed_under_nobody()
    {
        await using (var log = Open())
        {
            var intent = await log.AppendIntentAsync(Intent("a:1") with { Subjects = [] }, default);
            _ = await log.AppendOutcomeAsync(intent, new OutcomeEntry([]), default);
        }

        Assert.Equal("", Assert.Single(LogAccesses.Of(_folder, new AccessFilter()).Accesses).Subject);
        Assert.Empty(LogAccesses.Of(_folder, new AccessFilter(Subject: "a:1")).Accesses);
    }

    [Fact]
    public async Task What_was_not_told_to_be_of_somebody_is_found_by_who_reads_all_alone_and_everybody_once()
    {
        await using (var log = Open())
        {
            var intent = await log.AppendIntentAsync(Intent("a:1"), default);
            _ = await log.AppendOutcomeAsync(
                intent,
                new OutcomeEntry(
                [
                    Given("", "Query.child"),
                    Given("a:1", "Child.name") with { IsTold = true },
                    Given("a:1", "Alert.rule") with { ReliedOn = ["SHD-1"] },
                    Given("a:2", "Alert.rule"),
                ]),
                default);
        }

        Assert.Equal(["|Query.child|", "a:1|Alert.rule Child.name|SHD-1", "a:2|Alert.rule|"], Read(false));
        Assert.Equal(["|Query.child|", "a:1|Child.name|"], Read(true));

        string[] Read(bool toldOnly) =>
        [
            .. LogAccesses.Of(_folder, new AccessFilter { ToldOnly = toldOnly }).Accesses.Select(each =>
                $"{each.Subject}|{string.Join(' ', each.Delivered)}|{string.Join(' ', each.ReliedOn)}"),
        ];
    }

    [Fact]
    public async Task Whom_a_request_named_is_listed_alike_whether_nothing_of_them_was_given_or_it_was_not_told()
    {
        await using (var log = Open())
        {
            foreach (var given in (OutcomeEntry[])[new([]), new([Given("a:1", "Alert.rule")])])
            {
                var intent = await log.AppendIntentAsync(Intent("a:1"), default);
                _ = await log.AppendOutcomeAsync(intent, given, default);
            }
        }

        var found = LogAccesses.Of(_folder, new AccessFilter { ToldOnly = true }).Accesses;

        Assert.Equal([("a:1", 0, 0), ("a:1", 0, 0)], found.Select(each => (
            each.Subject, each.Delivered.Length, each.Withheld.Length)));
    }

    [Fact]
    public async Task In_which_form_something_was_given_is_read_also_where_it_was_in_full_in_a_part_not_told()
    {
        await using (var log = Open())
        {
            var coarser = new CoordinateList(["Alert.rule", "Child.name"], [])
            {
                Forms = [new("Alert.rule", "GENERALISE")],
            };
            var intent = await log.AppendIntentAsync(Intent("a:1"), default);
            _ = await log.AppendOutcomeAsync(
                intent,
                new OutcomeEntry([new SubjectAccess("a:1", coarser) { IsTold = true }, Given("a:1", "Alert.rule")]),
                default);
        }

        GivenForm category = new("Alert.rule", "GENERALISE");
        Assert.Equal([new("Alert.rule", "CLEAR"), category], Read(false));
        Assert.Equal([category], Read(true));

        IEnumerable<GivenForm> Read(bool toldOnly) => Assert.Single(
            LogAccesses.Of(_folder, new AccessFilter { ToldOnly = toldOnly }).Accesses).Forms!.Value;
    }

    [Fact]
    public async Task A_log_from_before_forms_were_logged_verifies_and_says_that_it_does_not_know_them()
    {
        await FillAsync(1);
        File.WriteAllText(Segment, File.ReadAllText(Segment)
            .Replace("\"forms\":[],", "", StringComparison.Ordinal)
            .Replace(Outcome("a:0").Subjects[0].Coordinates.Hash, new string('0', 64), StringComparison.Ordinal));
        File.Delete(OwnCheckpoint);
        Directory.Delete(Path.Combine(_folder, "tile"), recursive: true);
        File.WriteAllText(OwnCheckpoint, SignedOver(File.ReadAllLines(Segment)));

        await FillAsync(1);

        Assert.Empty(Verify().Faults);
        var read = LogAccesses.Of(_folder, new AccessFilter());
        Assert.Empty(read.Unreadable);
        Assert.Equal([null, 0], read.Accesses.Select(access => access.Forms?.Length));
        Assert.All(read.Accesses, access => Assert.Equal("Person.names", Assert.Single(access.Delivered)));
    }

    private string SignedOver(string[] lines)
    {
        var tree = new MerkleFrontier();
        Array.ForEach(lines, line => tree.Append(MerkleHash.OfEntry(System.Text.Encoding.UTF8.GetBytes(line))));
        return Checkpoint.Sign("gateway-1", tree.Size, tree.Root(), _key).ToString();
    }

    private static SubjectAccess Given(string subject, string coordinate) =>
        new(subject, new CoordinateList([coordinate], []));

    [Fact]
    public async Task Nothing_is_acknowledged_when_the_log_cannot_be_written()
    {
        await using var log = Open();
        Directory.Delete(Path.Combine(_folder, "entries"), recursive: true);

        _ = await Assert.ThrowsAsync<AuditUnavailableException>(() => Access(log, "a:1").AsTask());
    }

    private string Segment => Path.Combine(_folder, "entries", "000000.jsonl");

    private string OwnCheckpoint => Path.Combine(_folder, "checkpoint");

    private FileAccessLog Open() => new(new AccessLogOptions(_folder, "gateway-1"), _key, TimeProvider.System);

    private LogFindings Verify(Checkpoint? against = null) => LogVerifier.Verify(_folder, _key, against);

    private async Task FillAsync(int accesses)
    {
        await using var log = Open();
        for (var i = 0; i < accesses; i++)
        {
            _ = await Access(log, $"a:{i}");
        }
    }

    private static async ValueTask<AuditReceipt> Access(FileAccessLog log, string subject) =>
        await log.AppendOutcomeAsync(await log.AppendIntentAsync(Intent(subject), default), Outcome(subject), default);

    private static IntentEntry Intent(string subject) => new(
        new AccessCaller("c:1", "HEALTH_VISITOR", "HV", "SAFEGUARD_OWN_CASELOAD", "CONTACT", null, null),
        "policy-1",
        "operation-1",
        DateTimeOffset.UnixEpoch,
        ["POL"],
        [subject]);

    private static OutcomeEntry Outcome(string subject) => new(
        [
            new SubjectAccess(
                subject, new CoordinateList(["Person.names"], [new("PoliceIncident.narrative", "OMIT", "WITHHELD")])),
        ]);
}

public class InclusionProofTests
{
    [Fact]
    public void Every_leaf_of_every_small_tree_is_proven_and_no_other_leaf_is()
    {
        for (var size = 1; size <= 33; size++)
        {
            ImmutableArray<MerkleHash> leaves =
                [.. Enumerable.Range(0, size).Select(i => MerkleHash.OfEntry([(byte)i]))];
            var root = RootOf(leaves.AsSpan());
            for (var i = 0; i < size; i++)
            {
                var proof = InclusionProof.Of(leaves, i);
                Assert.True(proof.Proves(leaves[i], root), $"leaf {i} of {size}");
                Assert.False(proof.Proves(MerkleHash.OfEntry([255]), root), $"a stranger at {i} of {size}");
                Assert.False(proof with { Index = i + 1 } is var moved && moved.Proves(leaves[i], root));
            }
        }
    }

    // Straight from RFC 6962, section 2.1, without sharing code with the tree under test.
    private static MerkleHash RootOf(ReadOnlySpan<MerkleHash> leaves)
    {
        if (leaves.Length == 1)
        {
            return leaves[0];
        }

        var split = 1;
        while (split * 2 < leaves.Length)
        {
            split *= 2;
        }

        return MerkleHash.OfChildren(RootOf(leaves[..split]), RootOf(leaves[split..]));
    }
}
