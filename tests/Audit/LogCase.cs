using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Aggregator.Audit.Tests;

/// <summary>A log in a folder of a test's own.</summary>
internal sealed class LogCase : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("access-log-").FullName;

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public AccessLogOptions Options => new(Folder, "gateway-1");

    public string Segment => Path.Combine(Folder, "entries", "000000.jsonl");

    public string OwnCheckpoint => Path.Combine(Folder, "checkpoint");

    public FileAccessLog Open() => new(Options, Key, TimeProvider.System);

    public FileAccessLog Open(FailingDisk disk) => new(Options, Key, TimeProvider.System, disk);

    public FileAccessLog OpenAndPublishEvery(TimeSpan apart) =>
        new(Options with { PublishedEvery = apart }, Key, TimeProvider.System);

    public Checkpoint Signed() => Checkpoint.Parse(File.ReadAllText(OwnCheckpoint))!;

    public LogFindings Verify(Checkpoint? against = null) => LogVerifier.Verify(Folder, Key, against);

    public List<string> Lines() => [.. File.ReadAllLines(Segment)];

    public void Replace(IEnumerable<string> lines) =>
        File.WriteAllText(Segment, string.Concat(lines.Select(line => line + "\n")));

    /// <summary>Signs what is there, as whoever has the key can.</summary>
    public void SignAnew() => File.WriteAllText(OwnCheckpoint, SignedAnew(Options.Origin, Key));

    public string SignedAnew(string origin, ECDsa key)
    {
        var tree = new MerkleFrontier();
        Lines().ForEach(line => tree.Append(MerkleHash.OfEntry(Encoding.UTF8.GetBytes(line))));
        return Checkpoint.Sign(origin, tree.Size, tree.Root(), key).ToString();
    }

    public async Task FillAsync(int accesses, int from = 0)
    {
        await using var log = Open();
        for (var i = from; i < from + accesses; i++)
        {
            _ = await AccessAsync(log, $"a:{i}");
        }
    }

    public static async ValueTask<AuditReceipt> AccessAsync(FileAccessLog log, string subject) =>
        await log.AppendOutcomeAsync(await log.AppendIntentAsync(Intent(subject), default), Outcome(subject), default);

    public static IntentEntry Intent(string subject) => new(
        new AccessCaller("c:1", "HEALTH_VISITOR", "HV", "SAFEGUARD_OWN_CASELOAD", "CONTACT", null, null)
        {
            Basis = "ART6_1E",
        },
        "policy-1",
        "operation-1",
        DateTimeOffset.UnixEpoch,
        ["POL"],
        [subject]);

    public static OutcomeEntry Outcome(string subject) => new(
        [
            new SubjectAccess(
                subject, new CoordinateList(["Person.names"], [new("PoliceIncident.narrative", "OMIT", "WITHHELD")])),
        ]);

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        Key.Dispose();
    }
}

/// <summary>A disk that can be told to fail.</summary>
internal sealed class FailingDisk : ISegmentDisk
{
    private readonly SegmentDisk _disk = new();

    public bool IsFull { get; set; }

    public bool CannotFlush { get; set; }

    public bool CannotCut { get; set; }

    public void Write(SafeFileHandle segment, ReadOnlySpan<byte> bytes, long at)
    {
        if (IsFull)
        {
            // Some of it fits, as on a real disk.
            _disk.Write(segment, bytes[..(bytes.Length / 2)], at);
            throw new IOException("no space left on device");
        }

        _disk.Write(segment, bytes, at);
    }

    public void Flush(SafeFileHandle segment)
    {
        if (CannotFlush)
        {
            throw new IOException("input/output error");
        }

        _disk.Flush(segment);
    }

    public void Cut(SafeFileHandle segment, long length)
    {
        if (CannotCut)
        {
            throw new IOException("input/output error");
        }

        _disk.Cut(segment, length);
    }
}
