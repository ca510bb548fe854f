using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace Aggregator.Audit;

/// <summary>How a log is kept.</summary>
/// <param name="Folder">Its folder, on the instance's own volume.</param>
/// <param name="Origin">Its name, registered in the hub; one line.</param>
/// <param name="MaxWaiting">Entries that may wait to be written, 1 or more; above it an append is refused.</param>
/// <param name="MaxBatch">Entries written and made durable at once, 1 or more.</param>
public sealed record AccessLogOptions(string Folder, string Origin, int MaxWaiting = 10_000, int MaxBatch = 512);

/// <summary>
/// Appends entries to a log's folder. Many appends share one write and one flush to disk (group commit); an append ends
/// when its entry is durable.
/// </summary>
internal sealed class EntryStore : IAsyncDisposable
{
    private readonly Channel<Waiting> _queue;
    private readonly LogFolder _folder;
    private readonly AccessLogOptions _options;
    private readonly ECDsa _key;
    private readonly MerkleFrontier _tree = new();
    private readonly Task _writing;
    private SafeFileHandle? _segment;
    private long _segmentNumber = -1;
    private long _segmentLength;

    public EntryStore(AccessLogOptions options, ECDsa key)
    {
        _options = options;
        _key = key;
        _folder = new LogFolder(options.Folder);
        _folder.Create();
        Recover();
        _queue = Channel.CreateBounded<Waiting>(
            new BoundedChannelOptions(options.MaxWaiting) { SingleReader = true });
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Appends an entry and returns its place once it is durable.</summary>
    /// <param name="entry">One line of UTF-8, without its line end.</param>
    /// <param name="cancellationToken">Ends the wait; the entry may still be written.</param>
    public Task<long> AppendAsync(ReadOnlyMemory<byte> entry, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(entry, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return _queue.Writer.TryWrite(waiting)
            ? waiting.Written.Task.WaitAsync(cancellationToken)
            : throw new AuditUnavailableException(
                $"more than {_options.MaxWaiting} accesses wait to be logged, so nothing is released");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.Complete();
        await _writing;
        _segment?.Dispose();
    }

    private async Task WriteAsync()
    {
        var batch = new List<Waiting>(_options.MaxBatch);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < _options.MaxBatch && _queue.Reader.TryRead(out var waiting))
            {
                batch.Add(waiting);
            }

            Write(batch);
            batch.Clear();
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever stops a write must fail the waiting accesses.")]
    private void Write(List<Waiting> batch)
    {
        var done = 0;
        try
        {
            while (done < batch.Count)
            {
                OpenSegment(_tree.Size / LogFolder.SegmentSize);
                var room = (int)(LogFolder.SegmentSize - (_tree.Size % LogFolder.SegmentSize));
                var part = batch.Skip(done).Take(room).ToList();
                MakeDurable(part);
                foreach (var waiting in part)
                {
                    var index = _tree.Size;
                    _tree.Append(MerkleHash.OfEntry(waiting.Entry.Span));
                    waiting.Written.SetResult(index);
                }

                done += part.Count;
            }

            SignCheckpoint();
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

    private void MakeDurable(List<Waiting> part)
    {
        var length = part.Sum(waiting => waiting.Entry.Length + 1);
        var bytes = new byte[length];
        var at = 0;
        foreach (var waiting in part)
        {
            waiting.Entry.Span.CopyTo(bytes.AsSpan(at));
            at += waiting.Entry.Length + 1;
            bytes[at - 1] = (byte)'\n';
        }

        try
        {
            RandomAccess.Write(_segment!, bytes, _segmentLength);
            RandomAccess.FlushToDisk(_segment!);
            _segmentLength += length;
        }
        catch (IOException)
        {
            // Invariant: what was not acknowledged is not in the log.
            RandomAccess.SetLength(_segment!, _segmentLength);
            throw;
        }
    }

    private void OpenSegment(long number)
    {
        if (number == _segmentNumber)
        {
            return;
        }

        _segment?.Dispose();
        _segment = File.OpenHandle(
            _folder.Segment(number), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        _segmentLength = RandomAccess.GetLength(_segment);
        _segmentNumber = number;
    }

    private void SignCheckpoint()
    {
        var checkpoint = Checkpoint.Sign(_options.Origin, _tree.Size, _tree.Root(), _key).ToString();
        var draft = _folder.Checkpoint + ".new";
        File.WriteAllText(draft, checkpoint);
        File.Move(draft, _folder.Checkpoint, overwrite: true);
    }

    // The entries are the truth after a crash: a torn last line was never acknowledged and is cut off.
    private void Recover()
    {
        foreach (var number in _folder.Segments())
        {
            var bytes = File.ReadAllBytes(_folder.Segment(number));
            foreach (var line in EntryReader.Lines(bytes))
            {
                _tree.Append(MerkleHash.OfEntry(line));
            }

            OpenSegment(number);
            var complete = Array.LastIndexOf(bytes, (byte)'\n') + 1;
            if (complete < bytes.Length)
            {
                RandomAccess.SetLength(_segment!, complete);
                _segmentLength = complete;
            }
        }
    }

    private sealed record Waiting(ReadOnlyMemory<byte> Entry, TaskCompletionSource<long> Written);
}
