using System.Collections.Concurrent;
using System.Globalization;
using Aggregator.Policy;

namespace Aggregator.Agencies;

/// <summary>
/// Keeps what was shown in a file until the hub has taken it: durable before the answer leaves, sent in order, again
/// after a restart or while the hub is away. The hub takes the same delivery twice without harm. What it was told
/// already is not kept again.
/// </summary>
public sealed class ShownOutbox : IShownFeed, IAsyncDisposable
{
    /// <summary>Bytes that may wait for the hub, 64 MiB; above it nothing more is shown.</summary>
    public const int MaxWaitingBytes = 64 * 1024 * 1024;

    private const int MaxTogether = 100;
    private const int MaxLineBytes = 4 * 1024 * 1024;
    private const int MaxRemembered = 200_000;
    private const int TidyAbove = 1024 * 1024;
    private static readonly TimeSpan RestAfterFault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookApart = TimeSpan.FromMinutes(1);

    private readonly Func<byte[], CancellationToken, ValueTask<bool>> _send;
    private readonly string _positionFile;
    private readonly FileStream _file;
    private readonly Lock _use = new();
    private readonly SemaphoreSlim _arrived = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);
    private readonly Task _sending;
    private long _position;

    /// <summary>Opens the outbox and begins to send what waits.</summary>
    /// <param name="folder">Its folder, on the instance's own volume.</param>
    /// <param name="send">Sends a body; false when the hub did not take it.</param>
    public ShownOutbox(string folder, Func<byte[], CancellationToken, ValueTask<bool>> send)
    {
        _send = send;
        _ = Directory.CreateDirectory(folder);
        _positionFile = Path.Combine(folder, "sent");
        _file = new FileStream(
            Path.Combine(folder, "shown.jsonl"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        _position = File.Exists(_positionFile)
            && long.TryParse(File.ReadAllText(_positionFile), CultureInfo.InvariantCulture, out var sent)
                ? Math.Clamp(sent, 0, _file.Length)
                : 0;
        CutBrokenLine();
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

    private static string KeyOf(ShownDelivery delivery, string child) => $"{delivery.Worker}\n{child}";

    private static IEnumerable<string> KeysOf(ShownDelivery delivery, ShownRecord record) =>
        from person in record.Persons
        from part in record.Classes.Append("")
        select $"{delivery.Agency}\n{person}\n{record.Record}\n{record.Type}\n{part}";

    private ShownDelivery NewsOf(ShownDelivery delivery) => delivery with
    {
        Looks =
        [
            .. delivery.Looks.Where(child =>
                !(_told.TryGetValue(KeyOf(delivery, child), out var last) && delivery.At - last < LookApart)),
        ],
        Records =
        [
            .. delivery.Records.Where(record => KeysOf(delivery, record).Any(key => !_told.ContainsKey(key))),
        ],
    };

    private void Remember(ShownDelivery news)
    {
        if (_told.Count > MaxRemembered)
        {
            _told.Clear();
        }

        foreach (var key in news.Looks.Select(child => KeyOf(news, child))
            .Concat(news.Records.SelectMany(record => KeysOf(news, record))))
        {
            _told[key] = news.At;
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
            using var reader = new BinaryReader(_file, System.Text.Encoding.UTF8, leaveOpen: true);
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
            if (_position == _file.Length && _position > TidyAbove)
            {
                // Everything is sent: begin anew. A crash in between sends the old lines once more.
                File.WriteAllText(_positionFile, "0");
                _file.SetLength(0);
                _position = 0;
            }

            File.WriteAllText(_positionFile, _position.ToString(CultureInfo.InvariantCulture));
        }
    }

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
}
