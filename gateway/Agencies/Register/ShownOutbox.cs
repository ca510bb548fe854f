using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Aggregator.Policy;

namespace Aggregator.Agencies;

/// <summary>
/// Keeps what was shown in a file until the hub has taken it: durable before the answer leaves, sent in order, again
/// after a restart or while the hub is away, and then gone from the file. The hub takes the same delivery twice without
/// harm. What it was told already is not kept again.
/// </summary>
public sealed class ShownOutbox : IShownFeed, IAsyncDisposable
{
    /// <summary>Bytes that may wait for the hub, 64 MiB; above it nothing more is shown.</summary>
    public const int MaxWaitingBytes = 64 * 1024 * 1024;

    private const int MaxTogether = 100;
    private const int MaxLineBytes = 4 * 1024 * 1024;
    private const int MaxRemembered = 200_000;
    private const int TidyAbove = 64 * 1024;
    private static readonly TimeSpan RestAfterFault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookApart = TimeSpan.FromMinutes(1);

    private readonly Func<byte[], CancellationToken, ValueTask<bool>> _send;
    private readonly string _path;
    private readonly string _positionFile;
    private readonly Lock _use = new();
    private readonly SemaphoreSlim _arrived = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<(string Worker, string Child), DateTimeOffset> _looked = new();
    private readonly ConcurrentDictionary<ToldKey, ImmutableArray<string>> _told = new();
    private readonly Task _sending;
    private FileStream _file;
    private long _position;
    private long? _stored;

    /// <summary>Opens the outbox and begins to send what waits.</summary>
    /// <param name="folder">Its folder, on the instance's own volume.</param>
    /// <param name="send">Sends a body; false when the hub did not take it.</param>
    public ShownOutbox(string folder, Func<byte[], CancellationToken, ValueTask<bool>> send)
    {
        _send = send;
        OwnerOnly.Folder(folder);
        _path = Path.Combine(folder, "shown.jsonl");
        _positionFile = Path.Combine(folder, "sent");
        _file = Open();
        _position = Position();
        CutBrokenLine();
        Store(_position);
        Advance(_position);
        _sending = Task.Run(SendAsync);
    }

    /// <inheritdoc/>
    public ValueTask<bool> KeepAsync(ShownDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var news = NewsOf(delivery);
        if (news.Records.IsEmpty && news.Looks.IsEmpty)
        {
            return new(true);
        }

        var line = ShownJson.Line(news);
        try
        {
            lock (_use)
            {
                if (line.Length > MaxLineBytes || _file.Length - _position + line.Length > MaxWaitingBytes)
                {
                    return new(false);
                }

                _ = _file.Seek(0, SeekOrigin.End);
                _file.Write(line);
                _file.Flush(flushToDisk: true);
            }
        }
        catch (IOException)
        {
            return new(false);
        }

        Remember(news);
        Signal();
        return new(true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _file.Dispose();
        _arrived.Dispose();
        _stop.Dispose();
    }

    private ShownDelivery NewsOf(ShownDelivery delivery) => delivery with
    {
        Looks =
        [
            .. delivery.Looks.Where(child => !(_looked.TryGetValue((delivery.Worker, child), out var last)
                && delivery.At - last < LookApart)),
        ],
        Records = [.. delivery.Records.Where(record => IsNews(delivery.Agency, record))],
    };

    private bool IsNews(string agency, ShownRecord record)
    {
        foreach (var person in record.Persons)
        {
            if (!_told.TryGetValue(new ToldKey(agency, person, record.Record, record.Type), out var told)
                || (told != record.Classes && record.Classes.Except(told).Any()))
            {
                return true;
            }
        }

        return false;
    }

    private void Remember(ShownDelivery news)
    {
        if (_told.Count + _looked.Count > MaxRemembered)
        {
            _told.Clear();
            _looked.Clear();
        }

        foreach (var child in news.Looks)
        {
            _looked[(news.Worker, child)] = news.At;
        }

        foreach (var record in news.Records)
        {
            foreach (var person in record.Persons)
            {
                _ = _told.AddOrUpdate(
                    new ToldKey(news.Agency, person, record.Record, record.Type),
                    static (_, classes) => classes,
                    static (_, told, classes) => [.. told.Union(classes)],
                    record.Classes);
            }
        }
    }

    private void Signal()
    {
        try
        {
            _ = _arrived.Release();
        }
        catch (SemaphoreFullException)
        {
            // The sender has a signal waiting already.
        }
    }

    private async Task SendAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var (lines, next) = Waiting();
            if (lines.Count == 0)
            {
                await _arrived.WaitAsync(_stop.Token);
            }
            else if (await _send(ShownJson.Body(lines), _stop.Token))
            {
                Advance(next);
            }
            else
            {
                await Task.Delay(RestAfterFault, _stop.Token);
            }
        }
    }

    private (List<byte[]> Lines, long Next) Waiting()
    {
        lock (_use)
        {
            List<byte[]> lines = [];
            var next = _file.Seek(_position, SeekOrigin.Begin);
            using var reader = new BinaryReader(_file, Encoding.UTF8, leaveOpen: true);
            var bytes = reader.ReadBytes((int)Math.Min(MaxLineBytes, _file.Length - _position));
            for (var start = 0; lines.Count < MaxTogether; start = (int)(next - _position))
            {
                var end = Array.IndexOf(bytes, (byte)'\n', start);
                if (end < 0)
                {
                    break;
                }

                lines.Add(bytes[start..end]);
                next = _position + end + 1;
            }

            return (lines, next);
        }
    }

    private void Advance(long next)
    {
        lock (_use)
        {
            _position = next;
            try
            {
                var waiting = _file.Length - next;
                if (waiting == 0)
                {
                    Store(0);
                    _file.SetLength(0);
                    _position = 0;
                }
                else if (next >= Math.Max(waiting, TidyAbove))
                {
                    KeepOnlyWhatWaits();
                }
                else
                {
                    Store(next);
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // It is gone with a later delivery, or sent once more after a restart.
            }
        }
    }

    // In a file of its own, that takes this one's place.
    private void KeepOnlyWhatWaits()
    {
        var draft = _path + ".new";
        OwnerOnly.File(draft);
        using (var rest = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            _ = _file.Seek(_position, SeekOrigin.Begin);
            _file.CopyTo(rest);
            rest.Flush(flushToDisk: true);
        }

        Store(0);
        _file.Dispose();
        try
        {
            File.Move(draft, _path, overwrite: true);
            _position = 0;
        }
        finally
        {
            _file = Open();
        }
    }

    // Invariant: durable before anything is cut off, so that a crash in between sends again and never skips.
    private void Store(long position)
    {
        if (position == _stored)
        {
            return;
        }

        _stored = null;
        OwnerOnly.File(_positionFile);
        using var file = new FileStream(_positionFile, FileMode.Create, FileAccess.Write);
        file.Write(Encoding.ASCII.GetBytes(position.ToString(CultureInfo.InvariantCulture)));
        file.Flush(flushToDisk: true);
        _stored = position;
    }

    private FileStream Open()
    {
        OwnerOnly.File(_path);
        return new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
    }

    private long Position() => File.Exists(_positionFile)
        && long.TryParse(File.ReadAllText(_positionFile), CultureInfo.InvariantCulture, out var sent)
        && sent >= 0 && sent <= _file.Length
            ? sent
            : 0;

    // A line that a crash cut off was never shown: its answer had not left.
    private void CutBrokenLine()
    {
        var end = _file.Length;
        while (end > _position)
        {
            _ = _file.Seek(end - 1, SeekOrigin.Begin);
            if (_file.ReadByte() == '\n')
            {
                break;
            }

            end--;
        }

        _file.SetLength(end);
    }

    // What of a record an agency was told: beside it stand the classes.
    private readonly record struct ToldKey(string Agency, string Person, string Record, string Type);
}
