using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Aggregator.Audit;

/// <summary>How a log is kept.</summary>
/// <param name="Folder">Its folder, on the instance's own volume.</param>
/// <param name="Origin">Its name, registered in the hub; one line.</param>
/// <param name="MaxWaiting">Entries that may wait to be written, 1 or more; above it an append is refused.</param>
/// <param name="MaxBatch">Entries written and made durable at once, 1 or more.</param>
public sealed record AccessLogOptions(string Folder, string Origin, int MaxWaiting = 10_000, int MaxBatch = 512)
{
    /// <summary>
    /// How far the checkpoint's file and the tiles that are not full may lag behind the entries. Zero writes them each
    /// time. Default 200 ms: an entry is durable by itself, and what agencies are shown never lags.
    /// </summary>
    public TimeSpan PublishedEvery { get; init; } = TimeSpan.FromMilliseconds(200);
}

/// <summary>
/// Appends entries to a log's folder. Many appends share one write and one flush to disk (group commit); an append ends
/// when its entry is durable. One process at a time.
/// </summary>
internal sealed class EntryStore : IAsyncDisposable
{
    private readonly GroupCommit _commit;
    private readonly LogFolder _folder;
    private readonly AccessLogOptions _options;
    private readonly ECDsa _key;
    private readonly ISegmentDisk _disk;
    private readonly MerkleFrontier _tree = new();
    private readonly TileFiles _tiles;
    private readonly FileStream _lock;
    private SafeFileHandle? _segment;
    private long _segmentNumber = -1;
    private long _segmentLength;
    private long _published = -1;
    private long _publishedAt;
    private bool _isOverdue;
    private bool _isBroken;
    private volatile TreeHead _head = new(0, default);
    private volatile Checkpoint? _signed;

    /// <summary>Opens a log, replaying what is there.</summary>
    /// <param name="options">Where and how it is kept.</param>
    /// <param name="key">Signs checkpoints.</param>
    /// <param name="disk">Writes segments.</param>
    /// <param name="found">Told of every entry that is there, in order.</param>
    /// <exception cref="AuditUnavailableException">
    /// Another process appends, or entries that were signed are gone: the log must not go on as if nothing were.
    /// </exception>
    public EntryStore(AccessLogOptions options, ECDsa key, ISegmentDisk disk, Action<byte[]> found)
    {
        _options = options;
        _key = key;
        _disk = disk;
        _folder = new LogFolder(options.Folder);
        _folder.Create();
        _tiles = new TileFiles(_folder);
        _lock = LogLock.Take(_folder);
        try
        {
            Recover(found);
        }
        catch
        {
            _segment?.Dispose();
            _lock.Dispose();
            throw;
        }

        _commit = new GroupCommit(options.MaxWaiting, options.MaxBatch, Write, UntilDue);
    }

    /// <summary>
    /// A checkpoint over every entry that was acknowledged. It is signed when it is first asked for: of the entries of
    /// several requests, and of those that nobody shows to anybody, one signature is enough.
    /// </summary>
    /// <exception cref="AuditUnavailableException">It cannot be signed.</exception>
    public Checkpoint Latest
    {
        get
        {
            // The head first: what was signed meanwhile can only be over more.
            var head = _head;
            return _signed is { } signed && signed.Size >= head.Size ? signed : Sign();
        }
    }

    /// <summary>Appends an entry and returns its place once it is durable.</summary>
    /// <param name="entry">One line of UTF-8, without its line end.</param>
    /// <param name="cancellationToken">Ends the wait; the entry may still be written.</param>
    public Task<long> AppendAsync(ReadOnlyMemory<byte> entry, CancellationToken cancellationToken) =>
        _commit.AppendAsync(entry, cancellationToken);

    /// <summary>Opens the segment anew with the next append: it was replaced. Nothing may be waiting.</summary>
    public void ForgetSegment() => _segmentNumber = -1;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _commit.DisposeAsync();
        try
        {
            Publish();
        }
        catch (Exception fault) when (
            fault is IOException or UnauthorizedAccessException or AuditUnavailableException)
        {
            // The entries are durable: the next start publishes them.
        }

        _segment?.Dispose();
        await _lock.DisposeAsync();
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever stops a write must fail the waiting accesses.")]
    private void Write(List<WaitingEntry> batch)
    {
        var done = 0;
        try
        {
            while (done < batch.Count)
            {
                // Invariant: nothing more is taken on once a checkpoint that is due cannot be written.
                PublishWhenDue();
                OpenSegment(_tree.Size / LogFolder.SegmentSize);
                var room = (int)(LogFolder.SegmentSize - (_tree.Size % LogFolder.SegmentSize));
                var part = batch.Skip(done).Take(room).ToList();
                MakeDurable(part);

                // Invariant: the tree is over what is on the disk, and whoever goes on shows a checkpoint over the own
                // entry. Broken until it is.
                _isBroken = true;
                var index = _tree.Size;
                part.ForEach(waiting => Add(waiting.Entry.Span));
                _head = new TreeHead(_tree.Size, _tree.Root());
                _isBroken = false;
                part.ForEach(waiting => waiting.Written.SetResult(index++));
                done += part.Count;
            }

            PublishWhenDue();
        }
        catch (Exception fault)
        {
            var unavailable = new AuditUnavailableException(
                "the access log cannot be written, so nothing is released", fault);
            foreach (var waiting in batch.Skip(done))
            {
                waiting.Written.SetException(unavailable);
            }
        }
    }

    private void MakeDurable(List<WaitingEntry> part)
    {
        if (_isBroken)
        {
            throw new IOException("what is on the disk is not known: start again");
        }

        var length = part.Sum(waiting => waiting.Entry.Length + 1);
        var bytes = new byte[length];
        var at = 0;
        foreach (var waiting in part)
        {
            waiting.Entry.Span.CopyTo(bytes.AsSpan(at));
            at += waiting.Entry.Length + 1;
            bytes[at - 1] = (byte)'\n';
        }

        // Invariant: what was not acknowledged is not in the log. Broken until it is durable or cut off again.
        _isBroken = true;
        try
        {
            _disk.Write(_segment!, bytes, _segmentLength);
            _disk.Flush(_segment!);
            _segmentLength += length;
        }
        catch (IOException)
        {
            _disk.Cut(_segment!, _segmentLength);
            _isBroken = false;
            throw;
        }

        _isBroken = false;
    }

    private void Add(ReadOnlySpan<byte> line)
    {
        var digest = StoredEntry.DigestOf(line);
        _tree.Append(MerkleHash.OfLeaf(digest));
        _tiles.Append(digest);
    }

    private void OpenSegment(long number)
    {
        if (number == _segmentNumber)
        {
            return;
        }

        _segment?.Dispose();
        _segmentNumber = -1;
        OwnerOnly.File(_folder.Segment(number));
        _segment = File.OpenHandle(
            _folder.Segment(number), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        _segmentLength = RandomAccess.GetLength(_segment);
        _segmentNumber = number;
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever stops a signature must stop the access.")]
    private Checkpoint Sign()
    {
        lock (_key)
        {
            var head = _head;
            try
            {
                return _signed is { } signed && signed.Size >= head.Size
                    ? signed
                    : _signed = Checkpoint.Sign(_options.Origin, head.Size, head.Root, _key);
            }
            catch (Exception fault)
            {
                throw new AuditUnavailableException(
                    "the access log's checkpoint cannot be signed, so nothing is released", fault);
            }
        }
    }

    // How long until a checkpoint is due; null when all there is is published, or waits for the next entry.
    private TimeSpan? UntilDue()
    {
        var left = _options.PublishedEvery - Stopwatch.GetElapsedTime(_publishedAt);
        return _published == _tree.Size || _isOverdue ? null
            : left > TimeSpan.Zero ? left
            : TimeSpan.Zero;
    }

    private void PublishWhenDue()
    {
        if (Stopwatch.GetElapsedTime(_publishedAt) >= _options.PublishedEvery)
        {
            // What cannot be written is tried again with the next entry, and stops it.
            _isOverdue = true;
            Publish();
            _isOverdue = false;
        }
    }

    // Tiles first: whoever sees the checkpoint finds the tree that it is over.
    private void Publish()
    {
        if (_published == _tree.Size)
        {
            return;
        }

        _tiles.WritePartial();
        var draft = _folder.Checkpoint + ".new";
        OwnerOnly.File(draft);
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            // Durable first: a checkpoint that a power cut emptied would stop the log.
            file.Write(Encoding.UTF8.GetBytes(Latest.ToString()));
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, _folder.Checkpoint, overwrite: true);
        _published = _tree.Size;
        _publishedAt = Stopwatch.GetTimestamp();
    }

    // The entries are the truth after a crash: a torn last line was never acknowledged and is cut off.
    private void Recover(Action<byte[]> found)
    {
        var signed = _folder.ReadCheckpoint();
        if (_folder.HasEntries && !IsOwn(signed))
        {
            throw new AuditUnavailableException(
                $"{_folder.Checkpoint}: the log has entries and here is no checkpoint over them that its key signed as "
                + $"`{_options.Origin}`, so nothing says that none are gone: put the last one back, from a backup or "
                + $"from an agency (`/log-checkpoints/{_options.Origin}`); else keep the folder as evidence, and start "
                + "a log of another origin in another folder");
        }

        foreach (var number in _folder.Segments())
        {
            var bytes = File.ReadAllBytes(_folder.Segment(number));
            foreach (var line in EntryReader.Lines(bytes))
            {
                Add(line);
                found(line);
                Refuse(signed?.Size == _tree.Size && signed.Root != _tree.Root());
            }

            OpenSegment(number);
            var complete = Array.LastIndexOf(bytes, (byte)'\n') + 1;
            if (complete < bytes.Length)
            {
                _disk.Cut(_segment!, complete);
                _segmentLength = complete;
            }
        }

        Refuse(signed?.Size > _tree.Size);
        _head = new TreeHead(_tree.Size, _tree.Root());
        Publish();
    }

    // A log signs that it is empty before its first entry, so that no crash leaves entries without a checkpoint.
    private bool IsOwn(Checkpoint? signed) => signed?.Origin == _options.Origin && signed.IsSignedBy(_key);

    private void Refuse(bool isNotWhatWasSigned)
    {
        if (isNotWhatWasSigned)
        {
            throw new AuditUnavailableException(
                $"{_options.Folder}: the entries are not those that the log's checkpoint was signed over: run "
                + "`audit verify`, keep the folder as evidence, and start a log of another origin in another folder");
        }
    }

    /// <summary>What a checkpoint is over.</summary>
    private sealed record TreeHead(long Size, MerkleHash Root);
}
